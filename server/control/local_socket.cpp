#include "server/control/local_socket.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace stafett::server::control {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

Descriptor::~Descriptor() { close(); }

void Descriptor::close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

namespace {

// A socket's address holds 107 octets. A folder may lie deeper: then it is reached through an open descriptor.
struct Address {
    Descriptor folder;
    sockaddr_un value{};

    explicit Address(const std::filesystem::path& path)
        : folder(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
        value.sun_family = AF_UNIX;
        std::string name = (path / "control.sock").string();
        if (name.size() >= sizeof value.sun_path) name = fmt::format("/proc/self/fd/{}/control.sock", folder.number());
        std::memcpy(value.sun_path, name.c_str(), name.size() + 1);
    }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&value); }
};

Descriptor local_socket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

std::string reason() { return std::generic_category().message(errno); }

}  // namespace

base::Result<Descriptor, std::string> listen_in(const std::filesystem::path& folder) {
    constexpr int backlog = 16;
    const Address address(folder);
    Descriptor listener = local_socket();
    ::unlink(address.value.sun_path);
    // fchmod before bind decides the file's mode on Linux: there is no moment in which others may connect.
    if (!address.folder || !listener || ::fchmod(listener.number(), S_IRUSR | S_IWUSR) != 0 ||
        ::bind(listener.number(), address.get(), sizeof address.value) != 0 ||
        ::chmod(address.value.sun_path, S_IRUSR | S_IWUSR) != 0 || ::listen(listener.number(), backlog) != 0)
        return std::unexpected(
            fmt::format("The control socket {} cannot be made: {}.", (folder / "control.sock").string(), reason()));
    return listener;
}

std::optional<Descriptor> connect_in(const std::filesystem::path& folder) {
    const Address address(folder);
    Descriptor connection = local_socket();
    if (!address.folder || !connection || ::connect(connection.number(), address.get(), sizeof address.value) != 0)
        return std::nullopt;
    return connection;
}

void set_patience(const Descriptor& connection, std::chrono::seconds patience) {
    const timeval limit{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(connection.number(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(connection.number(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool send_line(const Descriptor& connection, std::string_view line) {
    std::string octets(line);
    octets += '\n';
    for (std::size_t sent = 0; sent < octets.size();) {
        const auto done = ::send(connection.number(), octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        sent += static_cast<std::size_t>(done);
    }
    return true;
}

std::optional<std::string> LineReader::next() {
    constexpr std::size_t piece = std::size_t{64} * 1024;
    std::size_t searched = 0;
    for (;;) {
        if (const auto end = received_.find('\n', searched); end != received_.npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        searched = received_.size();
        if (searched > longest_) return std::nullopt;
        received_.resize(searched + piece);
        const auto got = ::recv(connection_.number(), received_.data() + searched, piece, 0);
        const bool again = got < 0 && errno == EINTR;
        received_.resize(searched + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got <= 0 && !again) return std::nullopt;
    }
}

}  // namespace stafett::server::control
