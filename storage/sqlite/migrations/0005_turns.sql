-- What a write into a network's calendar needs of its other meetings, so that it need not read them.

-- Turns that a municipality holds: the rows of hostings that are not released. Rows come and go, none is changed.
CREATE TABLE turns (
    network TEXT NOT NULL,
    municipality TEXT NOT NULL,
    held INTEGER NOT NULL,
    PRIMARY KEY (network, municipality)
) STRICT, WITHOUT ROWID;
INSERT INTO turns SELECT network, municipality, count(*) FROM hostings WHERE state <> 'released' GROUP BY 1, 2;
CREATE TRIGGER hostings_turn_taken AFTER INSERT ON hostings WHEN NEW.state <> 'released' BEGIN
    INSERT INTO turns (network, municipality, held) VALUES (NEW.network, NEW.municipality, 1)
        ON CONFLICT (network, municipality) DO UPDATE SET held = held + 1;
END;
CREATE TRIGGER hostings_turn_given_back AFTER DELETE ON hostings WHEN OLD.state <> 'released' BEGIN
    UPDATE turns SET held = held - 1 WHERE network = OLD.network AND municipality = OLD.municipality;
END;
CREATE INDEX hostings_by_day ON hostings (network, municipality, day) WHERE state <> 'released';
CREATE INDEX hostings_given_back ON hostings (network, day) WHERE state = 'released' AND occurrence <> '';
CREATE INDEX hostings_by_decision ON hostings (network, decided, day, uid, occurrence) WHERE inputs <> '';

CREATE INDEX meetings_by_copy ON meetings (copy_uid);

-- Preliminary meetings without a turn, by the day of their last end (9999-12-31: none), and the hosts proposed for them.
ALTER TABLE meetings ADD COLUMN preliminary TEXT;
CREATE INDEX meetings_preliminary ON meetings (network, preliminary, id) WHERE preliminary IS NOT NULL;
CREATE TABLE proposals (
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    occurrence_zone TEXT NOT NULL,
    municipality TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (network, uid, occurrence, occurrence_zone),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_by_day ON proposals (network, day);
CREATE TABLE proposals_due (
    network TEXT NOT NULL PRIMARY KEY REFERENCES networks,
    due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Which ones are preliminary stands in their texts; the server looks at each of these at its next start.
UPDATE meetings SET preliminary = '9999-12-31' WHERE NOT deleted AND cancelled IS NULL AND EXISTS
    (SELECT 1 FROM bodies WHERE digest = meetings.author AND instr(octets, CAST('STATUS:TENTATIVE' AS BLOB)) > 0);
INSERT INTO proposals_due SELECT DISTINCT network, 0 FROM meetings WHERE preliminary IS NOT NULL;

-- The author's text as it last settled, and occurrences told of in it that are gone from it since: these are shown as
-- cancelled until 30 days after their end.
ALTER TABLE meetings ADD COLUMN told BLOB;
UPDATE meetings SET told = author WHERE settled IS NOT NULL AND NOT deleted;
CREATE TABLE cancelled_occurrences (
    network TEXT NOT NULL,
    uid TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    occurrence_zone TEXT NOT NULL,
    ends INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    text BLOB NOT NULL,  -- an object with this one VEVENT
    PRIMARY KEY (network, uid, occurrence, occurrence_zone),
    FOREIGN KEY (network, uid) REFERENCES meetings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX cancelled_occurrences_by_end ON cancelled_occurrences (network, ends);
-- Texts that were told of are kept while a meeting refers to them.
CREATE INDEX meetings_by_told ON meetings (told) WHERE told IS NOT NULL;
