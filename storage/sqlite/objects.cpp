#include <algorithm>

#include <fmt/format.h>

#include "storage/base/digest.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/object_rows.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns(kObjectColumns);
const std::string kInfo = kColumns + " FROM objects o ";
const std::string kWithText =
    kColumns + ", b.octets FROM objects o JOIN bodies b ON b.digest = iif(?1, o.writers, o.readers) ";
constexpr int kTextColumn = 9;

bool writers(model::Form form) { return form == model::Form::writers; }

model::SharedText read_text(Row& row, int column) { return std::make_shared<const std::string>(row.text(column)); }

model::StoredObject read_with_text(Row& row) { return {read_info(row), read_text(row, kTextColumn)}; }

}  // namespace

const Statement kFindInfo{"objects.info", kInfo + "WHERE o.calendar = ?2 AND o.name = ?3"};
Result<std::optional<model::ObjectInfo>> Objects::info(model::CalendarId calendar, const model::ObjectName& name,
                                                       model::Form form) {
    return connection_.one(kFindInfo, read_info, writers(form), calendar, name);
}

const Statement kFind{"objects.find", kWithText + "WHERE o.calendar = ?2 AND o.name = ?3"};
Result<std::optional<model::StoredObject>> Objects::find(model::CalendarId calendar, const model::ObjectName& name,
                                                         model::Form form) {
    return connection_.one(kFind, read_with_text, writers(form), calendar, name);
}

const Statement kFindUid{"objects.find_uid", kWithText + "WHERE o.calendar = ?2 AND o.uid = ?3"};
Result<std::optional<model::StoredObject>> Objects::find_uid(model::CalendarId calendar, const model::Uid& uid,
                                                             model::Form form) {
    return connection_.one(kFindUid, read_with_text, writers(form), calendar, uid);
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

const std::string kOfNames = "WHERE o.calendar = ?2 AND o.name = n.value";
const std::string kNames = " FROM json_each(?3) AS n CROSS JOIN objects o ";
const Statement kNamed{"objects.named", kColumns + kNames + kOfNames};
const Statement kNamedTexts{
    "objects.named_texts",
    kColumns + ", b.octets" + kNames + "CROSS JOIN bodies b ON b.digest = iif(?1, o.writers, o.readers) " + kOfNames};
Result<std::vector<model::StoredObject>> Objects::named(model::CalendarId calendar, model::Form form,
                                                        std::span<const model::ObjectName> names, bool with_text) {
    if (names.empty()) return std::vector<model::StoredObject>{};
    const std::string list = json(names);
    const bool w = writers(form);
    if (with_text) return connection_.all(kNamedTexts, read_with_text, w, calendar, std::string_view(list));
    return connection_.all(kNamed, read_without_text, w, calendar, std::string_view(list));
}

const Statement kAuthor{"objects.author",
                        "SELECT b.octets FROM objects o JOIN bodies b ON b.digest = o.author"
                        " WHERE o.calendar = ?1 AND o.name = ?2"};
Result<model::SharedText> Objects::author(model::CalendarId calendar, const model::ObjectName& name) {
    const auto read = [](Row& row) { return read_text(row, 0); };
    TRY_ASSIGN(auto text, connection_.one(kAuthor, read, calendar, name));
    return std::move(text).value_or(nullptr);
}

const std::string kPage = "WHERE o.calendar = ?2 AND o.name > ?3 ORDER BY o.name LIMIT ?4";
const Statement kList{"objects.list", kInfo + kPage};
const Statement kListTexts{"objects.list_texts", kWithText + kPage};
Result<std::vector<model::StoredObject>> Objects::list(model::CalendarId calendar, model::Form form, const Page& page) {
    const bool w = writers(form);
    if (page.with_text) return connection_.all(kListTexts, read_with_text, w, calendar, page.after, page.limit);
    return connection_.all(kList, read_without_text, w, calendar, page.after, page.limit);
}

// The rows of a calendar lie together in the order of their names, without texts, so passing over those that cannot
// match reads little. Bounds that are NULL are open.
const std::string kCandidatePage =
    "WHERE o.calendar = ?2 AND o.name > ?3 AND (?5 IS NULL OR o.kind = ?5)"
    " AND (?6 IS NULL OR o.ends IS NULL OR o.ends >= ?6) AND (?7 IS NULL OR o.starts IS NULL OR o.starts < ?7)"
    " ORDER BY o.name LIMIT ?4";
const Statement kCandidates{"objects.candidates", kInfo + kCandidatePage};
const Statement kCandidateTexts{"objects.candidate_texts", kWithText + kCandidatePage};
Result<std::vector<model::StoredObject>> Objects::candidates(model::CalendarId calendar, model::Form form,
                                                             const Candidates& wanted, const Page& page) {
    std::vector<model::StoredObject> found;
    if (wanted.uid) {
        TRY_ASSIGN(auto object, find_uid(calendar, *wanted.uid, form));
        if (!object || object->info.name <= page.after || page.limit == 0) return found;
        if (wanted.kind && object->info.kind != *wanted.kind) return found;
        if (!page.with_text) object->text = nullptr;
        found.push_back(*std::move(object));
        return found;
    }
    const bool w = writers(form);
    if (page.with_text)
        return connection_.all(kCandidateTexts, read_with_text, w, calendar, page.after, page.limit, wanted.kind,
                               wanted.start, wanted.end);
    return connection_.all(kCandidates, read_without_text, w, calendar, page.after, page.limit, wanted.kind,
                           wanted.start, wanted.end);
}

const Statement kBody{"objects.body", "SELECT octets FROM bodies WHERE digest = ?1"};
Result<model::SharedText> Objects::body(const base::Digest& digest) {
    const auto read = [](Row& row) { return read_text(row, 0); };
    TRY_ASSIGN(auto text, connection_.one(kBody, read, digest));
    return std::move(text).value_or(nullptr);
}

}  // namespace stafett::storage::sqlite
