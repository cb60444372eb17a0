-- Managed attachments. Their octets lie in pieces under their digest; what nothing refers to goes after a day.

CREATE TABLE attachment_bodies (
    digest BLOB NOT NULL PRIMARY KEY,
    last_staged INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment_pieces (
    digest BLOB NOT NULL REFERENCES attachment_bodies ON DELETE CASCADE,
    position INTEGER NOT NULL,
    octets BLOB NOT NULL,
    PRIMARY KEY (digest, position)
) STRICT;

CREATE TABLE attachments (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES principals,
    digest BLOB NOT NULL REFERENCES attachment_bodies,
    size INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    by_person TEXT NOT NULL,
    by_acted_for TEXT NOT NULL,
    by_at INTEGER NOT NULL,
    last_used INTEGER NOT NULL  -- when an object last began or ceased to refer to it
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_owner ON attachments (owner, size);
CREATE INDEX attachments_by_digest ON attachments (digest);
CREATE INDEX attachments_by_age ON attachments (last_used);

CREATE TABLE attachment_uses (
    calendar INTEGER NOT NULL REFERENCES calendars ON DELETE CASCADE,
    uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    occurrence TEXT NOT NULL,  -- '': the master, or what does not recur
    occurrence_zone TEXT NOT NULL,
    attachment TEXT NOT NULL REFERENCES attachments,
    PRIMARY KEY (calendar, uid, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_uses_by_attachment ON attachment_uses (attachment);
