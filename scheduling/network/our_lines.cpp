#include "scheduling/network/our_lines.h"

#include <fmt/core.h>

#include <array>
#include <optional>

#include "storage/base/clock.h"

namespace stafett::scheduling::network {
namespace {

// Append only: what stood here once is still in calendars.
struct Wording {
    Language language;
    std::string_view host;  // before the municipality's name
    std::string_view proposed;
    std::string_view hosts;  // before a list of date and short name
    std::string_view place;  // after the short name
};
constexpr std::array wordings{
    Wording{Language::swedish, "Värd: ", "Värd (förslag): ", "Värdar: ", " (plats meddelas)"},
    Wording{Language::english, "Host: ", "Host (proposed): ", "Hosts: ", " (venue to be announced)"},
};
constexpr std::size_t kDateLength = 10;

const Wording& wording_of(Language language) {
    for (const Wording& wording : wordings)
        if (wording.language == language) return wording;
    return wordings.front();
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

bool is_one_of(std::string_view text, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (!name.empty() && trimmed(name) == text) return true;
    return false;
}

// The longest name that `list` begins with and that ends the list or an entry of it; its length, 0 for none.
std::size_t name_at_start(std::string_view list, const std::vector<std::string>& names) {
    std::size_t longest = 0;
    for (const std::string& untrimmed : names) {
        const std::string_view name = trimmed(untrimmed);
        if (name.size() <= longest || !list.starts_with(name)) continue;
        const std::string_view rest = list.substr(name.size());
        if (rest.empty() || rest.starts_with(", ")) longest = name.size();
    }
    return longest;
}

// "2027-03-12 Tibro, 2027-04-09 Skara"
bool is_list_of_hosts(std::string_view list, const std::vector<std::string>& names) {
    while (true) {
        if (!base::parse_date(list.substr(0, kDateLength))) return false;
        list.remove_prefix(kDateLength);
        if (!list.starts_with(' ')) return false;
        list.remove_prefix(1);
        const std::size_t name = name_at_start(list, names);
        if (name == 0) return false;
        list.remove_prefix(name);
        if (list.empty()) return true;
        list.remove_prefix(2);
    }
}

}  // namespace

std::string host_contact(const OccurrenceHost& host, Language language) {
    const Wording& wording = wording_of(language);
    return fmt::format("{}{}", host.proposed ? wording.proposed : wording.host, trimmed(host.municipality));
}

std::string hosts_contact(std::span<const OccurrenceHost> hosts, Language language) {
    std::string text(wording_of(language).hosts);
    for (std::size_t i = 0; i < hosts.size(); ++i)
        text +=
            fmt::format("{}{} {}", i == 0 ? "" : ", ", base::format_date(hosts[i].date), trimmed(hosts[i].short_name));
    return text;
}

std::string host_location(const OccurrenceHost& host, Language language) {
    return fmt::format("{}{}", trimmed(host.short_name), wording_of(language).place);
}

bool is_our_contact(std::string_view text, const Vocabulary& vocabulary) {
    text = trimmed(text);
    for (const Wording& wording : wordings) {
        for (const std::string_view prefix : {wording.host, wording.proposed})
            if (const auto name = after(text, prefix); name && is_one_of(*name, vocabulary.municipalities)) return true;
        if (const auto list = after(text, wording.hosts); list && is_list_of_hosts(*list, vocabulary.municipalities))
            return true;
    }
    return false;
}

bool is_our_location(std::string_view text, const Vocabulary& vocabulary) {
    text = trimmed(text);
    for (const Wording& wording : wordings) {
        if (!text.ends_with(wording.place)) continue;
        if (is_one_of(text.substr(0, text.size() - wording.place.size()), vocabulary.municipalities)) return true;
    }
    return false;
}

bool is_our_category(std::string_view text, const Vocabulary& vocabulary) {
    return is_one_of(trimmed(text), vocabulary.networks);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace stafett::scheduling::network
