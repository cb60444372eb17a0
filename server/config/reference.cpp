#include <fmt/format.h>
#include <fmt/ranges.h>

#include "server/config/keys.h"

namespace stafett::server::config {

namespace {

std::string type(const Key& key) {
    switch (key.kind) {
        case Kind::integer:
            return fmt::format("{}{}{}, {} to {}", "whole number", key.unit.empty() ? "" : " of ", key.unit, key.least,
                               key.most);
        case Kind::text:
            return std::string(key.wanted);
        case Kind::texts:
            return key.wanted.empty() ? "list of texts" : std::string(key.wanted);
        case Kind::path:
            return "path";
    }
    return {};
}

struct Default {
    std::string operator()(std::monostate) const { return "–"; }
    std::string operator()(std::int64_t value) const { return fmt::format("`{}`", value); }
    std::string operator()(const std::string& value) const { return fmt::format("`\"{}\"`", value); }
    std::string operator()(const std::vector<std::string>& values) const {
        if (values.empty()) return "`[]`";
        return fmt::format("`[\"{}\"]`", fmt::join(values, "\", \""));
    }
};

std::string_view section(std::string_view name) {
    const auto dot = name.find('.');
    return dot == name.npos ? std::string_view() : name.substr(0, dot);
}

}  // namespace

std::string reference() {
    std::string page =
        "# Configuration\n\n"
        "A TOML file, given with `--config FILE`. Every key has a default and may be left out; an unknown key is an "
        "error.\nPaths are relative to the file's folder. `stafett check-config --config FILE` says whether a file is "
        "right.\nThis page is printed by `stafett check-config --reference`.\n";
    const Config defaults;
    std::string_view open = "none yet";
    for (const Key& key : keys()) {
        if (const auto here = section(key.name); here != open) {
            open = here;
            page += here.empty() ? "\n## At the top of the file\n" : fmt::format("\n## `[{}]`\n", here);
            page += "\n| key | value | default | what it is |\n|---|---|---|---|\n";
        }
        const auto dot = key.name.find('.');
        const auto name = dot == key.name.npos ? key.name : key.name.substr(dot + 1);
        page += fmt::format("| `{}` | {} | {} | {} |\n", name, type(key), std::visit(Default{}, key.get(defaults)),
                            key.doc);
    }
    return page;
}

}  // namespace stafett::server::config
