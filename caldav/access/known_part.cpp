#include "caldav/access/known_part.h"

#include <algorithm>

#include "storage/base/digest.h"

namespace stafett::caldav::access {
namespace {

constexpr std::size_t kMostListed = 256;
constexpr std::size_t kShort = 8;  // characters of a short digest: 48 bits
constexpr char kDigestMark = '=';

std::string short_digest(std::string_view text) {
    const base::Digest digest = base::digest(text);
    return base::to_base64url(std::string(digest.bytes.begin(), digest.bytes.end())).substr(0, kShort);
}

std::string digest_of(const model::ObjectName& name) { return short_digest(name.text()); }
std::string digest_of(const model::Etag& etag) { return short_digest(etag.text()); }

bool is_base64url(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

KnownPart::KnownPart(std::span<const model::StoredObject> objects) {
    for (const model::StoredObject& object : objects)
        objects_.insert_or_assign(digest_of(object.info.name), digest_of(object.info.etag));
}

std::string KnownPart::text() const {
    std::string all;
    for (const auto& [name, etag] : objects_) all.append(name).append(etag);
    return objects_.size() <= kMostListed ? all : kDigestMark + base::to_hex(base::digest(all));
}

std::optional<KnownPart> KnownPart::parse(std::string_view text, const KnownPart& now) {
    if (text == now.text()) return now;
    if (text.size() % (2 * kShort) != 0 || text.size() > kMostListed * 2 * kShort) return std::nullopt;
    if (!std::ranges::all_of(text, is_base64url)) return std::nullopt;
    KnownPart known;
    for (; !text.empty(); text.remove_prefix(2 * kShort))
        known.objects_.emplace(text.substr(0, kShort), text.substr(kShort, kShort));
    return known;
}

std::vector<model::Change> KnownPart::take_changed(std::span<const model::StoredObject> objects, std::size_t limit) {
    std::vector<model::Change> changes;
    for (const model::StoredObject& object : objects) {
        if (changes.size() == limit) break;
        std::string etag = digest_of(object.info.etag);
        const auto known = objects_.find(digest_of(object.info.name));
        if (known != objects_.end() && known->second == etag) continue;
        changes.push_back({.name = object.info.name, .removed = false, .number = {}});
        objects_.insert_or_assign(digest_of(object.info.name), std::move(etag));
    }
    return changes;
}

bool KnownPart::has_more_than(std::span<const model::StoredObject> objects) const {
    const auto known = std::ranges::count_if(objects, [&](const auto& one) { return knows(one.info.name); });
    return objects_.size() > static_cast<std::size_t>(known);
}

bool KnownPart::knows(const model::ObjectName& name) const { return objects_.contains(digest_of(name)); }
void KnownPart::forget(const model::ObjectName& name) { objects_.erase(digest_of(name)); }

}  // namespace stafett::caldav::access
