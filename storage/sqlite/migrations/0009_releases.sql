-- What nothing refers to any more was found by three indexes of digests, each entry of which is a page of its own, and by a
-- moment kept beside each text, so that ceasing to refer to one wrote its page anew. Now that an object has ceased to refer
-- to a text is a row at the end of a list, and the daily job looks at the objects to see which are left without any.
CREATE TABLE releases (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL  -- when an object ceased to refer to it, or began to again
) STRICT;
CREATE INDEX releases_by_time ON releases (at);
INSERT INTO releases (digest, at)
    SELECT digest, last_referenced FROM bodies
    WHERE NOT EXISTS (SELECT 1 FROM objects WHERE author = bodies.digest)
        AND NOT EXISTS (SELECT 1 FROM objects WHERE writers = bodies.digest AND writers <> author)
        AND NOT EXISTS (SELECT 1 FROM objects WHERE readers = bodies.digest AND readers <> writers)
    ORDER BY last_referenced;
DROP INDEX bodies_by_age;
ALTER TABLE bodies DROP COLUMN last_referenced;

-- A reference to bodies would need an index of its column whenever a text is forgotten; that each text is there is looked
-- for at start, in all three forms.
CREATE TABLE new_objects (
    calendar INTEGER NOT NULL REFERENCES calendars ON DELETE CASCADE,
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts INTEGER,  -- NULL: no beginning known
    ends INTEGER,    -- NULL: open
    created INTEGER NOT NULL,
    author BLOB NOT NULL,
    writers BLOB NOT NULL,
    writers_size INTEGER NOT NULL,
    writers_modified INTEGER NOT NULL,
    writers_change INTEGER NOT NULL,
    readers BLOB NOT NULL,
    readers_size INTEGER NOT NULL,
    readers_modified INTEGER NOT NULL,
    readers_change INTEGER NOT NULL,
    indexed_until INTEGER,  -- until when its spans are narrow; NULL: for ever, or it has none
    PRIMARY KEY (calendar, name),
    UNIQUE (calendar, uid)
) STRICT, WITHOUT ROWID;
INSERT INTO new_objects SELECT * FROM objects;
DROP TABLE objects;
ALTER TABLE new_objects RENAME TO objects;
CREATE INDEX objects_to_index ON objects (indexed_until) WHERE indexed_until IS NOT NULL;

-- Nobody asks a network's calls by time.
DELETE FROM spans WHERE calendar IN (SELECT id FROM calendars WHERE kind = 'organizer');
UPDATE objects SET indexed_until = NULL
    WHERE indexed_until IS NOT NULL AND calendar IN (SELECT id FROM calendars WHERE kind = 'organizer');
