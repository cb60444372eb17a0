// The whole server as one Application: each request goes to the part whose path it names. CalDAV decides itself which
// requests are its own, for clients begin their search with a PROPFIND of "/" (RFC 6764 §6).
#pragma once

#include <functional>
#include <string>

#include "caldav/http/application.h"
#include "server/web/start_page.h"

namespace stafett::server::web {

// Thread-safe, as its parts are.
class FrontDoor final : public caldav::http::Application {
  public:
    struct Part {
        std::function<bool(const caldav::http::RequestHead&)> is_mine;  // quick, never blocks
        caldav::http::Application* application = nullptr;               // outlives the door
    };

    // Unsafe requests of another site's page are refused first (caldav/http/cross_site.h), whosever they would be. Then
    // the first part that claims a request gets it; what nobody claims is a page, or 404. `public_url` stands in pages
    // in place of how the client reached us; may be empty.
    FrontDoor(std::vector<Part> parts, std::string public_url)
        : parts_(std::move(parts)), public_url_(std::move(public_url)) {}

    bool probes_body(const caldav::http::RequestHead& head) const override;
    std::optional<caldav::http::Sender> sender(const caldav::http::RequestHead& head) override;
    std::optional<caldav::http::Response> probe(const caldav::http::RequestHead& head,
                                                std::optional<std::string_view> body, caldav::http::Who& who) override;
    std::variant<caldav::http::Response, caldav::http::Admitted> admit(const caldav::http::RequestHead& head,
                                                                       caldav::http::Arrival body,
                                                                       caldav::http::Who& who) override;
    caldav::http::Response handle(const caldav::http::RequestHead& head, caldav::http::Body body,
                                  caldav::http::Admitted admitted) override;

  private:
    caldav::http::Application* owner(const caldav::http::RequestHead& head) const;

    const std::vector<Part> parts_;
    const std::string public_url_;
};

}  // namespace stafett::server::web
