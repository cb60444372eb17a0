#include <algorithm>

#include "storage/base/digest.h"
#include "storage/sqlite/calendars.h"

namespace stafett::storage::sqlite {

struct Objects::Digests {
    base::Digest author, writers, readers;

    explicit Digests(const model::NewObject& object)
        : author(base::digest(*object.author)),
          writers(object.writers == object.author ? author : base::digest(*object.writers)),
          readers(object.readers == object.writers ? writers : base::digest(*object.readers)) {}
    Digests(const base::Digest& author, const base::Digest& writers, const base::Digest& readers)
        : author(author), writers(writers), readers(readers) {}
    friend bool operator==(const Digests&, const Digests&) = default;
};

struct Objects::Stored {
    model::Uid uid;
    model::ComponentKind kind;
    model::TimeBounds bounds;
    Digests texts;
    base::Instant writers_modified, readers_modified;
    model::ChangeNumber writers_change, readers_change;

    model::Etag etag(model::Form form) const {
        return model::etag_of(form == model::Form::writers ? texts.writers : texts.readers);
    }
};

const Statement kStored{"objects.stored",
                        "SELECT uid, kind, starts, ends, author, writers, readers, writers_modified, readers_modified,"
                        " writers_change, readers_change FROM objects WHERE calendar = ?1 AND name = ?2"};
Result<std::optional<Objects::Stored>> Objects::stored(model::CalendarId calendar, const model::ObjectName& name) {
    const auto read = [](Row& row) {
        return Stored{.uid = row.as<model::Uid>(0),
                      .kind = row.word<model::ComponentKind>(1),
                      .bounds = {row.optional_instant(2), row.optional_instant(3)},
                      .texts = {row.digest(4), row.digest(5), row.digest(6)},
                      .writers_modified = row.instant(7),
                      .readers_modified = row.instant(8),
                      .writers_change = {row.integer(9)},
                      .readers_change = {row.integer(10)}};
    };
    return connection_.one(kStored, read, calendar, name);
}

namespace {

// `etag` gives the present one in a form; not called when `exists` is false.
template <class EtagIn>
Result<void> check(const model::Expect& expect, bool exists, EtagIn etag) {
    switch (expect.kind) {
        case model::Expect::Kind::any:
            return {};
        case model::Expect::Kind::absent:
            if (exists) return fail(Fault::exists, "the object exists");
            return {};
        case model::Expect::Kind::present:
            if (!exists) return fail(Fault::not_found, "no such object");
            return {};
        case model::Expect::Kind::etag:
            break;
    }
    if (!exists) return fail(Fault::stale, "an ETag is expected and the object does not exist");
    const model::Etag present = etag(expect.form);
    if (std::find(expect.etags.begin(), expect.etags.end(), present) == expect.etags.end())
        return fail(Fault::stale, "the object has another ETag than expected");
    return {};
}

}  // namespace

// Equal octets are kept once, whoever wrote them.
const Statement kKeepBody{"objects.keep_body",
                          "INSERT INTO bodies (digest, last_referenced, octets) VALUES (?1, ?2, ?3)"
                          " ON CONFLICT DO UPDATE SET last_referenced = excluded.last_referenced"
                          " WHERE last_referenced < excluded.last_referenced"};
Result<void> Objects::keep_bodies(const model::NewObject& object, const Digests& texts, base::Instant at) {
    const auto keep = [&](const base::Digest& digest, const model::SharedText& text) -> Result<void> {
        texts_.keep(digest, text);  // who wrote it is soon asked for it
        return connection_.run(kKeepBody, digest, at, Octets{*text});
    };
    TRY(keep(texts.author, object.author));
    if (texts.writers != texts.author) TRY(keep(texts.writers, object.writers));
    if (texts.readers != texts.author && texts.readers != texts.writers) TRY(keep(texts.readers, object.readers));
    return {};
}

const Statement kUidElsewhere{"objects.uid_elsewhere",
                              "SELECT 1 FROM objects WHERE calendar = ?1 AND uid = ?2 AND name <> ?3"};
Result<model::Written> Objects::put(model::CalendarId calendar, const model::NewObject& object,
                                    const model::Expect& expect, const model::By& by) {
    TRY_ASSIGN(const std::optional<Stored> old, stored(calendar, object.name));
    TRY(check(expect, old.has_value(), [&](model::Form form) { return old->etag(form); }));
    const auto found = [](Row&) { return true; };
    TRY_ASSIGN(const auto elsewhere, connection_.one(kUidElsewhere, found, calendar, object.uid, object.name));
    if (elsewhere) return fail(Fault::uid_in_use, "another object of the calendar has UID " + object.uid.text());
    return old ? replace(calendar, object, *old, by) : create(calendar, object, by);
}

const Statement kCreate{"objects.create",
                        "INSERT INTO objects (calendar, name, uid, kind, starts, ends, created,"
                        " author, writers, writers_size, writers_modified, writers_change,"
                        " readers, readers_size, readers_modified, readers_change, indexed_until)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?7, ?11, ?12, ?13, ?7, ?11, ?14)"};
Result<model::Written> Objects::create(model::CalendarId calendar, const model::NewObject& object,
                                       const model::By& by) {
    const Digests texts(object);
    TRY(keep_bodies(object, texts, by.at));
    TRY_ASSIGN(const auto change, changes_.record(calendar, object.name, false, kBothForms, texts.author, by));
    TRY(connection_.run(kCreate, calendar, object.name, object.uid, object.kind, object.bounds.start, object.bounds.end,
                        by.at, texts.author, texts.writers, object.writers->size(), change, texts.readers,
                        object.readers->size(), object.times.until));
    TRY(time_index_.replace(calendar, object.name, indexed_times(object), true));
    return model::Written{.created = true,
                          .changed = true,
                          .writers = model::etag_of(texts.writers),
                          .readers = model::etag_of(texts.readers),
                          .change = change};
}

// The moment from which bodies that nothing refers to any more are counted.
const Statement kReleaseBodies{"objects.release_bodies",
                               "UPDATE bodies SET last_referenced = ?1"
                               " WHERE digest IN (?2, ?3, ?4) AND last_referenced < ?1"};
const Statement kReplace{
    "objects.replace",
    "UPDATE objects SET kind = ?3, starts = ?4, ends = ?5, author = ?6,"
    " writers = ?7, writers_size = ?8, writers_modified = ?9, writers_change = ?10,"
    " readers = ?11, readers_size = ?12, readers_modified = ?13, readers_change = ?14, indexed_until = ?15"
    " WHERE calendar = ?1 AND name = ?2"};
// Apart, for it hardly ever changes, and a column that is set has its index written.
const Statement kSetUid{"objects.set_uid", "UPDATE objects SET uid = ?3 WHERE calendar = ?1 AND name = ?2"};
Result<model::Written> Objects::replace(model::CalendarId calendar, const model::NewObject& object, const Stored& old,
                                        const model::By& by) {
    const Digests texts(object);
    const bool writers = texts.writers != old.texts.writers;
    const bool readers = texts.readers != old.texts.readers;
    model::Written written{.created = false,
                           .changed = writers || readers,
                           .writers = model::etag_of(texts.writers),
                           .readers = model::etag_of(texts.readers),
                           .change = std::max(old.writers_change, old.readers_change)};
    if (texts == old.texts && object.uid == old.uid && object.kind == old.kind && object.bounds == old.bounds)
        return written;
    // A new author's text that is served as before moves no tag, but is a version of its own.
    if (texts != old.texts) {
        TRY(keep_bodies(object, texts, by.at));
        const FormMask forms = (writers ? kWritersForm : 0) | (readers ? kReadersForm : 0);
        TRY_ASSIGN(const auto change, changes_.record(calendar, object.name, false, forms, texts.author, by));
        if (written.changed) written.change = change;
        TRY(connection_.run(kReleaseBodies, by.at, old.texts.author, old.texts.writers, old.texts.readers));
    }
    if (object.uid != old.uid) TRY(connection_.run(kSetUid, calendar, object.name, object.uid));
    TRY(connection_.run(kReplace, calendar, object.name, object.kind, object.bounds.start, object.bounds.end,
                        texts.author, texts.writers, object.writers->size(), writers ? by.at : old.writers_modified,
                        writers ? written.change : old.writers_change, texts.readers, object.readers->size(),
                        readers ? by.at : old.readers_modified, readers ? written.change : old.readers_change,
                        object.times.until));
    TRY(time_index_.replace(calendar, object.name, indexed_times(object), false));
    return written;
}

const Statement kRemove{"objects.remove", "DELETE FROM objects WHERE calendar = ?1 AND name = ?2"};
Result<void> Objects::remove(model::CalendarId calendar, const model::ObjectName& name, const model::Expect& expect,
                             const model::By& by) {
    TRY_ASSIGN(const std::optional<Stored> old, stored(calendar, name));
    if (!old) return fail(Fault::not_found, "no such object");
    TRY(check(expect, true, [&](model::Form form) { return old->etag(form); }));
    TRY(connection_.run(kRemove, calendar, name));
    TRY(connection_.run(kReleaseBodies, by.at, old->texts.author, old->texts.writers, old->texts.readers));
    TRY_ASSIGN(const auto change, changes_.record(calendar, name, true, kBothForms, old->texts.author, by));
    static_cast<void>(change);
    return {};
}

// A text that is the same in another form is found by that one: the indexes hold no more (0008_fewer_pages.sql).
const Statement kForgetBodies{
    "objects.forget_bodies",
    "DELETE FROM bodies WHERE last_referenced < ?1"
    " AND NOT EXISTS (SELECT 1 FROM objects WHERE author = bodies.digest)"
    " AND NOT EXISTS (SELECT 1 FROM objects INDEXED BY objects_by_writers WHERE writers = bodies.digest"
    " AND writers <> author)"
    " AND NOT EXISTS (SELECT 1 FROM objects INDEXED BY objects_by_readers WHERE readers = bodies.digest"
    " AND readers <> writers)"
    " AND NOT EXISTS (SELECT 1 FROM object_readers WHERE text = bodies.digest)"
    " AND NOT EXISTS (SELECT 1 FROM meetings WHERE told = bodies.digest)"};
Result<void> Objects::forget_bodies(base::Instant before) { return connection_.run(kForgetBodies, before); }

}  // namespace stafett::storage::sqlite
