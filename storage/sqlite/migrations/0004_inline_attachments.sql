-- Objects of networks' calendars that hold inline attachments: a job turns them into managed ones. Folds are taken out,
-- for one may stand inside the word.
CREATE TABLE inline_attachments (
    calendar INTEGER NOT NULL REFERENCES calendars ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (calendar, name)
) STRICT, WITHOUT ROWID;
INSERT INTO inline_attachments
    SELECT objects.calendar, objects.name FROM objects
        JOIN calendars ON calendars.id = objects.calendar
        JOIN bodies ON bodies.digest = objects.author
    WHERE calendars.kind = 'published'
        AND instr(upper(replace(replace(CAST(bodies.octets AS TEXT), char(13, 10, 32), ''), char(10, 32), '')),
                  'ENCODING=BASE64') > 0;
