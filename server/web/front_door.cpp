#include "server/web/front_door.h"

#include "caldav/http/cross_site.h"

namespace stafett::server::web {

namespace http = caldav::http;

http::Application* FrontDoor::owner(const http::RequestHead& head) const {
    for (const Part& part : parts_)
        if (part.is_mine(head)) return part.application;
    return nullptr;
}

bool FrontDoor::probes_body(const http::RequestHead& head) const {
    if (http::refuse_cross_site(head, public_url_)) return false;
    const http::Application* part = owner(head);
    return part != nullptr && part->probes_body(head);
}

std::optional<http::Sender> FrontDoor::sender(const http::RequestHead& head) {
    http::Application* part = owner(head);
    return part ? part->sender(head) : std::nullopt;
}

// Before any part sees it: what a browser sends for another site's page is refused once, here. Pages are ready in
// memory, and a request for nothing that exists needs no worker either.
std::optional<http::Response> FrontDoor::probe(const http::RequestHead& head, std::optional<std::string_view> body,
                                               http::Who& who) {
    if (auto refusal = http::refuse_cross_site(head, public_url_)) return refusal;
    if (http::Application* part = owner(head)) return part->probe(head, body, who);
    return page(head, public_url_.empty() ? head.origin : public_url_);
}

std::variant<http::Response, http::Admitted> FrontDoor::admit(const http::RequestHead& head, http::Arrival body,
                                                              http::Who& who) {
    if (http::Application* part = owner(head)) return part->admit(head, body, who);
    return page(head, public_url_.empty() ? head.origin : public_url_);
}

http::Response FrontDoor::handle(const http::RequestHead& head, http::Body body, http::Admitted admitted) {
    if (http::Application* part = owner(head)) return part->handle(head, std::move(body), std::move(admitted));
    return page(head, public_url_.empty() ? head.origin : public_url_);
}

}  // namespace stafett::server::web
