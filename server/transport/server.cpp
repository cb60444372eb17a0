#include "server/transport/server.h"

#include "server/transport/listener.h"

namespace stafett::server::transport {

Server::Server(Settings settings, caldav::http::Application& application, log::Log& log)
    : implementation_(std::make_unique<Implementation>(std::move(settings), application, log)) {}

Server::~Server() = default;

base::Result<Ports, std::string> Server::start() { return implementation_->start(); }
bool Server::stop(std::chrono::milliseconds patience) { return implementation_->stop(patience); }
void Server::wait() { implementation_->wait(); }
base::Result<void, std::string> Server::reload_certificate() { return implementation_->reload_certificate(); }
base::Result<bool, std::string> Server::reload_replaced_certificate() {
    return implementation_->reload_replaced_certificate();
}

}  // namespace stafett::server::transport
