#include <algorithm>

#include <fmt/format.h>

#include "storage/base/digest.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/object_rows.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns(kObjectColumns);
const std::string kObjects = kColumns + " FROM objects o ";

bool writers(model::Form form) { return form == model::Form::writers; }

std::uint64_t most_text(const Page& page) { return page.with_text ? page.most_text : 0; }

}  // namespace

template <class... Values>
Result<std::vector<model::StoredObject>> Objects::every(std::uint64_t most_text, const Statement& statement,
                                                        const Values&... values) {
    if (most_text == 0) return connection_.all(statement, read_without_text, values...);
    std::vector<base::Digest> digests;
    const auto read = [&](Row& row) {
        digests.push_back(row.digest(kDigestColumn));
        return read_without_text(row);
    };
    TRY_ASSIGN(auto objects, connection_.all(statement, read, values...));
    std::uint64_t octets = 0;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        octets += objects[i].info.size;
        if (i > 0 && octets > most_text) break;
        TRY_ASSIGN(objects[i].text, bodies_.referred(digests[i]));
    }
    return objects;
}

template <class... Values>
Result<std::optional<model::StoredObject>> Objects::only(const Statement& statement, const Values&... values) {
    base::Digest digest;
    const auto read = [&](Row& row) {
        digest = row.digest(kDigestColumn);
        return read_without_text(row);
    };
    TRY_ASSIGN(auto object, connection_.one(statement, read, values...));
    if (object) {
        TRY_ASSIGN(object->text, bodies_.referred(digest));
    }
    return object;
}

const Statement kFind{"objects.find", kObjects + "WHERE o.calendar = ?2 AND o.name = ?3"};
Result<std::optional<model::ObjectInfo>> Objects::info(model::CalendarId calendar, const model::ObjectName& name,
                                                       model::Form form) {
    return connection_.one(kFind, read_info, writers(form), calendar, name);
}

Result<std::optional<model::StoredObject>> Objects::find(model::CalendarId calendar, const model::ObjectName& name,
                                                         model::Form form) {
    return only(kFind, writers(form), calendar, name);
}

const Statement kFindUid{"objects.find_uid", kObjects + "WHERE o.calendar = ?2 AND o.uid = ?3"};
Result<std::optional<model::StoredObject>> Objects::find_uid(model::CalendarId calendar, const model::Uid& uid,
                                                             model::Form form) {
    return only(kFindUid, writers(form), calendar, uid);
}

namespace {

// A JSON array of names; SQLite takes whatever octets stand between the quotes.
std::string json(std::span<const model::ObjectName> names) {
    std::string out = "[";
    for (const model::ObjectName& name : names) {
        if (out.size() > 1) out += ',';
        out += '"';
        for (const char c : name.text()) {
            if (static_cast<unsigned char>(c) < 0x20) {
                out += fmt::format("\\u{:04x}", c);
                continue;
            }
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + "]";
}

}  // namespace

const Statement kNamed{
    "objects.named",
    kColumns + " FROM json_each(?3) AS n CROSS JOIN objects o WHERE o.calendar = ?2 AND o.name = n.value"};
Result<std::vector<model::StoredObject>> Objects::named(model::CalendarId calendar, model::Form form,
                                                        std::span<const model::ObjectName> names,
                                                        std::uint64_t most_text) {
    if (names.empty()) return std::vector<model::StoredObject>{};
    const std::string list = json(names);
    return every(most_text, kNamed, writers(form), calendar, std::string_view(list));
}

const Statement kAuthor{"objects.author", "SELECT author FROM objects WHERE calendar = ?1 AND name = ?2"};
Result<model::SharedText> Objects::author(model::CalendarId calendar, const model::ObjectName& name) {
    const auto read = [](Row& row) { return row.digest(0); };
    TRY_ASSIGN(const auto digest, connection_.one(kAuthor, read, calendar, name));
    if (!digest) return nullptr;
    return bodies_.referred(*digest);
}

const Statement kList{"objects.list", kObjects + "WHERE o.calendar = ?2 AND o.name > ?3 ORDER BY o.name LIMIT ?4"};
Result<std::vector<model::StoredObject>> Objects::list(model::CalendarId calendar, model::Form form, const Page& page) {
    return every(most_text(page), kList, writers(form), calendar, page.after, page.limit);
}

// The rows of a calendar lie together in the order of their names, without texts, so passing over those that cannot
// match reads little. Bounds that are NULL are open.
const Statement kCandidates{
    "objects.candidates",
    kObjects +
        "WHERE o.calendar = ?2 AND o.name > ?3 AND (?5 IS NULL OR o.kind = ?5)"
        " AND (?6 IS NULL OR o.ends IS NULL OR o.ends >= ?6) AND (?7 IS NULL OR o.starts IS NULL OR o.starts < ?7)"
        " ORDER BY o.name LIMIT ?4"};
Result<std::vector<model::StoredObject>> Objects::candidates(model::CalendarId calendar, model::Form form,
                                                             const Candidates& wanted, const Page& page) {
    if (!wanted.uid)
        return every(most_text(page), kCandidates, writers(form), calendar, page.after, page.limit, wanted.kind,
                     wanted.start, wanted.end);
    TRY_ASSIGN(auto found, every(most_text(page), kFindUid, writers(form), calendar, *wanted.uid));
    std::erase_if(found, [&](const model::StoredObject& object) {
        return object.info.name <= page.after || page.limit == 0 || (wanted.kind && object.info.kind != *wanted.kind);
    });
    return found;
}

}  // namespace stafett::storage::sqlite
