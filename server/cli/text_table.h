// Lines in columns, for a terminal.
#pragma once

#include <string>
#include <vector>

namespace stafett::server::cli {

class TextTable {
  public:
    // Line ends and other control characters in a cell become blanks, what else is unsafe is shown as
    // base::safe_line() does. Rows may differ in length.
    void add(std::vector<std::string> row);
    // Two blanks between columns, as wide as their longest cell in characters; nothing behind a line's last cell.
    std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace stafett::server::cli
