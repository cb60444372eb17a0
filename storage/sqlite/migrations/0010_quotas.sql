-- What a home holds is counted as objects come and go, so that its bounds cost no look at them. Texts count as their
-- author wrote them: what is made of them for a network is not hers.
ALTER TABLE objects ADD COLUMN author_size INTEGER NOT NULL DEFAULT 0;
UPDATE objects SET author_size = iif(author = writers, writers_size,
    ifnull((SELECT length(octets) FROM bodies WHERE digest = author), 0));
ALTER TABLE calendars ADD COLUMN objects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE calendars ADD COLUMN octets INTEGER NOT NULL DEFAULT 0;
UPDATE calendars SET (objects, octets) =
    (SELECT count(*), ifnull(sum(author_size), 0) FROM objects WHERE calendar = calendars.id);

-- Whose history a text is that an object has ceased to refer to. NULL: from before this; it goes after its year and counts
-- in no home.
ALTER TABLE releases ADD COLUMN home TEXT;
ALTER TABLE releases ADD COLUMN octets INTEGER NOT NULL DEFAULT 0;
ALTER TABLE releases ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;  -- it had been told as a meeting's text
