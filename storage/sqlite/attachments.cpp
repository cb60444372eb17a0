#include "storage/sqlite/attachments.h"

namespace stafett::storage::sqlite {

const Statement kFind{"attachments.find",
                      "SELECT id, owner, digest, size, file_name, media_type, kind, origin, by_person, by_acted_for,"
                      " by_at FROM attachments WHERE id = ?1"};
Result<std::optional<model::Attachment>> Attachments::find(const model::ManagedId& id) {
    const auto read = [](Row& row) {
        return model::Attachment{.id = row.as<model::ManagedId>(0),
                                 .owner = row.as<model::PrincipalId>(1),
                                 .digest = row.digest(2),
                                 .size = static_cast<std::uint64_t>(row.integer(3)),
                                 .file_name = row.text(4),
                                 .media_type = row.text(5),
                                 .kind = row.word<model::AttachmentKind>(6),
                                 .origin = row.text(7),
                                 .by = {row.as<model::PersonId>(8), row.as<model::PrincipalId>(9), row.instant(10)}};
    };
    return connection_.one(kFind, read, id);
}

const Statement kOfObject{"attachments.of_object",
                          "SELECT occurrence, occurrence_zone, attachment FROM attachment_uses"
                          " WHERE calendar = ?1 AND uid = ?2 ORDER BY position"};
Result<std::vector<model::AttachmentUse>> Attachments::of_object(model::CalendarId calendar, const model::Uid& uid) {
    const auto read = [](Row& row) {
        return model::AttachmentUse{{row.text(0), row.text(1)}, row.as<model::ManagedId>(2)};
    };
    return connection_.all(kOfObject, read, calendar, uid);
}

const Statement kUsedBy{"attachments.used_by",
                        "SELECT DISTINCT calendar, uid FROM attachment_uses WHERE attachment = ?1"
                        " ORDER BY calendar, uid"};
Result<std::vector<model::AttachmentPlace>> Attachments::used_by(const model::ManagedId& id) {
    const auto read = [](Row& row) { return model::AttachmentPlace{{row.integer(0)}, row.as<model::Uid>(1)}; };
    return connection_.all(kUsedBy, read, id);
}

const Statement kPiece{"attachments.piece", "SELECT octets FROM attachment_pieces WHERE digest = ?1 AND position = ?2"};
Result<std::optional<std::string>> Attachments::piece(const base::Digest& digest, std::uint64_t position) {
    return connection_.one(kPiece, [](Row& row) { return row.text(0); }, digest, position);
}

const Statement kWithInline{"attachments.with_inline",
                            "SELECT calendar, name FROM inline_attachments ORDER BY calendar, name"};
Result<std::vector<model::ObjectPlace>> Attachments::with_inline() {
    const auto read = [](Row& row) { return model::ObjectPlace{{row.integer(0)}, row.as<model::ObjectName>(1)}; };
    return connection_.all(kWithInline, read);
}

const Statement kTurned{"attachments.turned", "DELETE FROM inline_attachments WHERE calendar = ?1 AND name = ?2"};
Result<void> Attachments::turned(const model::ObjectPlace& object) {
    return connection_.run(kTurned, object.calendar, object.name);
}

const Statement kTotal{"attachments.total",
                       "SELECT coalesce(sum(size), 0), coalesce(sum(size) FILTER (WHERE EXISTS"
                       " (SELECT 1 FROM attachment_uses WHERE attachment = attachments.id)), 0)"
                       " FROM attachments WHERE owner = ?1"};
Result<AttachmentsTotal> Attachments::total(const model::PrincipalId& owner) {
    const auto read = [](Row& row) {
        return AttachmentsTotal{.kept = static_cast<std::uint64_t>(row.integer(0)),
                                .in_use = static_cast<std::uint64_t>(row.integer(1))};
    };
    TRY_ASSIGN(const auto total, connection_.one(kTotal, read, owner));
    return total.value_or(AttachmentsTotal{});
}

const Statement kStrays{"attachments.strays",
                        "SELECT DISTINCT calendar, uid FROM attachment_uses WHERE NOT EXISTS (SELECT 1 FROM objects"
                        " WHERE objects.calendar = attachment_uses.calendar AND objects.uid = attachment_uses.uid)"
                        " AND NOT EXISTS (SELECT 1 FROM calendars JOIN meetings ON meetings.network = calendars.owner"
                        " WHERE calendars.id = attachment_uses.calendar AND meetings.uid = attachment_uses.uid)"
                        " ORDER BY calendar, uid"};
Result<std::vector<model::AttachmentPlace>> Attachments::strays() {
    const auto read = [](Row& row) { return model::AttachmentPlace{{row.integer(0)}, row.as<model::Uid>(1)}; };
    return connection_.all(kStrays, read);
}

const Statement kStageBody{"attachments.stage_body",
                           "INSERT INTO attachment_bodies (digest, last_staged) VALUES (?1, ?2)"
                           " ON CONFLICT DO UPDATE SET last_staged = max(last_staged, excluded.last_staged)"};
const Statement kStagePiece{"attachments.stage_piece",
                            "INSERT INTO attachment_pieces (digest, position, octets) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT DO NOTHING"};
Result<void> Attachments::stage(const base::Digest& digest, std::uint64_t position, std::string_view octets,
                                base::Instant at) {
    TRY(connection_.run(kStageBody, digest, at));
    return connection_.run(kStagePiece, digest, position, Octets{octets});
}

// The length of a piece is read without its octets.
const Statement kStaged{"attachments.staged",
                        "SELECT coalesce(sum(length(octets)), 0), coalesce(max(position) + 1, 0), count(*)"
                        " FROM attachment_pieces WHERE digest = ?1"};
const Statement kPut{
    "attachments.put",
    "INSERT INTO attachments (id, owner, digest, size, file_name, media_type, kind, origin, by_person, by_acted_for,"
    " by_at, last_used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)"
    " ON CONFLICT (id) DO UPDATE SET owner = ?2, digest = ?3, size = ?4, file_name = ?5, media_type = ?6, kind = ?7,"
    " origin = ?8, by_person = ?9, by_acted_for = ?10, by_at = ?11"};
Result<void> Attachments::put(const model::Attachment& a) {
    // An empty file has no piece, and so nothing that staging could have made its body with.
    if (a.size == 0) TRY(connection_.run(kStageBody, a.digest, a.by.at));
    const auto whole = [&](Row& row) {
        return row.integer(0) == static_cast<std::int64_t>(a.size) && row.integer(1) == row.integer(2);
    };
    TRY_ASSIGN(const auto staged, connection_.one(kStaged, whole, a.digest));
    if (!staged.value_or(false)) return fail(Fault::not_found, "not all octets of " + a.id.text() + " are staged");
    return connection_.run(kPut, a.id, a.owner, a.digest, a.size, a.file_name, a.media_type, a.kind, a.origin,
                           a.by.person, a.by.acted_for, a.by.at);
}

const Statement kTouchUsed{"attachments.touch_used",
                           "UPDATE attachments SET last_used = max(last_used, ?3) WHERE id IN"
                           " (SELECT attachment FROM attachment_uses WHERE calendar = ?1 AND uid = ?2)"};
const Statement kDropUses{"attachments.drop_uses", "DELETE FROM attachment_uses WHERE calendar = ?1 AND uid = ?2"};
const Statement kAddUse{"attachments.add_use",
                        "INSERT INTO attachment_uses (calendar, uid, position, occurrence, occurrence_zone, attachment)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
Result<void> Attachments::set_uses(model::CalendarId calendar, const model::Uid& uid,
                                   const std::vector<model::AttachmentUse>& uses, base::Instant at) {
    TRY_ASSIGN(const auto before, of_object(calendar, uid));
    if (before == uses) return {};
    TRY(connection_.run(kTouchUsed, calendar, uid, at));
    TRY(connection_.run(kDropUses, calendar, uid));
    std::int64_t position = 0;
    for (const model::AttachmentUse& one : uses)
        TRY(connection_.run(kAddUse, calendar, uid, position++, one.occurrence.value, one.occurrence.zone,
                            one.attachment));
    return connection_.run(kTouchUsed, calendar, uid, at);
}

const Statement kOfMeeting{"attachments.of_meeting",
                           "SELECT 1 FROM attachment_uses u JOIN calendars c ON c.id = u.calendar JOIN meetings m"
                           " ON m.network = c.owner AND m.uid = u.uid WHERE u.calendar = ?1 AND u.uid = ?2 LIMIT 1"};
Result<void> release_uses(Connection& connection, model::CalendarId calendar, const model::Uid& uid, base::Instant at) {
    TRY_ASSIGN(const auto of_meeting, connection.one(kOfMeeting, [](Row&) { return true; }, calendar, uid));
    if (of_meeting) return {};
    TRY(connection.run(kTouchUsed, calendar, uid, at));
    return connection.run(kDropUses, calendar, uid);
}

const Statement kForget{"attachments.forget",
                        "DELETE FROM attachments WHERE last_used < ?1"
                        " AND NOT EXISTS (SELECT 1 FROM attachment_uses WHERE attachment = attachments.id)"};
const Statement kForgetBodies{"attachments.forget_bodies",
                              "DELETE FROM attachment_bodies WHERE last_staged < ?1"
                              " AND NOT EXISTS (SELECT 1 FROM attachments WHERE digest = attachment_bodies.digest)"};
Result<void> Attachments::forget(base::Instant before) {
    TRY(connection_.run(kForget, before));
    return connection_.run(kForgetBodies, before);
}

const Statement kBound{"attachments.bound", "SELECT digest, max(id), max(size) FROM attachments GROUP BY digest"};
const Statement kPieces{"attachments.pieces",
                        "SELECT octets FROM attachment_pieces WHERE digest = ?1 ORDER BY position"};
Result<void> check_attachments(Connection& connection, std::vector<std::string>& found,
                               const std::function<bool()>& go_on) {
    struct Bound {
        base::Digest digest;
        std::string id;
        std::int64_t size;
    };
    TRY_ASSIGN(const auto all,
               connection.all(kBound, [](Row& row) { return Bound{row.digest(0), row.text(1), row.integer(2)}; }));
    for (const Bound& one : all) {
        if (!go_on()) break;
        base::Digester digester;
        std::int64_t size = 0;
        const auto add = [&](Row& row) {
            const std::string octets = row.text(0);
            digester.add(octets);
            size += static_cast<std::int64_t>(octets.size());
            return true;
        };
        TRY_ASSIGN(const auto pieces, connection.all(kPieces, add, one.digest));
        static_cast<void>(pieces);
        if (digester.digest() != one.digest || size != one.size)
            found.push_back("the octets of attachment " + one.id + " are not those that were sent");
    }
    return {};
}

}  // namespace stafett::storage::sqlite
