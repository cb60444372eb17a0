// Reports are rows of tables. The row is built from the handler's signature: the privilege it needs is that of its
// Granted parameter, so row and code cannot disagree.
#pragma once

#include <string_view>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {

struct ReportRow {
    xml::QName name;
    std::string_view source;
    Kind on;
    Privilege privilege;
    // `report` is the body's root element.
    Result<http::Response> (*run)(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                  const Node& node);
};

template <auto Handler>
struct ReportHandler;
template <Privilege P,
          Result<http::Response> (*Handler)(const Request&, const xml::Element&, GuardedSnapshot&, const Granted<P>&)>
struct ReportHandler<Handler> {
    static constexpr Privilege privilege = P;
    static Result<http::Response> run(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                      const Node& node) {
        auto grant = snapshot.gate().template require<P>(node);
        if (!grant) return std::unexpected(std::move(grant).error());
        return Handler(request, report, snapshot, *grant);
    }
};

// constexpr std::array reports{report<&calendar_query>({ns::caldav, "calendar-query"}, "RFC 4791 7.8",
// Kind::calendar)}; with  Result<http::Response> calendar_query(const Request&, const xml::Element& report,
// GuardedSnapshot&,
//                                             const Granted<Privilege::read>& calendar);
template <auto Handler>
constexpr ReportRow report(xml::QName name, std::string_view source, Kind on) {
    return {name, source, on, ReportHandler<Handler>::privilege, &ReportHandler<Handler>::run};
}

}  // namespace stafett::caldav::webdav
