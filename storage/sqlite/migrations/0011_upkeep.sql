-- By which composition the derived texts were made (0: before this was kept), so that a program that composes otherwise
-- makes them anew; and what was found when all data was last looked through.
ALTER TABLE store ADD COLUMN composition INTEGER NOT NULL DEFAULT 0;

CREATE TABLE looked_through (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at INTEGER NOT NULL,
    found INTEGER NOT NULL
) STRICT;
CREATE TABLE looked_through_lines (
    position INTEGER PRIMARY KEY,
    line TEXT NOT NULL
) STRICT;
