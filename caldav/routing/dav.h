// CalDAV as an Application: URL -> resource; (method, kind of resource) -> row -> may the actor -> handler.
#pragma once

#include <functional>

#include "caldav/access/authentication.h"
#include "caldav/access/guarded.h"
#include "caldav/access/ready_answers.h"
#include "caldav/http/application.h"
#include "caldav/webdav/method.h"
#include "storage/base/clock.h"

namespace stafett::storage {
class Store;
}

namespace stafett::caldav::routing {

struct Settings {
    access::Settings access;
    std::uint64_t largest_xml = 4U << 20;         // octets of a PROPFIND's or REPORT's body
    webdav::OnFailure on_failure;                 // may be empty
    std::shared_ptr<access::ReadyAnswers> ready;  // null: everything is made anew
};

// Whether a request is ours: everything below /dav/, /.well-known/caldav, and the paths that clients try first. Of "/"
// and
// "/principals/" only DAV's own methods are: a browser's GET / is a page.
bool is_dav(const http::RequestHead& head);

// All rows of webdav and calendar.
const webdav::Tables& tables();

struct DavTicket;

// Thread-safe. `store`, `authentication` and `clock` outlive it.
class Dav final : public http::Application {
  public:
    Dav(storage::Store& store, access::Authentication& authentication, const base::Clock& clock, Settings settings);

    // Discovery's redirect (RFC 6764 §5), 401 for what comes without credentials, and for credentials that were right a
    // moment ago what lies ready.
    bool probes_body(const http::RequestHead& head) const override;
    std::optional<http::Sender> sender(const http::RequestHead& head) override;
    std::optional<http::Response> probe(const http::RequestHead& head, std::optional<std::string_view> body,
                                        http::Who& who) override;
    std::variant<http::Response, http::Admitted> admit(const http::RequestHead& head, http::Arrival body,
                                                       http::Who& who) override;
    http::Response handle(const http::RequestHead& head, http::Body body, http::Admitted admitted) override;

  private:
    std::optional<http::Response> answer_ready(const http::RequestHead& head, std::string_view body, http::Who& who);
    Result<http::Admitted> try_admit(const http::RequestHead& head, http::Arrival body, http::Who& who);
    Result<http::Response> run(const http::RequestHead& head, const http::Body& body, DavTicket& ticket) const;
    http::Response failed(const http::RequestHead& head, const Failure& failure) const;

    storage::Store& store_;
    access::Authentication& authentication_;
    const base::Clock& clock_;
    Settings settings_;
};

}  // namespace stafett::caldav::routing
