-- Rises with each commit that changes the association or which calendars there are. What readers remember of both
-- belongs to one such number (storage/sqlite/remembered.h).
ALTER TABLE store ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
