#include <algorithm>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {

void Tables::add(std::span<const MethodRow> rows) {
    for (const MethodRow& row : rows) methods.push_back(&row);
}

void Tables::add(std::span<const ReportRow> rows) {
    for (const ReportRow& row : rows) reports.push_back(&row);
}

void Tables::add(std::span<const LiveProperty> rows) {
    for (const LiveProperty& row : rows) properties.push_back(&row);
}

const MethodRow* Tables::method(std::string_view name, Kind on) const {
    for (const MethodRow* row : methods)
        if (overlaps(row->on, on) && row->name == name) return row;
    return nullptr;
}

const ReportRow* Tables::report(xml::QName name, Kind on) const {
    for (const ReportRow* row : reports)
        if (overlaps(row->on, on) && row->name == name) return row;
    return nullptr;
}

const LiveProperty* Tables::property(xml::QName name, Kind on) const {
    for (const LiveProperty* row : properties)
        if (overlaps(row->on, on) && row->name == name) return row;
    return nullptr;
}

const LiveProperty* Tables::property(xml::QName name) const {
    for (const LiveProperty* row : properties)
        if (row->name == name) return row;
    return nullptr;
}

std::string Tables::allow(Kind on) const {
    std::string names;
    for (const MethodRow* row : methods) {
        if (!overlaps(row->on, on) || !row->works) continue;
        if (!names.empty()) names += ", ";
        names += row->name;
        if (row->name == "GET") names += ", HEAD";
    }
    return names;
}

}  // namespace stafett::caldav::webdav
