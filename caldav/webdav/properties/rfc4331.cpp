// RFC 4331: what a home holds and how much more it may. One bound is the whole home's, so each of its calendars says
// the same, and a network's calendar says it of the network through every binding.
#include "caldav/webdav/properties/rows.h"

namespace stafett::caldav::webdav::properties {
namespace {

Result<bool> read_quota(const Subject& subject, xml::Writer& out, std::uint64_t GuardedSnapshot::Quota::* part) {
    TRY_ASSIGN(const auto quota, subject.snapshot.quota(subject.grant));
    if (quota) out.text(std::to_string((*quota).*part));
    return quota.has_value();
}

Result<bool> read_available(const Subject& subject, const xml::Element*, xml::Writer& out) {
    return read_quota(subject, out, &GuardedSnapshot::Quota::available);
}

Result<bool> read_used(const Subject& subject, const xml::Element*, xml::Writer& out) {
    return read_quota(subject, out, &GuardedSnapshot::Quota::used);
}

constexpr std::array rows{
    LiveProperty{.name = {ns::dav, "quota-available-bytes"},
                 .source = "RFC 4331 3",
                 .on = Kind::home | Kind::calendar,
                 .read = &read_available},
    LiveProperty{.name = {ns::dav, "quota-used-bytes"},
                 .source = "RFC 4331 4",
                 .on = Kind::home | Kind::calendar,
                 .read = &read_used},
};
static_assert(distinct(rows));

}  // namespace

std::span<const LiveProperty> of_rfc4331() { return rows; }

}  // namespace stafett::caldav::webdav::properties
