#include "tests/server/histories/association.h"

#include <fmt/format.h>

namespace stafett::server::histories {
namespace {

std::string until(const std::string& day) { return day.empty() ? std::string() : ", to = " + day; }

}  // namespace

std::string Association::toml() const {
    std::string text = fmt::format(
        "[association]\nname = \"Förbundet\"\ndomain = \"natverk.example\"\nlanguage = \"{}\"\n"
        "[coordinator]\nid = \"samordnare\"\nname = \"Samordnaren\"\nmailbox = \"office{}@example.org\"\n"
        "people = [\"sam\"]\n",
        language_ % 2 == 0 ? "sv" : "en", mailbox_);
    for (std::size_t i = 0; i < municipalities.size(); ++i) {
        const std::string id = municipalities[i];
        text += fmt::format("[[municipality]]\nid = \"{0}\"\nname = \"{0} kommun{1}\"\nshort_name = \"{0}{1}\"\n", id,
                            name_[i] == 0 ? "" : fmt::format(" {}", name_[i]));
    }
    for (std::size_t i = 0; i < people.size(); ++i)
        text += fmt::format("[[person]]\nid = \"{0}\"\nname = \"{0}\"\naddresses = [\"{0}{1}@example.org\"]\n",
                            people[i], address_[i]);
    for (std::size_t i = 0; i < networks.size(); ++i) {
        text += fmt::format(
            "[[network]]\nid = \"{0}\"\nname = \"{0} {1}\"\naddress = \"{0}@natverk.example\"\nmember = [\n"
            "{{ person = \"anna\", municipality = \"tibro\", role = \"chair\", from = 2026-01-01 }},\n"
            "{{ person = \"sara\", municipality = \"skara\", role = \"secretary\", from = 2026-01-01{2} }},\n"
            "{{ person = \"bo\", municipality = \"hjo\", role = \"member\", from = 2026-01-01{3} }},\n]\n",
            networks[i], network_name_[i], until(sara_until_), until(member_until_));
        for (std::size_t seat = 0; seat < municipalities.size(); ++seat) {
            const Seat& one = seats_[i][seat];
            text += fmt::format("[[network.seat]]\nmunicipality = \"{}\"\n", municipalities[seat]);
            if (!one.host.empty()) text += fmt::format("host = \"{}\"\n", one.host);
            if (!one.blocked_from.empty())
                text += fmt::format("[[network.seat.blocked]]\nfrom = {}\nto = 2099-12-31\n", one.blocked_from);
        }
    }
    return text;
}

std::string Association::change(const Between& between, const std::string& today) {
    const auto any = [&](std::size_t size) { return static_cast<std::size_t>(between(0, static_cast<int>(size) - 1)); };
    switch (between(0, 8)) {
        case 0:
        case 1: {
            const std::size_t person = any(people.size());
            ++address_[person];
            return fmt::format("address of {}", people[person]);
        }
        case 2:
            ++name_[any(name_.size())];
            return "name of a municipality";
        case 3:
            ++network_name_[any(network_name_.size())];
            return "name of a network";
        case 4: {
            Seat& seat = seats_[any(networks.size())][any(municipalities.size())];
            seat.host = seat.host.empty() ? "gun" : between(0, 1) == 0 ? "" : "eva";
            return "host of a seat";
        }
        case 5: {
            Seat& seat = seats_[any(networks.size())][any(municipalities.size())];
            seat.blocked_from = seat.blocked_from.empty() ? today : "";
            return "block of a seat";
        }
        case 6:
            member_until_ = member_until_.empty() ? today : "";
            return "role of the member";
        case 7:
            sara_until_ = sara_until_.empty() ? today : "";
            return "role of the secretary";
        default:
            between(0, 2) == 0 ? ++language_ : ++mailbox_;
            return "language or mailbox";
    }
}

}  // namespace stafett::server::histories
