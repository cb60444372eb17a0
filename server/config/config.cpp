#include "server/config/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

#include "server/config/keys.h"

namespace stafett::server::config {

namespace {

class Reader {
  public:
    explicit Reader(const std::filesystem::path& folder) : folder_(folder) {}

    void table(const toml::table& table, const std::string& section) {
        for (const auto& [key, node] : table) {
            const std::string name = section.empty() ? std::string(key.str()) : section + '.' + std::string(key.str());
            const std::size_t line = key.source().begin.line;
            if (const Key* row = find_key(name))
                set(*row, node, line);
            else if (section.empty() && node.is_table() && is_section(name))
                this->table(*node.as_table(), name);
            else if (section.empty() && node.is_table())
                report(line,
                       fmt::format("There is no table '[{}]'. Did you mean '[{}]'?", name, nearest_section(name)));
            else
                report(line, fmt::format("There is no key '{}'. Did you mean '{}'?", name, nearest_key(name).name));
        }
    }

    void report(std::size_t line, std::string text) { problems_.push_back({line, std::move(text)}); }

    base::Result<Config, std::vector<Problem>> result() {
        for (auto& problem : check(config_)) problems_.push_back(std::move(problem));
        std::ranges::sort(problems_, {}, [](const Problem& found) { return std::tie(found.line, found.text); });
        if (!problems_.empty()) return std::unexpected(std::move(problems_));
        return std::move(config_);
    }

  private:
    static bool is_section(const std::string& name) {
        return std::ranges::any_of(keys(), [&](const Key& key) { return key.name.starts_with(name + '.'); });
    }

    void set(const Key& key, const toml::node& node, std::size_t line) {
        switch (key.kind) {
            case Kind::integer:
                return set_integer(key, node, line);
            case Kind::text:
                return set_text(key, node, line);
            case Kind::texts:
                return set_texts(key, node, line);
            case Kind::path:
                return set_path(key, node, line);
        }
    }

    void set_integer(const Key& key, const toml::node& node, std::size_t line) {
        const auto* number = node.as_integer();
        if (!number || number->get() < key.least || number->get() > key.most)
            return report(line, fmt::format("{} must be a whole number from {} to {}{}{}, as in: {} = {}", key.name,
                                            key.least, key.most, key.unit.empty() ? "" : " (", with_end(key.unit),
                                            last_part(key), example(key)));
        key.set(config_, number->get());
    }

    void set_text(const Key& key, const toml::node& node, std::size_t line) {
        const auto* text = node.as_string();
        if (!text || (key.accepts && !key.accepts(text->get())))
            return report(line, fmt::format("{} must be {}, in quotation marks.", key.name, key.wanted));
        key.set(config_, text->get());
    }

    void set_texts(const Key& key, const toml::node& node, std::size_t line) {
        std::vector<std::string> texts;
        const auto* list = node.as_array();
        if (list)
            for (const auto& item : *list)
                if (const auto* text = item.as_string()) texts.push_back(text->get());
        const bool accepted = !key.accepts || std::ranges::all_of(texts, key.accepts);
        // An empty list is right where it is the default.
        if (!list || (list->empty() && !key.accepts) || texts.size() != list->size() || !accepted)
            return report(line, key.accepts
                                    ? fmt::format("{} must be {}.", key.name, key.wanted)
                                    : fmt::format("{} must be a list of texts, as in: {} = [\"127.0.0.1\", \"::1\"]",
                                                  key.name, last_part(key)));
        key.set(config_, std::move(texts));
    }

    void set_path(const Key& key, const toml::node& node, std::size_t line) {
        const auto* text = node.as_string();
        if (!text || text->get().find('\0') != std::string::npos)
            return report(line, fmt::format("{} must be a path in quotation marks.", key.name));
        key.set(config_, text->get().empty() ? std::string() : (folder_ / text->get()).lexically_normal().string());
    }

    static std::string with_end(std::string_view unit) { return unit.empty() ? "" : std::string(unit) + ')'; }
    static std::string_view last_part(const Key& key) { return key.name.substr(key.name.rfind('.') + 1); }
    static std::int64_t example(const Key& key) {
        const Value value = key.get(Config());
        const auto* number = std::get_if<std::int64_t>(&value);
        return number ? *number : key.most / 8;
    }

    const std::filesystem::path folder_;
    Config config_;
    std::vector<Problem> problems_;
};

}  // namespace

std::string located(std::string_view file, const Problem& problem) {
    return problem.line == 0 ? fmt::format("{}: {}\n", file, problem.text)
                             : fmt::format("{}:{}: {}\n", file, problem.line, problem.text);
}

std::vector<Problem> check(const Config& config) {
    std::vector<Problem> problems;
    if (config.certificate.empty() != config.key.empty())
        problems.push_back({0,
                            "certificate and key belong together: write both, or none for a development "
                            "certificate."});
    if (config.data.empty()) problems.push_back({0, "data must name a folder, as in: data = \"/var/lib/stafett\""});
    if (config.transport.limits.target > config.transport.limits.head)
        problems.push_back({0, "limits.target cannot be larger than limits.head, which it is a part of."});
    return problems;
}

base::Result<Config, std::vector<Problem>> read_config(std::string_view toml, const std::filesystem::path& folder) {
    Reader reader(folder);
    try {
        reader.table(toml::parse(toml), {});
    } catch (const toml::parse_error& error) {
        reader.report(error.source().begin.line, fmt::format("This is not TOML: {}", error.description()));
    }
    return reader.result();
}

base::Result<Config, std::vector<Problem>> read_config_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        return std::unexpected(
            std::vector<Problem>{{0, fmt::format("The configuration {} cannot be read, or is empty.", file.string())}});
    return read_config(text.str(), std::filesystem::absolute(file).parent_path());
}

}  // namespace stafett::server::config
