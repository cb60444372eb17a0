#include "tests/server/transport/test_server.h"

#include <condition_variable>
#include <stdexcept>

#include "server/transport/development_certificate.h"

namespace stafett::server::transport {

std::optional<http::Response> ScriptedApplication::probe(const http::RequestHead& head,
                                                         std::optional<std::string_view> body, http::Who&) {
    if (on_probe_with_body) return on_probe_with_body(head, body);
    return on_probe ? on_probe(head) : std::nullopt;
}

std::optional<http::Sender> ScriptedApplication::sender(const http::RequestHead& head) {
    const auto name = on_sender ? on_sender(head) : std::string();
    if (name.empty()) return std::nullopt;
    return http::Sender{.name = name, .checked = !name.starts_with('?')};
}

std::variant<http::Response, http::Admitted> ScriptedApplication::admit(const http::RequestHead& head, http::Arrival,
                                                                        http::Who& who) {
    const auto known = sender(head);
    who.person = known && known->checked ? known->name : "anna";
    who.acts_for = "skolchefer";
    if (on_admit)
        if (auto response = on_admit(head)) return std::move(*response);
    http::Admitted admitted;
    admitted.pool = head.method == "GET" || head.method == "HEAD" ? http::Pool::readers : http::Pool::writers;
    admitted.body_limit = body_limit;
    if (too_large.empty()) return admitted;
    admitted.when_too_large = std::make_unique<http::Response>(http::text_response(403, too_large));
    return admitted;
}

http::Response ScriptedApplication::handle(const http::RequestHead& head, http::Body body, http::Admitted) {
    if (on_handle) return on_handle(head, body.octets());
    return http::text_response(200, head.method + " " + head.target + " " + std::to_string(body.octets().size()));
}

void KeptLog::write(log::Level, std::string_view text) {
    const std::lock_guard lock(mutex_);
    text_.append(text).append("\n");
    changed_.notify_all();
}

std::string KeptLog::text() const {
    const std::lock_guard lock(mutex_);
    return text_;
}

bool KeptLog::wait_for(std::string_view piece) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return text_.contains(piece); });
}

namespace {

const CertificateFiles& certificate() {
    static const tests::TemporaryFolder folder;
    static const auto files = development_certificate(
        folder.path().string(), std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return files.value();
}

}  // namespace

const std::string& test_ca_file() { return certificate().ca; }

Settings TestServer::settings(const std::string& spool, const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.addresses = {"127.0.0.1"};
    settings.port = 0;
    settings.plain = true;
    settings.certificate_file = certificate().certificate;
    settings.key_file = certificate().key;
    settings.spool_folder = spool;
    settings.reader_workers = 2;
    settings.writer_workers = 2;
    if (change) change(settings);
    return settings;
}

TestServer::TestServer(ScriptedApplication& application, const std::function<void(Settings&)>& change)
    : server(settings(spool.path().string(), change), application, log) {
    auto started = server.start();
    if (!started) throw std::runtime_error(started.error());
    ports = *started;
}

std::string digits(std::size_t size) {
    std::string text(size, '0');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('0' + i % 10);
    return text;
}

}  // namespace stafett::server::transport
