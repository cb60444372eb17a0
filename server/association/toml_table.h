// One TOML table read key by key: every key is asked for once, whatever is left over is an error. Private to this
// folder.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "server/association/association_file.h"

namespace stafett::server::association {

class TomlTable {
  public:
    // `errors` outlives the reader; `where` names the table in messages: "[[network]]".
    TomlTable(const toml::table& table, std::string where, std::vector<FileError>& errors)
        : table_(table), where_(std::move(where)), errors_(errors) {}
    TomlTable(const TomlTable&) = delete;
    TomlTable& operator=(const TomlTable&) = delete;
    // Reports the keys nobody asked for.
    ~TomlTable();

    std::size_t line() const { return table_.source().begin.line; }
    // Of a key, or of the table where the key is missing.
    std::size_t line_of(std::string_view key) const;

    // Each answers nothing (or an empty value) where the key is missing, and reports a value of another kind.
    std::optional<std::string> text(std::string_view key);
    std::string required_text(std::string_view key);
    std::string required_id(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    std::optional<bool> flag(std::string_view key);
    std::optional<int> number(std::string_view key, int least, int most);
    std::optional<base::Date> date(std::string_view key);
    model::Period period();  // keys from, to
    // The value is one of `names`; answers its index.
    std::optional<std::size_t> one_of(std::string_view key, const std::vector<std::string_view>& names);
    // An array of tables, each read by `read(TomlTable&)`.
    template <class F>
    void tables(std::string_view key, F read);
    template <class F>
    void table(std::string_view key, F read);

    void report(std::string_view key, std::string problem);

  private:
    const toml::node* find(std::string_view key);

    const toml::table& table_;
    std::string where_;
    std::vector<FileError>& errors_;
    std::set<std::string, std::less<>> asked_;
};

template <class F>
void TomlTable::tables(std::string_view key, F read) {
    const toml::node* node = find(key);
    if (!node) return;
    if (!node->is_array()) return report(key, "must be an array of tables");
    for (const toml::node& item : *node->as_array()) {
        if (!item.is_table()) return report(key, "must hold tables only");
        TomlTable inner(*item.as_table(), "[[" + std::string(key) + "]]", errors_);
        read(inner);
    }
}

template <class F>
void TomlTable::table(std::string_view key, F read) {
    const toml::node* node = find(key);
    if (!node) return;
    if (!node->is_table()) return report(key, "must be a table");
    TomlTable inner(*node->as_table(), "[" + std::string(key) + "]", errors_);
    read(inner);
}

}  // namespace stafett::server::association
