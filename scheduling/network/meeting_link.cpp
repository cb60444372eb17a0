#include "scheduling/network/meeting_link.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scheduling/ical/content_line.h"
#include "scheduling/network/text_links.h"
#include "storage/base/percent.h"

namespace stafett::scheduling::network {
namespace {

constexpr int kMostDecoded = 2;

// Links to join a meeting; a service's other pages (help, sign-in) are none. A host matches itself and what ends in "."
// and it, so that "skaraborg.zoom.us" is Zoom's.
struct Service {
    std::string_view host;
    std::string_view path;  // the link's path begins with it; lower case
};
constexpr std::array services{
    Service{"teams.microsoft.com", "/l/meetup-join/"},
    Service{"teams.microsoft.com", "/meet/"},
    Service{"teams.live.com", "/meet/"},
    Service{"teams.cloud.microsoft", "/"},
    Service{"zoom.us", "/j/"},
    Service{"zoom.us", "/my/"},
    Service{"zoom.us", "/s/"},
    Service{"zoom.us", "/w/"},
    Service{"zoom.us", "/wc/"},
    Service{"zoomgov.com", "/j/"},
    Service{"meet.google.com", "/"},
    Service{"webex.com", "/meet/"},
    Service{"webex.com", "/join/"},
    Service{"webex.com", "/wbxmjs/"},
    Service{"webex.com", "/webappng/"},
    Service{"webex.com", "/m/"},
    Service{"join.skype.com", "/"},
    Service{"meet.lync.com", "/"},
    Service{"whereby.com", "/"},
    Service{"gotomeeting.com", "/join/"},
    Service{"global.gotomeeting.com", "/"},
    Service{"meet.goto.com", "/"},
    Service{"gotomeet.me", "/"},
    Service{"meet.jit.si", "/"},
    Service{"bluejeans.com", "/"},
    Service{"facetime.apple.com", "/join"},
    Service{"chime.aws", "/"},
};

bool is_host_of(std::string_view host, std::string_view service) {
    if (!host.ends_with(service)) return false;
    return host.size() == service.size() || host[host.size() - service.size() - 1] == '.';
}

constexpr std::string_view kSchemeEnd = "://";

// `link` begins after "https://"; lower case.
bool is_meeting_link(std::string_view link) {
    const std::string_view host = link.substr(0, link.find_first_of("/?#:\\ \t\r\n\"<>"));
    const std::string_view rest = link.substr(host.size());
    return std::ranges::any_of(services, [&](const Service& service) {
        // The front page is no meeting.
        return is_host_of(host, service.host) && rest.starts_with(service.path) && rest.size() > service.path.size();
    });
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto octet = base::percent_octet(text, at);
        out += octet.value_or(text[at]);
        if (octet) at += 2;
    }
    return out;
}

// Whether a link leads to a meeting, itself or through what mail filters and pages put around links that they pass on:
// ".../?url=https%3A%2F%2Fteams.microsoft.com%2F…" (Outlook's SafeLinks), encoded twice where two filters were passed.
bool leads_to_meeting(std::string_view link) {
    std::string text = ical::lower(link);
    for (int decoded = 0;; ++decoded) {
        for (std::size_t at = text.find(kSchemeEnd); at != std::string::npos; at = text.find(kSchemeEnd, at + 1))
            if (is_meeting_link(std::string_view(text).substr(at + kSchemeEnd.size()))) return true;
        if (decoded == kMostDecoded || !text.contains('%')) return false;
        text = ical::lower(percent_decoded(text));
    }
}

// The first link to a meeting at or after `from`.
std::optional<TextLink> next_meeting_link(std::string_view text, std::size_t from) {
    auto link = next_link(text, from);
    while (link && !leads_to_meeting(text.substr(link->begin, link->end - link->begin)))
        link = next_link(text, link->end);
    return link;
}

}  // namespace

bool has_meeting_link(std::string_view text) { return next_meeting_link(text, 0).has_value(); }

std::string without_meeting_links(std::string_view text, std::string_view replacement) {
    std::string out;
    std::size_t at = 0;
    while (const std::optional<TextLink> link = next_meeting_link(text, at)) {
        out.append(text.substr(at, link->begin - at)).append(replacement);
        at = link->end;
    }
    return out.append(text.substr(at));
}

}  // namespace stafett::scheduling::network
