#include "scheduling/network/meeting_link.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scheduling/ical/content_line.h"

namespace stafett::scheduling::network {
namespace {

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
constexpr std::string_view kAroundLinks = " \t\r\n\"<>";

// `link` begins after "https://"; lower case.
bool is_meeting_link(std::string_view link) {
    const std::string_view host = link.substr(0, link.find_first_of("/?#:\\ \t\r\n\"<>"));
    const std::string_view rest = link.substr(host.size());
    return std::ranges::any_of(services, [&](const Service& service) {
        if (!is_host_of(host, service.host) || !rest.starts_with(service.path)) return false;
        const std::string_view meeting = rest.substr(service.path.size());
        return !meeting.empty() && !kAroundLinks.contains(meeting.front());  // the front page is no meeting
    });
}

struct Link {
    std::size_t begin;
    std::size_t end;
};

// The first one in `text`, lower case, at or after `from`.
std::optional<Link> find_link(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find(kSchemeEnd, from); at != std::string_view::npos;
         at = text.find(kSchemeEnd, at + 1)) {
        if (!is_meeting_link(text.substr(at + kSchemeEnd.size()))) continue;
        std::size_t begin = at;
        while (begin > from && text[begin - 1] >= 'a' && text[begin - 1] <= 'z') --begin;
        return Link{begin, std::min(text.find_first_of(kAroundLinks, at), text.size())};
    }
    return std::nullopt;
}

}  // namespace

bool has_meeting_link(std::string_view text) { return find_link(ical::lower(text), 0).has_value(); }

std::string without_meeting_links(std::string_view text, std::string_view replacement) {
    const std::string searched = ical::lower(text);
    std::string out;
    std::size_t at = 0;
    while (const std::optional<Link> link = find_link(searched, at)) {
        out.append(text.substr(at, link->begin - at)).append(replacement);
        at = link->end;
    }
    return out.append(text.substr(at));
}

}  // namespace stafett::scheduling::network
