// RFC 3744 §9.4 and §9.5: whom one may invite. Only principals that the gate shows are found: people of the caller's
// networks, those networks, herself.
#include <algorithm>

#include "caldav/webdav/method.h"
#include "caldav/webdav/reports/grammar.h"
#include "caldav/webdav/reports/handlers.h"
#include "caldav/webdav/responses.h"
#include "caldav/xml/parse.h"

namespace stafett::caldav::webdav::reports {
namespace {

constexpr std::size_t kMostFound = 200;
constexpr std::size_t kMostSearches = 20;
constexpr std::size_t kMostProperties = 100;  // of all searches: each is read of every principal

// Lower case for ASCII and for the letters of Latin-1 in UTF-8 (C3 80–9E but the multiplication sign), which hold å, ä,
// ö.
std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto c = static_cast<unsigned char>(out[i]);
        const bool latin = i > 0 && out[i - 1] == '\xc3' && c >= 0x80 && c <= 0x9e && c != 0x97;
        if ((c >= 'A' && c <= 'Z') || latin) out[i] = static_cast<char>(c + 32);
    }
    return out;
}

// The texts of a property: its own, or those of its children (hrefs, addresses).
std::vector<std::string> texts_of(const Subject& subject, const xml::Name& name) {
    std::vector<std::string> texts;
    const LiveProperty* row = subject.context.tables->property(name, Kind::principal);
    if (row == nullptr) return texts;
    const auto element = read_property(*row, subject, nullptr);
    if (!element || !*element) return texts;
    std::string document;
    xml::Writer(document).start({ns::dav, "prop"}).raw(**element).end();
    const auto parsed = xml::parse(document);
    if (!parsed || parsed->children().empty()) return texts;
    const xml::Element& value = parsed->children().front();
    if (value.children().empty()) texts.push_back(folded(value.trimmed_text()));
    for (const xml::Element& child : value.children()) {
        std::string text = folded(child.trimmed_text());
        texts.push_back(text.starts_with("mailto:") ? text.substr(7) : std::move(text));
    }
    return texts;
}

bool matches(const Subject& subject, const PropertySearch& search) {
    const auto fits = [&](const std::string& text) {
        switch (search.how) {
            case PropertySearch::How::contains:
                return text.find(search.match) != std::string::npos;
            case PropertySearch::How::starts_with:
                return text.starts_with(search.match);
            case PropertySearch::How::equals:
                return text == search.match;
        }
        return false;
    };
    // Every property named must match (RFC 3744 §9.4).
    return std::ranges::all_of(
        search.properties, [&](const xml::Name& name) { return std::ranges::any_of(texts_of(subject, name), fits); });
}

bool matches(const Subject& subject, const PrincipalPropertySearch& query) {
    const auto fits = [&](const PropertySearch& search) { return matches(subject, search); };
    return query.any ? std::ranges::any_of(query.searches, fits) : std::ranges::all_of(query.searches, fits);
}

}  // namespace

Result<PrincipalPropertySearch> parse_principal_property_search(const xml::Element& report,
                                                                const Preferences& preferences) {
    PrincipalPropertySearch query;
    query.any = report.attribute("test") == "anyof";
    std::size_t properties = 0;
    for (const xml::Element& child : report.children()) {
        if (!child.is({ns::dav, "property-search"})) continue;
        const xml::Element* prop = child.child({ns::dav, "prop"});
        const xml::Element* match = child.child({ns::dav, "match"});
        if (prop == nullptr || match == nullptr) return fail(400, "property-search without prop or match");
        PropertySearch search;
        properties += prop->children().size();
        for (const xml::Element& property : prop->children()) search.properties.push_back(property.name());
        search.match = folded(match->trimmed_text());
        if (match->attribute("match-type") == "starts-with") search.how = PropertySearch::How::starts_with;
        if (match->attribute("match-type") == "equals") search.how = PropertySearch::How::equals;
        query.searches.push_back(std::move(search));
    }
    if (query.searches.empty() || query.searches.size() > kMostSearches || properties > kMostProperties)
        return fail(400, "no property-search, or too many");
    TRY_ASSIGN(query.wanted, read_wanted(report, preferences, Wanted::Mode::named));
    return query;
}

Result<http::Response> principal_property_search(const Request& request, const xml::Element& report,
                                                 GuardedSnapshot& snapshot, const ReadGrant&) {
    TRY_ASSIGN(const Depth depth, read_depth(request.head, Depth::zero));
    if (depth != Depth::zero) return fail(400, "Depth must be 0");
    TRY_ASSIGN(const PrincipalPropertySearch query,
               parse_principal_property_search(report, read_preferences(request.head)));
    std::vector<ReadGrant> found;
    for (const auto kind : {model::PrincipalKind::person, model::PrincipalKind::network}) {
        TRY_ASSIGN(const ReadGrant collection,
                   snapshot.gate().require<Privilege::read>(access::principal_collection_address(kind)));
        TRY_ASSIGN(const auto principals, snapshot.members(collection));
        for (const ReadGrant& principal : principals)
            if (matches({request.context, snapshot, principal}, query)) found.push_back(principal);
    }
    if (found.size() > kMostFound) return fail(conditions::number_of_matches_within_limits);
    return multistatus_now([&](MultistatusWriter& out) {
        Responses responses(out, request.context, snapshot, query.wanted);
        for (const ReadGrant& principal : found) responses.write(principal);
    });
}

Result<http::Response> principal_search_property_set(const Request&, const xml::Element&, GuardedSnapshot&,
                                                     const ReadGrant&) {
    std::string body;
    xml::Writer out(body);
    const auto searchable = [&](xml::QName name, std::string_view description) {
        out.start({ns::dav, "principal-search-property"}).start({ns::dav, "prop"}).leaf(name).end();
        out.start({ns::dav, "description"}).attribute("xml:lang", "sv").text(description).end().end();
    };
    out.start({ns::dav, "principal-search-property-set"});
    searchable({ns::dav, "displayname"}, "Namn");
    searchable({ns::calendarserver, "email-address-set"}, "E-postadress");
    searchable({ns::caldav, "calendar-user-address-set"}, "Kalenderadress");
    out.end();
    http::Response response;
    response.fields.add("Content-Type", "application/xml; charset=utf-8");
    response.body = std::move(body);
    return response;
}

}  // namespace stafett::caldav::webdav::reports
