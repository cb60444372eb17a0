#include "caldav/webdav/validators.h"

#include "caldav/webdav/default_name.h"
#include "caldav/xml/parse.h"
#include "storage/base/digest.h"

namespace stafett::caldav::webdav {
namespace {

// Raised when the same objects become other octets in the GET of a calendar.
constexpr std::string_view kMade = "1";

}  // namespace

Result<std::string> name_of_calendar(GuardedSnapshot& snapshot, const ReadGrant& calendar) {
    TRY_ASSIGN(const auto stored, snapshot.property(calendar, {ns::dav, "displayname"}, Scope::reader));
    if (stored)
        if (const auto element = xml::parse(stored->value)) return element->text();
    return default_name(snapshot, calendar);
}

Validators validators_of(const model::ObjectInfo& object) { return {object.etag, object.modified}; }

Result<Validators> validators_of(GuardedSnapshot& snapshot, const ReadGrant& resource) {
    const Node& node = resource.node();
    if (node.is(Kind::object)) return validators_of(*node.info);
    if (!node.is(Kind::calendar)) return Validators{};
    TRY_ASSIGN(const std::string token, snapshot.sync_token(resource));
    TRY_ASSIGN(const std::string name, name_of_calendar(snapshot, resource));
    const std::string state = token + '\n' + std::string(kMade) + '\n' + name;
    return Validators{model::Etag(base::to_hex(base::digest(state)).substr(0, 32)), std::nullopt};
}

}  // namespace stafett::caldav::webdav
