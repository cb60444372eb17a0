#include "scheduling/ical/tzif.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace stafett::scheduling::ical {
namespace {

using std::chrono::seconds;

constexpr std::size_t kHeader = 44;

// Big-endian, of `size` octets.
std::int64_t integer(std::string_view octets, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | static_cast<unsigned char>(octets[at + i]);
    if (size == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
}

struct Header {
    std::size_t isut, isstd, leap, time, type, chars;
    // Octets of the data block behind the header.
    std::size_t size(std::size_t time_size) const {
        return time * (time_size + 1) + type * 6 + chars + leap * (time_size + 4) + isstd + isut;
    }
};

std::optional<Header> header(std::string_view octets) {
    if (octets.size() < kHeader || !octets.starts_with("TZif")) return {};
    std::array<std::size_t, 6> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::int64_t count = integer(octets, 20 + i * 4, 4);
        if (count < 0 || count > 100'000) return {};
        counts[i] = static_cast<std::size_t>(count);
    }
    return Header{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

}  // namespace

std::shared_ptr<const TzifZone> TzifZone::read(std::string name, std::string_view octets) {
    const auto old = header(octets);  // version 1's block, 32-bit times: skipped
    if (!old || octets.size() < kHeader + old->size(4)) return nullptr;
    octets.remove_prefix(kHeader + old->size(4));
    const auto head = header(octets);
    if (!head || head->type == 0 || octets.size() < kHeader + head->size(8)) return nullptr;
    octets.remove_prefix(kHeader);
    const std::size_t types = head->time * 9;
    const auto offset_of = [&](std::size_t type) { return seconds(integer(octets, types + type * 6, 4)); };

    auto zone = std::make_shared<TzifZone>();
    zone->name_ = std::move(name);
    zone->first_ = offset_of(0);
    for (std::size_t i = 0; i < head->time; ++i) {
        const auto type = static_cast<std::size_t>(static_cast<unsigned char>(octets[head->time * 8 + i]));
        if (type >= head->type) return nullptr;
        zone->transitions_.push_back({base::Instant(seconds(integer(octets, i * 8, 8))), offset_of(type)});
    }
    if (!std::ranges::is_sorted(zone->transitions_, {}, &Transition::at)) return nullptr;
    std::string_view footer = octets.substr(head->size(8));
    if (footer.starts_with('\n')) footer.remove_prefix(1);
    zone->rule_ = parse_posix_rule(footer.substr(0, footer.find('\n')));
    return zone;
}

seconds TzifZone::offset_at(base::Instant at) const {
    if (rule_ && (transitions_.empty() || at >= transitions_.back().at)) return rule_->offset_at(at);
    const auto after = std::ranges::upper_bound(transitions_, at, {}, &Transition::at);
    return after == transitions_.begin() ? first_ : std::prev(after)->offset;
}

std::shared_ptr<const TzifZone> load_tzif(const std::string& iana_name) {
    std::ifstream file(std::string(kZoneDirectory) + '/' + iana_name, std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return file ? TzifZone::read(iana_name, octets) : nullptr;
}

}  // namespace stafett::scheduling::ical
