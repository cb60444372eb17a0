-- The first schema. Instants are seconds since 1970 UTC, days are 'YYYY-MM-DD', digests are SHA-256 as 32 octets,
-- enumerations are words. docs/storage-format.md tells what each part is for.

CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    test_clock INTEGER NOT NULL
) STRICT;

-- People, networks, municipalities, the office -------------------------------------------------------------------

CREATE TABLE association (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    domain TEXT NOT NULL
) STRICT;

CREATE TABLE principals (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    account_version INTEGER NOT NULL DEFAULT 0  -- outlives the account, so that no version ever comes twice
) STRICT, WITHOUT ROWID;

CREATE TABLE addresses (
    principal TEXT NOT NULL REFERENCES principals ON DELETE CASCADE,
    position INTEGER NOT NULL,
    address TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (principal, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_by_address ON addresses (address);

CREATE TABLE past_names (
    principal TEXT NOT NULL REFERENCES principals ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (principal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE municipalities (
    id TEXT PRIMARY KEY REFERENCES principals,
    short_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE networks (
    id TEXT PRIMARY KEY REFERENCES principals,
    address TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    hidden INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE network_rules (
    network TEXT NOT NULL REFERENCES networks ON DELETE CASCADE,
    rule TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (network, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    network TEXT NOT NULL REFERENCES networks ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES principals,
    municipality TEXT REFERENCES municipalities,
    role TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (network, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_person ON memberships (person);

CREATE TABLE host_seats (
    network TEXT NOT NULL REFERENCES networks ON DELETE CASCADE,
    position INTEGER NOT NULL,
    municipality TEXT NOT NULL REFERENCES municipalities,
    turn_order INTEGER NOT NULL,
    host TEXT REFERENCES principals,
    deputy TEXT REFERENCES principals,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (network, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_seat_blocks (
    network TEXT NOT NULL,
    seat INTEGER NOT NULL,
    position INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (network, seat, position),
    FOREIGN KEY (network, seat) REFERENCES host_seats ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL REFERENCES principals,
    mailbox TEXT NOT NULL
) STRICT;

CREATE TABLE office_people (
    position INTEGER PRIMARY KEY,
    person TEXT NOT NULL REFERENCES principals
) STRICT;

CREATE TABLE mandates (
    network TEXT PRIMARY KEY REFERENCES networks,
    name TEXT NOT NULL,
    background TEXT NOT NULL,
    purpose TEXT NOT NULL,
    text TEXT NOT NULL,
    imported INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mandate_lines (
    network TEXT NOT NULL REFERENCES mandates ON DELETE CASCADE,
    position INTEGER NOT NULL,
    part TEXT NOT NULL,       -- goal, item (of the goal before it), assignment, duty, remark
    number INTEGER NOT NULL,  -- of the goal; the assignment's year; else 0
    role TEXT,                -- of a duty
    text TEXT NOT NULL,
    PRIMARY KEY (network, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported (
    what TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Accounts ---------------------------------------------------------------------------------------------------------

CREATE TABLE accounts (
    person TEXT PRIMARY KEY REFERENCES principals,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    admin INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE app_passwords (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    acts_for TEXT NOT NULL REFERENCES principals,
    name TEXT NOT NULL,
    secret BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    revoked INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX app_passwords_by_person ON app_passwords (person);

-- Collections and objects ------------------------------------------------------------------------------------------

CREATE TABLE calendars (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL REFERENCES principals,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    components INTEGER NOT NULL,
    incarnation TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (owner, name)
) STRICT;

CREATE TABLE bodies (
    digest BLOB NOT NULL PRIMARY KEY,
    last_referenced INTEGER NOT NULL,  -- kept for a year from here once nothing refers to it
    octets BLOB NOT NULL
) STRICT;

CREATE TABLE objects (
    calendar INTEGER NOT NULL REFERENCES calendars ON DELETE CASCADE,
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts INTEGER,  -- NULL: no beginning known
    ends INTEGER,    -- NULL: open
    created INTEGER NOT NULL,
    author BLOB NOT NULL REFERENCES bodies,
    writers BLOB NOT NULL REFERENCES bodies,
    writers_size INTEGER NOT NULL,
    writers_modified INTEGER NOT NULL,
    writers_change INTEGER NOT NULL,
    readers BLOB NOT NULL REFERENCES bodies,
    readers_size INTEGER NOT NULL,
    readers_modified INTEGER NOT NULL,
    readers_change INTEGER NOT NULL,
    PRIMARY KEY (calendar, name),
    UNIQUE (calendar, uid)
) STRICT, WITHOUT ROWID;

-- What one person's own form of an object is (alarms and transparency per reader).
CREATE TABLE object_readers (
    calendar INTEGER NOT NULL,
    name TEXT NOT NULL,
    reader TEXT NOT NULL REFERENCES principals,
    text BLOB NOT NULL REFERENCES bodies,
    modified INTEGER NOT NULL,
    PRIMARY KEY (calendar, name, reader),
    FOREIGN KEY (calendar, name) REFERENCES objects ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One sequence of numbers for the whole store; AUTOINCREMENT never gives a number twice, removed calendars or not.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    calendar INTEGER REFERENCES calendars ON DELETE CASCADE,  -- whose object or properties changed
    home TEXT REFERENCES principals,                          -- or in whose home a collection or binding came or went
    name TEXT,                                                -- of the object or collection; NULL: the calendar's own properties
    removed INTEGER NOT NULL,
    forms INTEGER NOT NULL,                                   -- 1 the readers' form changed, 2 the writers', 3 both, 0 only the author's text
    reader TEXT REFERENCES principals,                        -- NULL: for everybody; else for this person alone
    person TEXT,
    acted_for TEXT,
    at INTEGER,
    author BLOB,                                              -- digest of the author's text; its body may be gone after a year
    CHECK ((calendar IS NULL) <> (home IS NULL))
) STRICT;
CREATE INDEX changes_of_calendar ON changes (calendar, number) WHERE calendar IS NOT NULL;
CREATE INDEX changes_of_object ON changes (calendar, name, number) WHERE calendar IS NOT NULL;
CREATE INDEX changes_of_home ON changes (home, name, number) WHERE home IS NOT NULL;

CREATE TABLE properties (
    resource TEXT NOT NULL,
    reader TEXT NOT NULL,  -- '': the resource's own
    name_space TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    calendar INTEGER REFERENCES calendars ON DELETE CASCADE,  -- when the resource is one
    PRIMARY KEY (resource, reader, name_space, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX properties_of_calendar ON properties (calendar) WHERE calendar IS NOT NULL;

-- Meetings ---------------------------------------------------------------------------------------------------------

CREATE TABLE meetings (
    network TEXT NOT NULL REFERENCES networks,
    uid TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    copy_uid TEXT NOT NULL,
    name TEXT NOT NULL,
    author BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    cancelled INTEGER,
    ends INTEGER,
    deleted INTEGER NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    settles INTEGER,
    settled INTEGER,
    by_person TEXT NOT NULL,
    by_acted_for TEXT NOT NULL,
    by_at INTEGER NOT NULL,
    PRIMARY KEY (network, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX meetings_to_settle ON meetings (settles) WHERE settles IS NOT NULL;

CREATE TABLE hostings (
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    position INTEGER NOT NULL,
    occurrence TEXT NOT NULL,
    occurrence_zone TEXT NOT NULL,
    municipality TEXT NOT NULL REFERENCES municipalities,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    day TEXT NOT NULL,
    inputs TEXT NOT NULL,
    explanation TEXT NOT NULL,
    decided INTEGER NOT NULL,
    PRIMARY KEY (network, uid, position),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE submissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    what TEXT NOT NULL,
    by_person TEXT NOT NULL,
    by_acted_for TEXT NOT NULL,
    by_at INTEGER NOT NULL,
    summary TEXT NOT NULL,
    settled INTEGER,
    state TEXT NOT NULL,
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT;
CREATE INDEX submissions_of_meeting ON submissions (network, uid);

-- Messages and feeds -----------------------------------------------------------------------------------------------

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    coalescing_key TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    dispatched INTEGER,
    octets BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX messages_waiting ON messages (coalescing_key) WHERE state = 'waiting';
CREATE INDEX messages_due ON messages (not_before) WHERE state = 'waiting';

CREATE TABLE feeds (
    id TEXT PRIMARY KEY,
    token BLOB NOT NULL UNIQUE,
    owner TEXT NOT NULL REFERENCES principals,
    scope TEXT NOT NULL,
    network TEXT REFERENCES networks,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX feeds_by_owner ON feeds (owner);
