// Downloads: GET /attachments/MANAGED-ID/FILENAME (model.md §9). The URL is no key: it needs the credentials of
// somebody who may read an object that refers to the file.
#pragma once

#include "caldav/access/authentication.h"
#include "caldav/access/guarded.h"
#include "caldav/http/application.h"
#include "storage/base/clock.h"

namespace stafett::storage {
class Store;
}

namespace stafett::caldav::routing {

// Whether a request is ours: everything below /attachments/.
bool is_attachment(const http::RequestHead& head);

// Thread-safe. `store`, `authentication` and `clock` outlive it. Whatever a file holds is saved by a browser and never
// shown or run as a part of our site.
class Attachments final : public http::Application {
  public:
    Attachments(storage::Store& store, access::Authentication& authentication, const base::Clock& clock,
                access::Settings settings);

    // 401 for what comes without credentials.
    bool probes_body(const http::RequestHead&) const override { return false; }
    std::optional<http::Sender> sender(const http::RequestHead& head) override;
    std::optional<http::Response> probe(const http::RequestHead& head, std::optional<std::string_view> body,
                                        http::Who& who) override;
    std::variant<http::Response, http::Admitted> admit(const http::RequestHead& head, http::Arrival,
                                                       http::Who& who) override;
    // Never reached: no request has a body that matters.
    http::Response handle(const http::RequestHead& head, http::Body body, http::Admitted admitted) override;

  private:
    Result<http::Response> answer(const http::RequestHead& head, http::Who& who);

    storage::Store& store_;
    access::Authentication& authentication_;
    const base::Clock& clock_;
    const access::Settings settings_;
};

}  // namespace stafett::caldav::routing
