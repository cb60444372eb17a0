// What a client looks at to find out what it can ask for, and whether anything has changed: RFC 3253 §3.1, RFC 6578 §4,
// RFC 5842 §3.1, caldav-ctag.
#include <array>

#include "caldav/webdav/method.h"
#include "caldav/webdav/properties/rows.h"
#include "storage/base/digest.h"

namespace stafett::caldav::webdav::properties {
namespace {

Result<bool> read_supported_method_set(const Subject& subject, const xml::Element*, xml::Writer& out) {
    for (const MethodRow* row : subject.context.tables->methods)
        if (row->works && overlaps(row->on, subject.node().kind))
            out.start({ns::dav, "supported-method"}).attribute("name", row->name).end();
    return true;
}

Result<bool> read_supported_report_set(const Subject& subject, const xml::Element*, xml::Writer& out) {
    for (const ReportRow* row : subject.context.tables->reports)
        if (overlaps(row->on, subject.node().kind))
            out.start({ns::dav, "supported-report"}).start({ns::dav, "report"}).leaf(row->name).end().end();
    return true;
}

// Also the CTag: both change exactly when this reader would see a change.
Result<bool> read_sync_token(const Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const std::string token, subject.snapshot.sync_token(subject.grant));
    out.text(token);
    return true;
}

// The same through every binding (model.md §1), so made from what the binding leads to.
Result<bool> read_resource_id(const Subject& subject, const xml::Element*, xml::Writer& out) {
    constexpr std::string_view space = "6a1f3f0e-9a4e-5d0c-8f0a-2c1d7b5e4a31";
    const Node& node = subject.node();
    std::string name = "calendar/" + node.calendar->incarnation.text();
    if (node.info) name += '/' + node.info->name.text();
    out.href("urn:uuid:" + base::uuid_v5(space, name));
    return true;
}

constexpr Kind kSynchronised = kCalendars | Kind::home;

constexpr std::array rows{
    LiveProperty{.name = {ns::dav, "supported-method-set"},
                 .source = "RFC 3253 3.1.3",
                 .on = access::kEveryResource,
                 .read = &read_supported_method_set},
    LiveProperty{.name = {ns::dav, "supported-report-set"},
                 .source = "RFC 3253 3.1.5",
                 .on = access::kEveryResource,
                 .read = &read_supported_report_set},
    LiveProperty{
        .name = {ns::dav, "sync-token"}, .source = "RFC 6578 4", .on = kSynchronised, .read = &read_sync_token},
    LiveProperty{.name = {ns::calendarserver, "getctag"},
                 .source = "caldav-ctag 4.1",
                 .on = kSynchronised,
                 .read = &read_sync_token},
    LiveProperty{.name = {ns::dav, "resource-id"},
                 .source = "RFC 5842 3.1",
                 .on = kCalendars | Kind::object,
                 .read = &read_resource_id},
};
static_assert(distinct(rows));

}  // namespace

std::span<const LiveProperty> of_synchronisation() { return rows; }

}  // namespace stafett::caldav::webdav::properties
