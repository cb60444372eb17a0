#include "server/transport/dispatch.h"

#include <fmt/format.h>

#include <utility>

namespace stafett::server::transport {

namespace http = caldav::http;

namespace {

http::Response internal_error(const std::string& id) {
    return http::text_response(
        500,
        fmt::format("Ett fel uppstod i servern. Ange {0} om du rapporterar det. (Internal error, request {0}.)\n", id));
}

// RFC 6797 §7.2: over TLS only. Not for "localhost", where a browser would then refuse plain HTTP on every other port
// of the developer's machine, too; nothing else is served there but trials.
bool speaks_for_host(std::string_view origin) {
    constexpr std::string_view scheme = "https://", trial = "localhost";
    if (!origin.starts_with(scheme)) return false;
    origin.remove_prefix(scheme.size());
    return !origin.starts_with(trial) || (origin.size() > trial.size() && origin[trial.size()] != ':');
}

}  // namespace

Dispatch::Dispatch(Shared& shared, http::RequestHead head, const AnswerTo& to)
    : shared_(shared), head_(std::move(head)), to_(to) {
    to_.strict_transport = speaks_for_host(head_.origin);
}

void Dispatch::fail(const char* where, const std::exception& problem) {
    shared_.log.error(fmt::format("id={} {} {}: {} failed: {}", head_.id, head_.method, log::masked(head_.target),
                                  where, problem.what()));
    response_ = internal_error(head_.id);
}

// The one place where an exception, which means a bug or no memory, becomes an answer.
template <class Step>
void Dispatch::guarded(const char* where, Step step) {
    try {
        step();
    } catch (const std::exception& problem) {
        fail(where, problem);
    }
}

std::optional<http::Sender> Dispatch::sender() {
    std::optional<http::Sender> sender;
    guarded("sender", [&] { sender = shared_.application.sender(head_); });
    return sender;
}

bool Dispatch::probe(std::optional<std::string_view> body) {
    guarded("probe", [&] { response_ = shared_.application.probe(head_, body, who_); });
    return has_response();
}

bool Dispatch::admit(std::optional<std::string_view> body) {
    guarded("admit", [&] {
        auto result = shared_.application.admit(head_, body ? http::Arrival::here : http::Arrival::coming, who_);
        if (auto* early = std::get_if<http::Response>(&result))
            response_ = std::move(*early);
        else
            admitted_ = std::move(std::get<http::Admitted>(result));
    });
    // With nothing to wait for, this may be the right pool already: a second hop would cost as much as a short answer.
    if (!body) return has_response();
    if (response_)
        make();
    else if (admitted_.pool == http::Pool::readers && body->size() <= admitted_.body_limit)
        handle(http::Body(std::string(*body)));
    return has_response();
}

void Dispatch::handle(http::Body body) {
    const auto pool = admitted_.pool;
    guarded("handle", [&] { response_ = shared_.application.handle(head_, std::move(body), std::move(admitted_)); });
    if (pool == http::Pool::readers) make();
}

void Dispatch::make() {
    to_.close = to_.close || shared_.stopping;
    to_.date = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    steps_ = std::move(response_->steps);
    guarded("answer", [this] {
        answer_ = make_answer(std::move(*response_), to_);
        response_.reset();
    });
    if (response_) answer_ = make_answer(std::move(*response_), to_);
    response_.reset();
}

Answer Dispatch::answer() {
    if (!answer_) make();
    return std::move(*answer_);
}

log::Access Dispatch::access() const {
    log::Access access;
    access.id = head_.id;
    access.peer = head_.peer;
    access.person = who_.person;
    if (who_.acts_for != who_.person) access.acts_for = who_.acts_for;
    access.method = head_.method;
    access.target = head_.target;
    if (steps_) access.steps = steps_();
    return access;
}

}  // namespace stafett::server::transport
