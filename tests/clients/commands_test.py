"""The commands about people and meetings, through the real program with its server running."""

import contextlib
import sqlite3
import subprocess
import unicodedata
import unittest

from server import STAFETT, Server

CHAIR = "ordforande-elevhalsan"
MEETING = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20261122T090000Z\r
DTSTART;TZID=Europe/Stockholm:{start}\r
DURATION:PT2H\r
{more}SUMMARY:{title}\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def put(self, uid, start, title, more=""):
        answer = self.server.request("PUT", f"/dav/calendars/elevhalsan/traffar/{uid}.ics", CHAIR,
                                     body=MEETING.format(uid=uid, start=start, title=title, more=more))
        self.assertEqual(answer.status, 201, answer.text)

    def attach(self, uid, name):
        answer = self.server.request("POST", f"/dav/calendars/elevhalsan/traffar/{uid}.ics?action=attachment-add", CHAIR, body="%PDF-1.4",
                                     content_type="application/pdf", content_disposition=f'attachment; filename="{name}"')
        self.assertIn(answer.status, (201, 204), answer.text)

    def refused(self, *words):
        """Exit status and standard error of a command that must fail."""
        done = subprocess.run([str(STAFETT), *words, "--data", str(self.server.data), "--test-clock", str(self.server.clock)],
                              capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        return done.returncode, done.stderr, done.stdout

    def test_check_tells_of_a_meeting_that_is_not_found_at_its_time(self):
        self.put("vilse", "20270204T090000", "Vilse")
        self.assertIn("Everything is well.", self.server.stafett("check"))
        with contextlib.closing(sqlite3.connect(self.server.data / "stafett.db")) as database, database:
            taken = database.execute("DELETE FROM spans WHERE name = 'vilse.ics' RETURNING name, calendar, node, starts, ends").fetchall()
        status, _, shown = self.refused("check")
        with contextlib.closing(sqlite3.connect(self.server.data / "stafett.db")) as database, database:
            database.executemany("INSERT INTO spans (name, calendar, node, starts, ends) VALUES (?, ?, ?, ?, ?)", taken)
        self.assertEqual(status, 4, shown)
        self.assertIn("elevhalsan/traffar/vilse.ics: is not found at its time 2027-02-04T08:00:00Z", shown)
        self.assertIn("Everything is well.", self.server.stafett("check"))
        self.assertEqual(self.server.request("DELETE", "/dav/calendars/elevhalsan/traffar/vilse.ics", CHAIR).status, 204)

    def test_nothing_that_a_client_stores_steers_a_terminal(self):
        evil = "\u202e\u2066\u200f\u061c\u009b31m\u0085\u2028"
        uid = "farlig" + evil
        path = "/dav/calendars/elevhalsan/traffar/farlig.ics"
        text = MEETING.format(uid=uid, start="20270601T090000", title="Titel" + evil, more=f"LOCATION:Plats{evil}\r\nDESCRIPTION:Text{evil}\\nrad två\r\n")
        answer = self.server.request("PUT", path, CHAIR, body=text)
        self.assertEqual(answer.status, 201, answer.text)
        name = "UTF-8''dagordning%E2%80%AE%C2%9B%1B%5Bfdp.exe"
        answer = self.server.request("POST", path + "?action=attachment-add", CHAIR, body="x", content_type="application/pdf",
                                     content_disposition=f"attachment; filename*={name}")
        self.assertIn(answer.status, (201, 204), answer.text)
        self.assertIn("/dagordning%5Bfdp.exe", self.server.request("GET", path, CHAIR).text.replace("\r\n ", ""))
        shown = [self.server.stafett("meeting", "list", "elevhalsan"), self.server.stafett("meeting", "show", "elevhalsan", uid),
                 self.server.stafett("hosting", "elevhalsan"), self.refused("meeting", "show", "elevhalsan", "\x1b[2J" + evil)[1]]
        for output in shown:
            self.assertIn("\\u202e", output)
            self.assertEqual([c for c in output if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c not in "\n\t"], [], output)
        self.assertIn("Text\\u202e", shown[1])
        self.assertEqual(self.server.request("DELETE", path, CHAIR).status, 204)

    def test_a_list_of_people_as_a_swedish_excel_writes_it(self):
        file = self.server.folder / "Personer.CSV"
        file.write_bytes("Nätverk;Kommun;Namn;E-post;Roll;Från;Till\r\n"
                         "Elevhälsan;Tibro kommun;Åsa Öberg;asa.oberg@tibro.example;Deltagare;1/8 2026;\r\n".encode("cp1252"))
        # Without a terminal and without --yes the differences are shown and nothing is done.
        status, complaint, shown = self.refused("import", str(file))
        self.assertEqual(status, 1)
        self.assertIn("+ person asa-oberg", shown)
        self.assertIn("add --yes", complaint)
        self.assertNotIn("asa-oberg", self.server.stafett("network", "show", "elevhalsan"))
        self.server.stafett("import", "--yes", str(file))
        self.assertIn("member\tasa-oberg\ttibro\t2026-08-01–", self.server.stafett("network", "show", "elevhalsan"))
        for words in ([], ["--yes"]):
            self.assertEqual(self.server.stafett("import", *words, str(file)), "Nothing differs; nothing was changed.\n")
        file.write_bytes("\ufeffNätverk;Namn;E-post;Roll\r\nElevhälsan;Ny;ny@x.example;\r\nElevhälsan;B;b;\r\n".encode())
        status, complaint, _ = self.refused("import", "--yes", str(file))
        self.assertEqual(status, 1)
        self.assertIn(f"{file}:3: column C (E-post): 'b' is no mail address\nNothing was imported.", complaint)
        for missing in (self.server.folder, self.server.folder / "inte.csv"):
            status, complaint, _ = self.refused("import", str(missing))
            self.assertEqual((status, complaint), (1, f"stafett import: {missing} cannot be read, or is larger than 4 MiB.\n"))
        file.write_bytes(b"\xff\xfea\0")
        self.assertIn("UTF-16", self.refused("import", "--yes", str(file))[1])

    def test_meetings_and_hosting(self):
        self.assertEqual(self.server.stafett("meeting", "list", "skolchefsnatverket"), "Inga träffar framöver; --all visar alla.\n")
        self.assertEqual(self.server.stafett("hosting", "skolchefsnatverket"), "Inga värdskap framöver.\n")
        self.put("enda", "20270312T090000", "Nätverksträff", "LOCATION:Stadshuset\r\nDESCRIPTION:Lokal\\n1. Rådssalen\r\n")
        self.put("serie", "20270405T130000", "Återkommande", "RRULE:FREQ=MONTHLY;COUNT=40\r\n")
        listed = self.server.stafett("meeting", "list", "elevhalsan").splitlines()
        self.assertRegex(listed[0], r"^DATUM +LÄGE +TRÄFF +DAGORDNING +PROTOKOLL +VÄRD +VARFÖR +UID$")
        self.assertRegex(listed[1], r"^2027-03-12 09:00–11:00  planerad  Nätverksträff  – +– +\S+ +\S+: inga turer\S.*  enda$")
        self.assertRegex(listed[2], r"^2027-04-05 13:00–15:00  planerad  Återkommande   .*  serie$")
        self.assertEqual(len({line.index("planerad") for line in listed[1:]}), 1)
        self.assertIn("2028-", self.server.stafett("meeting", "list", "elevhalsan", "--year", "2028"))
        self.assertEqual(self.server.stafett("meeting", "list", "elevhalsan", "--year", "2025"), "Inga träffar 2025.\n")
        shown = self.server.stafett("meeting", "show", "elevhalsan", "enda")
        for line in ("Nätverksträff\n", "  Plats    Stadshuset\n", "  2027-03-12 09:00–11:00  planerad  ", "  Lokal\n  1. Rådssalen\n"):
            self.assertIn(line, shown)
        self.put("i-texten", "20270401T090000", "Med dagordning", "DESCRIPTION:Dagordning\\n1. Öppnande\r\n")
        self.assertRegex(self.server.stafett("meeting", "list", "elevhalsan"), r"Med dagordning +ja +– .* i-texten\n")
        self.assertEqual(self.server.request("DELETE", "/dav/calendars/elevhalsan/traffar/i-texten.ics", CHAIR).status, 204)

        self.attach("enda", "Dagordning 12 mars.pdf")
        self.assertRegex(self.server.stafett("meeting", "list", "elevhalsan").splitlines()[1], r"planerad  Nätverksträff  ja +– ")
        self.assertIn("  dagordning  Dagordning 12 mars.pdf  1 kB  2026-11-22  elevhalsochef-skovde\n",
                      self.server.stafett("meeting", "show", "elevhalsan", "enda"))

        hosting = self.server.stafett("hosting", "elevhalsan", "--forecast", "12")
        planned, forecast = hosting.split("\nPrognos, räknad nu. Inget av detta är bestämt:\n")
        self.assertRegex(planned.splitlines()[1], r"^2027-03-12  \S+ +planerad  Nätverksträff  \S+: inga turer")
        self.assertEqual(len(forecast.splitlines()), 12)
        for line in forecast.splitlines():
            self.assertRegex(line, r"^(20\d\d-\d\d-05|utan datum)  (\S+) +prognos  \S+ +\2: ")
        # What is forecast is nowhere but here.
        self.assertNotIn("prognos", self.server.stafett("meeting", "list", "elevhalsan", "--all"))

        self.assertEqual(self.refused("hosting", "elevhalsan", "--forecast", "0")[0], 2)
        self.assertEqual(self.refused("meeting", "list", "elevhalsan", "--year", "x")[0], 2)
        self.assertEqual(self.refused("meeting", "list", "nowhere")[0], 1)
        status, complaint, _ = self.refused("meeting", "show", "elevhalsan", "nowhere")
        self.assertEqual(status, 1)
        self.assertIn("has no meeting with the UID 'nowhere'", complaint)


if __name__ == "__main__":
    unittest.main()
