#include "server/transport/body_collector.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

namespace stafett::server::transport {
namespace {

// Once a body is spooled, it goes to the file in pieces of this size.
constexpr std::size_t kPiece = 256uz * 1024;

std::unexpected<Refusal> no_room() {
    return refuse(507, "Servern har inte plats för begäran just nu. (Insufficient storage.)");
}

// The pages of a file, until the last Body that looks at them is gone.
class Mapping final : public caldav::http::Body::Keeper {
  public:
    Mapping(int file, std::size_t size)
        : address_(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0)), size_(size) {}
    ~Mapping() override {
        if (good()) ::munmap(address_, size_);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    bool good() const { return address_ != MAP_FAILED; }
    std::string_view octets() const { return {static_cast<const char*>(address_), size_}; }
    // Whole pages only; one that is looked at again is read from the file again.
    void forget(std::size_t count) const override {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        ::madvise(address_, std::min(count, size_) / page * page, MADV_DONTNEED);
    }

  private:
    void* address_;
    std::size_t size_;
};

}  // namespace

BodyCollector::BodyCollector(std::string folder, Limits limits, BodyMemory::Part& part)
    : folder_(std::move(folder)), limits_(limits), part_(part) {}

BodyCollector::~BodyCollector() {
    if (file_ >= 0) ::close(file_);
}

bool BodyCollector::wants_to_settle() const {
    if (file_ >= 0) return pending_.size() >= kPiece;
    part_.hold(pending_.size());
    return pending_.size() > limits_.one || (part_.memory().used() > limits_.all && pending_.size() >= kPiece);
}

// O_TMPFILE has no name from the start; where a file system lacks it, the name lives for an instant.
Result<void> BodyCollector::open_file() {
    file_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        auto path = folder_ + "/body-XXXXXX";
        file_ = ::mkostemp(path.data(), O_CLOEXEC);
        if (file_ >= 0) ::unlink(path.c_str());
    }
    if (file_ < 0) return no_room();
    digester_ = std::make_unique<base::Digester>();
    return {};
}

Result<void> BodyCollector::settle() {
    if (file_ < 0) TRY(open_file());
    std::string_view rest = pending_;
    while (!rest.empty()) {
        const auto written = ::write(file_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return no_room();
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    digester_->add(pending_);
    spooled_ += pending_.size();
    pending_.clear();
    part_.clear();
    return {};
}

Result<caldav::http::Body> BodyCollector::finish() {
    if (file_ < 0) return caldav::http::Body(std::move(pending_));
    TRY(settle());
    auto mapping = std::make_shared<Mapping>(file_, static_cast<std::size_t>(spooled_));
    if (!mapping->good()) return no_room();
    const auto octets = mapping->octets();
    return caldav::http::Body(std::move(mapping), octets, digester_->digest());
}

}  // namespace stafett::server::transport
