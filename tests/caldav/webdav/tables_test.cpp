#include "caldav/webdav/method.h"

#include <set>

#include "caldav/routing/dav.h"

namespace stafett::caldav::webdav {
namespace {

using access::Kind;
constexpr std::array kKinds{Kind::root,
                            Kind::principals,
                            Kind::principal_collection,
                            Kind::principal,
                            Kind::calendars,
                            Kind::home,
                            Kind::calendar,
                            Kind::organizer_collection,
                            Kind::object,
                            Kind::unmapped_object,
                            Kind::unmapped_collection};

TEST(Tables, have_one_row_for_each_name_and_kind) {
    const Tables& tables = routing::tables();
    for (const Kind kind : kKinds) {
        std::set<std::string_view> methods;
        for (const MethodRow* row : tables.methods)
            if (overlaps(row->on, kind)) EXPECT_TRUE(methods.insert(row->name).second) << row->name;
        std::set<QName> reports, properties;
        for (const ReportRow* row : tables.reports)
            if (overlaps(row->on, kind)) EXPECT_TRUE(reports.insert(row->name).second) << row->name.local;
        for (const LiveProperty* row : tables.properties)
            if (overlaps(row->on, kind)) EXPECT_TRUE(properties.insert(row->name).second) << row->name.local;
    }
}

TEST(Tables, say_where_each_row_comes_from_and_can_answer) {
    const Tables& tables = routing::tables();
    for (const ReportRow* row : tables.reports) EXPECT_FALSE(row->source.empty()) << row->name.local;
    for (const LiveProperty* row : tables.properties) {
        EXPECT_FALSE(row->source.empty()) << row->name.local;
        EXPECT_TRUE(row->read != nullptr || row->stored) << row->name.local;
        EXPECT_TRUE(row->write == nullptr || row->stored) << row->name.local << " is writable but not kept";
    }
    EXPECT_NE(tables.read_object, nullptr);
}

TEST(Tables, allow_is_computed_for_each_kind) {
    const Tables& tables = routing::tables();
    EXPECT_EQ(tables.allow(Kind::root), "OPTIONS, PROPFIND, REPORT");
    for (const std::string_view method : {"GET, HEAD", "PUT", "DELETE", "COPY", "MOVE", "PROPFIND"})
        EXPECT_NE(tables.allow(Kind::object).find(method), std::string::npos) << method;
}

}  // namespace
}  // namespace stafett::caldav::webdav
