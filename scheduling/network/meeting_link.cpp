#include "scheduling/network/meeting_link.h"

#include <algorithm>
#include <array>
#include <string>

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

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_host_of(std::string_view host, std::string_view service) {
    if (!host.ends_with(service)) return false;
    return host.size() == service.size() || host[host.size() - service.size() - 1] == '.';
}

// `link` begins after "https://".
bool is_meeting_link(std::string_view link) {
    const std::string_view host = link.substr(0, link.find_first_of("/?#:\\ \t\r\n\"<>"));
    const std::string_view rest = link.substr(host.size());
    if (host.empty() || rest.size() < 2 || rest.front() != '/') return false;  // the front page is no meeting
    return std::ranges::any_of(services, [&](const Service& service) {
        if (!is_host_of(host, service.host) || !rest.starts_with(service.path)) return false;
        const std::string_view meeting = rest.substr(service.path.size());
        return !meeting.empty() && std::string_view(" \t\r\n\"<>").find(meeting.front()) == std::string_view::npos;
    });
}

}  // namespace

bool has_meeting_link(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), lower);
    const std::string_view all(lowered);
    constexpr std::string_view scheme = "://";
    for (std::size_t at = all.find(scheme); at != std::string_view::npos; at = all.find(scheme, at + 1))
        if (is_meeting_link(all.substr(at + scheme.size()))) return true;
    return false;
}

}  // namespace stafett::scheduling::network
