-- What a write touches is pages, and each costs as much as all that is computed for it. (Foreign keys are off while a
-- migration runs and checked at its end, so a table can be made anew.)

-- Most objects have one text in all their forms, and it stood in three indexes. Those of `writers` and `readers` hold
-- only what is not in the one before; a reference to bodies would need them whole, so that the two forms' texts are
-- looked for by the check at start instead.
CREATE TABLE new_objects (
    calendar INTEGER NOT NULL REFERENCES calendars ON DELETE CASCADE,
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts INTEGER,  -- NULL: no beginning known
    ends INTEGER,    -- NULL: open
    created INTEGER NOT NULL,
    author BLOB NOT NULL REFERENCES bodies,
    writers BLOB NOT NULL,
    writers_size INTEGER NOT NULL,
    writers_modified INTEGER NOT NULL,
    writers_change INTEGER NOT NULL,
    readers BLOB NOT NULL,
    readers_size INTEGER NOT NULL,
    readers_modified INTEGER NOT NULL,
    readers_change INTEGER NOT NULL,
    indexed_until INTEGER,  -- until when its spans are narrow; NULL: for ever
    PRIMARY KEY (calendar, name),
    UNIQUE (calendar, uid)
) STRICT, WITHOUT ROWID;
INSERT INTO new_objects
    SELECT calendar, name, uid, kind, starts, ends, created, author, writers, writers_size, writers_modified,
        writers_change, readers, readers_size, readers_modified, readers_change, indexed_until FROM objects;
DROP TABLE objects;
ALTER TABLE new_objects RENAME TO objects;
CREATE INDEX objects_by_author ON objects (author);
CREATE INDEX objects_by_writers ON objects (writers) WHERE writers <> author;
CREATE INDEX objects_by_readers ON objects (readers) WHERE readers <> writers;
CREATE INDEX objects_to_index ON objects (indexed_until) WHERE indexed_until IS NOT NULL;

-- What a host was chosen by is some hundred octets a municipality: too long for a row of an index, which WITHOUT ROWID
-- makes of it.
CREATE TABLE new_hostings (
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
    UNIQUE (network, uid, position),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT;
INSERT INTO new_hostings
    SELECT network, uid, position, occurrence, occurrence_zone, municipality, state, reason, day, inputs, explanation,
        decided FROM hostings;
DROP TABLE hostings;
ALTER TABLE new_hostings RENAME TO hostings;
CREATE INDEX hostings_by_day ON hostings (network, municipality, day, uid) WHERE state <> 'released';
CREATE INDEX hostings_given_back ON hostings (network, day) WHERE state = 'released' AND occurrence <> '';
CREATE INDEX hostings_by_decision ON hostings (network, decided, day, uid, occurrence) WHERE inputs <> '';

-- A municipality's last turn is remembered beside their number, so that the next host is chosen from one row each. Rows of
-- hostings come and go, in the order of their positions, and none is changed or replaced: what counts them relies on it.
ALTER TABLE turns ADD COLUMN last_day TEXT;
UPDATE turns SET last_day = (SELECT max(day) FROM hostings
    WHERE network = turns.network AND municipality = turns.municipality AND state <> 'released');
CREATE TRIGGER hostings_turn_taken AFTER INSERT ON hostings WHEN NEW.state <> 'released' BEGIN
    INSERT INTO turns (network, municipality, held, last_day) VALUES (NEW.network, NEW.municipality, 1, NEW.day)
        ON CONFLICT (network, municipality)
        DO UPDATE SET held = held + 1, last_day = max(ifnull(last_day, ''), NEW.day);
END;
CREATE TRIGGER hostings_turn_given_back AFTER DELETE ON hostings WHEN OLD.state <> 'released' BEGIN
    UPDATE turns SET held = held - 1, last_day = (SELECT day FROM hostings
            WHERE network = OLD.network AND municipality = OLD.municipality AND state <> 'released'
            ORDER BY day DESC LIMIT 1)
        WHERE network = OLD.network AND municipality = OLD.municipality;
END;
CREATE TRIGGER hostings_are_never_changed BEFORE UPDATE ON hostings BEGIN
    SELECT RAISE(ABORT, 'a row of hostings is taken away and put in anew, so that turns are counted');
END;
