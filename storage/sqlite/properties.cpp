#include <charconv>

#include "storage/sqlite/calendars.h"

namespace stafett::storage::sqlite {
namespace {

// The calendar whose properties these are, if the resource is one (model::resource_of).
std::optional<model::CalendarId> calendar_of(const model::ResourceKey& resource) {
    constexpr std::string_view prefix = "calendar:";
    std::string_view text = resource.text();
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    model::CalendarId id;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return id;
}

model::Property read_property(Row& row) { return {row.text(0), row.text(1), row.text(2)}; }

}  // namespace

const Statement kOf{"properties.of",
                    "SELECT name_space, name, value FROM properties WHERE resource = ?1 AND reader = ?2"
                    " ORDER BY name_space, name"};
Result<std::vector<model::Property>> Properties::of(const model::ResourceKey& resource, const model::PersonId& reader) {
    return connection_.all(kOf, read_property, resource, reader);
}

const Statement kFind{"properties.find",
                      "SELECT name_space, name, value FROM properties"
                      " WHERE resource = ?1 AND reader = ?2 AND name_space = ?3 AND name = ?4"};
Result<std::optional<model::Property>> Properties::find(const model::ResourceKey& resource,
                                                        const model::PersonId& reader, std::string_view name_space,
                                                        std::string_view name) {
    return connection_.one(kFind, read_property, resource, reader, name_space, name);
}

// A property of the calendar itself moves its tags; one person's own must not move those of others, so it leaves no
// change row.
const Statement kPut{"properties.put",
                     "INSERT INTO properties (resource, reader, name_space, name, value, calendar)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET value = excluded.value"};
Result<void> Properties::put(const model::ResourceKey& resource, const model::PersonId& reader,
                             const model::Property& property) {
    TRY_ASSIGN(const auto old, find(resource, reader, property.name_space, property.name));
    if (old == property) return {};
    const std::optional<model::CalendarId> calendar = calendar_of(resource);
    TRY(connection_.run(kPut, resource, reader, property.name_space, property.name, property.value, calendar));
    if (!calendar) return {};
    changes_.touch(*calendar);
    return reader.empty() ? changes_.record_properties(*calendar) : Result<void>();
}

const Statement kRemove{"properties.remove",
                        "DELETE FROM properties WHERE resource = ?1 AND reader = ?2 AND name_space = ?3 AND name = ?4"};
Result<void> Properties::remove(const model::ResourceKey& resource, const model::PersonId& reader,
                                std::string_view name_space, std::string_view name) {
    TRY(connection_.run(kRemove, resource, reader, name_space, name));
    const std::optional<model::CalendarId> calendar = calendar_of(resource);
    if (connection_.changed_rows() == 0 || !calendar) return {};
    changes_.touch(*calendar);
    return reader.empty() ? changes_.record_properties(*calendar) : Result<void>();
}

}  // namespace stafett::storage::sqlite
