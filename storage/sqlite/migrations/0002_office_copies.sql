-- What the office's people make of their copies of meetings, and bodies that can be forgotten.

-- The copies that they deleted.
CREATE TABLE hidden_copies (
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    PRIMARY KEY (network, uid),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What they answered, and how the copy is shown.
CREATE TABLE copy_answers (
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    occurrence TEXT NOT NULL,  -- '': the whole
    occurrence_zone TEXT NOT NULL,
    partstat TEXT NOT NULL,
    times TEXT NOT NULL,
    transp TEXT,               -- NULL: the meeting's own
    alarms TEXT NOT NULL,
    PRIMARY KEY (network, uid, occurrence, occurrence_zone),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Without these, each body forgotten would be looked for in every object.
CREATE INDEX objects_by_author ON objects (author);
CREATE INDEX objects_by_writers ON objects (writers);
CREATE INDEX objects_by_readers ON objects (readers);
CREATE INDEX object_readers_by_text ON object_readers (text);
CREATE INDEX bodies_by_age ON bodies (last_referenced);
