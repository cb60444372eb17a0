// Subscription links as an Application: no sign-in and no body, so everything is answered before handle().
#pragma once

#include "caldav/http/application.h"
#include "server/feeds/feeds.h"

namespace stafett::server::web {

// Thread-safe. `feeds` outlives it.
class FeedRequests final : public caldav::http::Application {
  public:
    explicit FeedRequests(feeds::Feeds& feeds) : feeds_(feeds) {}

    bool probes_body(const caldav::http::RequestHead&) const override { return false; }
    std::optional<caldav::http::Response> probe(const caldav::http::RequestHead& head, std::optional<std::string_view>,
                                                caldav::http::Who& who) override {
        auto response = feeds_.probe(head);
        if (response) who.by_link = is_feed(*response);
        return response;
    }
    std::variant<caldav::http::Response, caldav::http::Admitted> admit(const caldav::http::RequestHead& head,
                                                                       caldav::http::Arrival,
                                                                       caldav::http::Who& who) override {
        auto response = feeds_.answer(head);
        who.by_link = is_feed(response);
        return response;
    }
    caldav::http::Response handle(const caldav::http::RequestHead& head, caldav::http::Body,
                                  caldav::http::Admitted) override {
        return feeds_.answer(head);
    }

  private:
    // A link that was not right is 404.
    static bool is_feed(const caldav::http::Response& response) {
        return response.status == 200 || response.status == 304;
    }

    feeds::Feeds& feeds_;
};

}  // namespace stafett::server::web
