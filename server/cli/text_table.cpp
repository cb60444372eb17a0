#include "server/cli/text_table.h"

#include <algorithm>

#include "storage/base/safe_text.h"

namespace stafett::server::cli {
namespace {

// Characters, not octets: å takes one place. An accent written by itself (U+0300 to U+036F) takes none.
std::size_t width(const std::string& cell) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const auto octet = static_cast<unsigned char>(cell[i]);
        const bool accent =
            octet == 0xCC || (octet == 0xCD && i + 1 < cell.size() && static_cast<unsigned char>(cell[i + 1]) < 0xB0);
        if ((octet & 0xC0U) != 0x80 && !accent) ++characters;
    }
    return characters;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

void TextTable::add(std::vector<std::string> row) {
    for (std::string& cell : row) {
        std::ranges::replace_if(cell, is_control, ' ');
        cell = base::safe_line(cell);
    }
    rows_.push_back(std::move(row));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], width(row[i]));
        }
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace stafett::server::cli
