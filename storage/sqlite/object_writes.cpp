#include <algorithm>

#include "storage/base/digest.h"
#include "storage/sqlite/attachments.h"
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
    bool has(const base::Digest& digest) const { return digest == author || digest == writers || digest == readers; }
    friend bool operator==(const Digests&, const Digests&) = default;
};

struct Objects::Stored {
    model::Uid uid;
    model::ComponentKind kind;
    model::TimeBounds bounds;
    Digests texts;
    std::uint64_t author_size, writers_size, readers_size;
    base::Instant writers_modified, readers_modified;
    model::ChangeNumber writers_change, readers_change;

    model::Etag etag(model::Form form) const {
        return model::etag_of(form == model::Form::writers ? texts.writers : texts.readers);
    }
};

const Statement kStored{"objects.stored",
                        "SELECT uid, kind, starts, ends, author, writers, readers, writers_modified, readers_modified,"
                        " writers_change, readers_change, author_size, writers_size, readers_size FROM objects WHERE "
                        "calendar = ?1 AND name = ?2"};
Result<std::optional<Objects::Stored>> Objects::stored(model::CalendarId calendar, const model::ObjectName& name) {
    const auto read = [](Row& row) {
        return Stored{.uid = row.as<model::Uid>(0),
                      .kind = row.word<model::ComponentKind>(1),
                      .bounds = {row.optional_instant(2), row.optional_instant(3)},
                      .texts = {row.digest(4), row.digest(5), row.digest(6)},
                      .author_size = static_cast<std::uint64_t>(row.integer(11)),
                      .writers_size = static_cast<std::uint64_t>(row.integer(12)),
                      .readers_size = static_cast<std::uint64_t>(row.integer(13)),
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

// `old`: what the object has referred to so far, null when it is new.
Result<void> Objects::keep_bodies(model::CalendarId calendar, const model::NewObject& object, const Digests& texts,
                                  const Digests* old, base::Instant at) {
    const auto keep = [&](const base::Digest& digest, const model::SharedText& text) -> Result<void> {
        return old != nullptr && old->has(digest) ? Result<void>{} : bodies_.keep(calendar, digest, text, at);
    };
    TRY(keep(texts.author, object.author));
    if (texts.writers != texts.author) TRY(keep(texts.writers, object.writers));
    if (texts.readers != texts.author && texts.readers != texts.writers) TRY(keep(texts.readers, object.readers));
    return {};
}

// `now`: what the object refers to from here on, null when it is removed.
Result<void> Objects::release_bodies(model::CalendarId calendar, const Stored& old, const Digests* now,
                                     base::Instant at) {
    const auto release = [&](const base::Digest& digest, std::uint64_t octets) -> Result<void> {
        return now != nullptr && now->has(digest) ? Result<void>{} : bodies_.release(calendar, digest, octets, at);
    };
    const Digests& texts = old.texts;
    TRY(release(texts.author, old.author_size));
    if (texts.writers != texts.author) TRY(release(texts.writers, old.writers_size));
    if (texts.readers != texts.author && texts.readers != texts.writers) TRY(release(texts.readers, old.readers_size));
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
                        " readers, readers_size, readers_modified, readers_change, indexed_until, author_size)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?7, ?11, ?12, ?13, ?7, ?11, ?14, ?15)"};
Result<model::Written> Objects::create(model::CalendarId calendar, const model::NewObject& object,
                                       const model::By& by) {
    const Digests texts(object);
    TRY(keep_bodies(calendar, object, texts, nullptr, by.at));
    TRY_ASSIGN(const auto change, changes_.record(calendar, object.name, false, kBothForms, texts.author, by));
    TRY(connection_.run(kCreate, calendar, object.name, object.uid, object.kind, object.bounds.start, object.bounds.end,
                        by.at, texts.author, texts.writers, object.writers->size(), change, texts.readers,
                        object.readers->size(), object.times.until, object.author->size()));
    TRY(calendars_.count(calendar, 1, static_cast<std::int64_t>(object.author->size())));
    TRY(time_index_.replace(calendar, object.name, indexed_times(object), true));
    return model::Written{.created = true,
                          .changed = true,
                          .writers = model::etag_of(texts.writers),
                          .readers = model::etag_of(texts.readers),
                          .change = change};
}

const Statement kReplace{
    "objects.replace",
    "UPDATE objects SET kind = ?3, starts = ?4, ends = ?5, author = ?6,"
    " writers = ?7, writers_size = ?8, writers_modified = ?9, writers_change = ?10,"
    " readers = ?11, readers_size = ?12, readers_modified = ?13, readers_change = ?14, indexed_until = ?15,"
    " author_size = ?16"
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
        TRY(keep_bodies(calendar, object, texts, &old.texts, by.at));
        const FormMask forms = (writers ? kWritersForm : 0) | (readers ? kReadersForm : 0);
        TRY_ASSIGN(const auto change, changes_.record(calendar, object.name, false, forms, texts.author, by));
        if (written.changed) written.change = change;
        TRY(release_bodies(calendar, old, &texts, by.at));
    }
    if (object.uid != old.uid) {
        TRY(connection_.run(kSetUid, calendar, object.name, object.uid));
        TRY(release_uses(connection_, calendar, old.uid, by.at));
    }
    TRY(connection_.run(kReplace, calendar, object.name, object.kind, object.bounds.start, object.bounds.end,
                        texts.author, texts.writers, object.writers->size(), writers ? by.at : old.writers_modified,
                        writers ? written.change : old.writers_change, texts.readers, object.readers->size(),
                        readers ? by.at : old.readers_modified, readers ? written.change : old.readers_change,
                        object.times.until, object.author->size()));
    TRY(calendars_.count(
        calendar, 0, static_cast<std::int64_t>(object.author->size()) - static_cast<std::int64_t>(old.author_size)));
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
    TRY(release_uses(connection_, calendar, old->uid, by.at));
    TRY(calendars_.count(calendar, -1, -static_cast<std::int64_t>(old->author_size)));
    TRY(release_bodies(calendar, *old, nullptr, by.at));
    TRY_ASSIGN(const auto change, changes_.record(calendar, name, true, kBothForms, old->texts.author, by));
    static_cast<void>(change);
    return {};
}

}  // namespace stafett::storage::sqlite
