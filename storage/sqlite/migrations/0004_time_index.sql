-- The time index: spans in which an object can be, each under its node of an arithmetic tree
-- (storage/sqlite/interval_tree.h).

CREATE TABLE spans (
    calendar INTEGER NOT NULL,
    name TEXT NOT NULL,
    node INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,  -- exclusive
    PRIMARY KEY (calendar, node, starts, name),
    FOREIGN KEY (calendar, name) REFERENCES objects ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX spans_by_end ON spans (calendar, node, ends);
CREATE INDEX spans_of_object ON spans (calendar, name);

-- Until when an object's spans are narrow; NULL: for ever.
ALTER TABLE objects ADD COLUMN indexed_until INTEGER;
CREATE INDEX objects_to_index ON objects (indexed_until) WHERE indexed_until IS NOT NULL;

-- What there is gets its bounds as its only span. Those that can hold a series are narrowed by the daily job.
WITH RECURSIVE
    bounds (calendar, name, starts, ends) AS (
        SELECT calendar, name, ifnull(starts, -9223372036854775808), ifnull(ends, 9223372036854775807) FROM objects),
    leaves (calendar, name, starts, ends, first, last) AS (
        SELECT calendar, name, starts, ends,
            max(1, min(262143, (max(-2147483648, min(starts, 6442418176)) + 2147483648) >> 15)),
            max(1, min(262143, (max(-2147483648, min(ends - 1, 6442418176)) + 2147483648) >> 15))
        FROM bounds),
    walk (calendar, name, starts, ends, first, last, node, step) AS (
        SELECT calendar, name, starts, ends, first, max(first, last), 131072, 65536 FROM leaves
        UNION ALL
        SELECT calendar, name, starts, ends, first, last, node + iif(last < node, -step, step), step / 2 FROM walk
        WHERE last < node OR first > node)
INSERT INTO spans (calendar, name, node, starts, ends)
SELECT calendar, name, node, starts, ends FROM walk WHERE first <= node AND node <= last;

UPDATE objects SET indexed_until = -9223372036854775808
WHERE starts IS NULL OR ends IS NULL OR ends - starts > 1209600;
