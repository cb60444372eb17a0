"""The real program on a disk that fills up, turns read-only or breaks, on a database that somebody else has locked, and on
damaged files: clients get a clear answer, the log a clear line, nothing is damaged, and it goes on by itself."""

import contextlib
import errno
import os
import pathlib
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import threading
import time
import unittest
import xml.etree.ElementTree as ElementTree

from crash_server import STAFETT, Client, CrashServer
from workload import Writer, event, run_together

LOGIN, CALENDAR = "deltagare-elevhalsan", "/dav/calendars/elevhalsochef-vara/calendar/"
CALDAV = "urn:ietf:params:xml:ns:caldav"
CHAIR, NETWORK = "ordforande-elevhalsan", "/dav/calendars/elevhalsochef-skovde/natverk-elevhalsan/"


class Faults(unittest.TestCase):
    environment = None

    def setUp(self):
        self.server = CrashServer(self.environment)
        self.addCleanup(self.server.close)
        self.server.start()
        self.client, self.chair = Client(self.server, LOGIN), Client(self.server, CHAIR)
        self.count = 0

    def put(self, client=None, calendar=CALENDAR, size=0):
        self.count += 1
        text = event(f"event-{self.count}", self.count, random.Random(self.count))
        if size:
            text = text.replace("SUMMARY:", "".join(f"COMMENT:{'x' * 70}\r\n" for _ in range(size // 80)) + "SUMMARY:")
        return (client or self.client).request("PUT", f"{calendar}event-{self.count}.ics", text)[0]

    def works(self):
        """Writes, in both kinds of calendar, and reads; all that was acknowledged is there and agrees."""
        self.assertEqual(self.put(), 201)
        self.assertEqual(self.put(self.chair, NETWORK), 201)
        self.server.expect("check")

    def refused_with(self, status, line):
        there = self.client.etags(CALENDAR)
        for client, calendar in ((self.client, CALENDAR), (self.chair, NETWORK)):
            self.assertEqual(self.put(client, calendar), status, self.server.log_text()[-2000:])
            self.assertEqual(client.retry_after is not None, status == 503)
        self.assertRegex(self.server.log_text(), line)
        self.assertEqual(self.client.etags(CALENDAR), there, "reading goes on")


class RealLimits(Faults):
    def limit(self, octets):
        """No file of the server's may grow beyond this: the system refuses as a full disk or quota does."""
        pid = self.server.process.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (octets, most))

    def test_a_full_disk_is_507_until_there_is_room(self):
        self.works()
        log = self.server.folder / "server.log"
        self.limit(max((self.server.data / "stafett.db-wal").stat().st_size // 2, 4096))
        for _ in range(3):
            # The log lies on the same disk in this test, so it cannot tell.
            self.assertEqual(self.put(), 507)
            self.assertEqual(self.put(self.chair, NETWORK), 507)
        self.limit(resource.RLIM_INFINITY)
        self.works()
        self.assertGreater(log.stat().st_size, 0)

    def test_a_body_that_finds_no_room_for_itself_is_507_and_others_are_served(self):
        self.limit(256 * 1024)
        self.assertEqual(self.put(size=2_000_000), 507)
        self.assertEqual(self.client.request("GET", CALENDAR)[0], 200)
        self.limit(resource.RLIM_INFINITY)
        self.assertEqual(self.put(size=2_000_000), 201)
        self.works()

    def attach(self, text, name):
        return self.chair.request("POST", f"{NETWORK}event-2.ics?action=attachment-add", text, content_type="text/plain; charset=utf-8",
                                  content_disposition=f"attachment; filename={name}")[0]

    def rows(self, *tables):
        with contextlib.closing(sqlite3.connect(f"file:{self.server.data}/stafett.db?mode=ro", uri=True)) as database:
            return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    def left_of_uploads(self):
        """What the meeting has, what of it is known, and what lies in the spool, by name or without one."""
        spool = self.server.data / "spool"
        files = [os.readlink(one) for one in pathlib.Path(f"/proc/{self.server.process.pid}/fd").iterdir() if one.is_symlink()]
        return (self.chair.request("GET", f"{NETWORK}event-2.ics"), self.rows("attachments", "attachment_uses"), list(spool.iterdir()),
                [one for one in files if one.startswith(str(spool))])

    def test_an_attachment_that_finds_no_room_for_its_body_is_507_and_leaves_nothing(self):
        self.works()
        before, size = self.left_of_uploads(), 4_000_000
        self.limit(size - 500_000)    # midway, and what is left of it is short enough to be read before the connection ends
        for _ in range(3):
            self.assertEqual(self.attach("y" * size, "dagordning.txt"), 507)
        self.assertEqual(self.rows("attachment_bodies", "attachment_pieces"), [0, 0])
        self.assertEqual(self.left_of_uploads(), before)
        self.limit(resource.RLIM_INFINITY)
        self.assertEqual(self.attach("y" * size, "dagordning.txt"), 201)
        self.works()

    def test_an_attachment_that_the_database_has_no_room_for_is_507_and_is_taken_when_there_is_room(self):
        self.works()
        size = 6_000_000
        self.assertEqual(self.attach("x" * size, "fore.txt"), 201)
        before = self.left_of_uploads()
        (pieces,) = self.rows("attachment_pieces")
        # The body finds room for itself; the log of the database ends among the pieces.
        log = (self.server.data / "stafett.db-wal").stat().st_size
        self.assertGreater(log, size)
        self.limit(log + 2_500_000)
        self.assertEqual(self.attach("y" * size, "dagordning.txt"), 507)
        self.assertRegex(self.server.log_text(), r"error id=\w+ 507: [\w.]+: .*\(SQLite ")
        (staged,) = self.rows("attachment_pieces")
        self.assertGreater(staged, pieces, "some were written, and it broke off after them")
        self.assertEqual(self.left_of_uploads(), before)
        for _ in range(3):
            self.assertEqual(self.attach("y" * size, "dagordning.txt"), 507)
        self.assertEqual((self.left_of_uploads(), self.rows("attachment_pieces")), (before, [staged]), "nothing piles up")
        self.limit(resource.RLIM_INFINITY)
        self.server.expect("check")
        self.assertEqual(self.attach("y" * size, "dagordning.txt"), 201)
        self.assertEqual(self.rows("attachments", "attachment_pieces"), [2, 2 * pieces])
        self.works()

    def test_what_an_attachment_without_room_left_in_the_database_goes_a_day_later(self):
        self.works()
        self.assertEqual(self.attach("x" * 6_000_000, "fore.txt"), 201)
        kept = self.rows("attachment_bodies", "attachment_pieces")
        self.limit((self.server.data / "stafett.db-wal").stat().st_size + 2_500_000)
        self.assertEqual(self.attach("y" * 6_000_000, "dagordning.txt"), 507)
        self.assertNotEqual(self.rows("attachment_bodies", "attachment_pieces"), kept)
        self.limit(resource.RLIM_INFINITY)
        self.server.clock.write_text("2026-11-24T09:00:00Z\n")
        deadline = time.monotonic() + 30
        while self.rows("attachment_bodies", "attachment_pieces") != kept:
            self.assertLess(time.monotonic(), deadline, "what was staged stays")
            with self.assertRaises(subprocess.TimeoutExpired):    # the server ends
                self.server.process.wait(timeout=0.05)
        self.works()

    def test_a_database_locked_by_somebody_else_is_503_until_it_is_free(self):
        self.works()
        other = sqlite3.connect(self.server.data / "stafett.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            self.refused_with(503, r"error id=\w+ 503: writer.begin: database is locked")
        finally:
            other.execute("ROLLBACK")
            other.close()
        self.works()

    def test_a_damaged_file_is_refused_at_start_untouched_and_a_backup_takes_its_place(self):
        self.works()
        backup = self.server.folder / "backup"
        self.server.expect("backup", str(backup))
        self.server.stop()
        file = self.server.data / "stafett.db"
        octets = bytearray(file.read_bytes())
        octets[4096 * 4:4096 * 40] = b"\x07" * (4096 * 36)
        file.write_bytes(octets)
        self.server.spawn()
        self.assertEqual(self.server.process.wait(timeout=30), 3)
        self.assertRegex(self.server.log_text().split("\n")[-2], r"damaged .*Move the folder aside.*stafett restore FILE")
        self.assertEqual(bytes(octets), file.read_bytes(), "nothing was changed in it")
        shutil.move(self.server.data, self.server.folder / "aside")
        self.server.expect("restore", str(backup))
        self.server.context = None
        self.server.start()
        self.client, self.chair = Client(self.server, LOGIN), Client(self.server, CHAIR)
        self.works()


class DamagedWhileItRuns(Faults):
    """One page of the file, that which holds the text of event-3, is overwritten under the running server."""

    def setUp(self):
        super().setUp()
        self.texts = {}
        for number in range(1, 6):
            # So long that each text has a page of its own.
            comments = "".join(f"COMMENT:{'x' * 70}\r\n" for _ in range(32))
            text = event(f"event-{number}", number, random.Random(1)).replace("SUMMARY:", f"COMMENT:Sida {number}\r\n{comments}SUMMARY:")
            self.texts[f"{CALENDAR}event-{number}.ics"] = text
            self.assertEqual(self.client.request("PUT", f"{CALENDAR}event-{number}.ics", text)[0], 201)
        self.count = 5
        # What is written lies in the file and nowhere else: not in its log, and in nobody's memory.
        self.server.stop()
        self.server.start()
        self.file = self.server.data / "stafett.db"
        octets = self.file.read_bytes()
        size = int.from_bytes(octets[16:18], "big")
        marker = b"COMMENT:Sida 3\r\n"
        self.assertEqual(octets.count(marker), 1)
        self.at = octets.index(marker) // size * size
        self.page = octets[self.at:self.at + size]
        for number in (1, 2, 4, 5):
            self.assertNotIn(b"COMMENT:Sida %d\r\n" % number, self.page)
        self.overwrite(b"\x07" * size)
        self.damaged = f"{CALENDAR}event-3.ics"

    def overwrite(self, octets):
        with self.file.open("r+b") as file:
            file.seek(self.at)
            file.write(octets)

    def assert_told(self, times, status=r"503: "):
        line = rf"error id=\w+ {status}[\w.]+: database disk image is malformed \(SQLite 11\)$"
        self.assertEqual(len(re.findall(line, self.server.log_text(), re.M)), times, self.server.log_text()[-3000:])

    def test_what_lies_there_is_503_and_all_else_is_served(self):
        for times in (1, 2):
            self.assertEqual((self.client.request("GET", self.damaged)[0], self.client.retry_after), (503, "300"))
            self.assert_told(times)
        for href, text in self.texts.items():
            if href != self.damaged:
                self.assertEqual(self.client.request("GET", href), (200, text))
        self.assertEqual(sorted(self.client.etags(CALENDAR)), sorted(self.texts))
        self.assertEqual(sorted(self.client.changes(CALENDAR, "")[1]), sorted(self.texts))
        # The whole calendar cannot be had, and is not had in part.
        self.assertEqual((self.client.request("GET", CALENDAR)[0], self.client.retry_after), (503, "300"))
        self.assertEqual((self.put(), self.put(self.chair, NETWORK)), (201, 201))
        self.assertIsNone(self.server.process.poll())
        # Mended, it goes on without hands.
        self.overwrite(self.page)
        self.assertEqual(self.client.request("GET", self.damaged), (200, self.texts[self.damaged]))
        self.works()

    def reports(self):
        """Name -> answer of the reports that ask for the texts of all five."""
        for name, asked in (("calendar-multiget", "".join(f"<href>{href}</href>" for href in self.texts)),
                            ("calendar-query", '<c:filter><c:comp-filter name="VCALENDAR"/></c:filter>')):
            yield name, self.client.request("REPORT", CALENDAR, depth=1, body=(
                f'<c:{name} xmlns="DAV:" xmlns:c="{CALDAV}"><prop><c:calendar-data/></prop>{asked}</c:{name}>'))

    def test_a_report_that_meets_it_tells_the_log(self):
        for number, (name, _) in enumerate(self.reports(), 1):
            with self.subTest(name):
                self.assert_told(number, status=r"(?:.*: )?")

    def test_a_report_that_meets_it_gives_what_is_sound(self):
        for name, (status, answer) in self.reports():
            with self.subTest(name):
                self.assertEqual(status, 207)
                found = {one.findtext("{DAV:}href"): one for one in ElementTree.fromstring(answer).iterfind("{DAV:}response")}
                self.assertEqual(sorted(found), sorted(self.texts))
                for href, sound in self.texts.items():
                    if href != self.damaged:
                        text = found[href].findtext(f".//{{{CALDAV}}}calendar-data")
                        self.assertEqual(text.replace("\r", ""), sound.replace("\r", ""))
                self.assertRegex(ElementTree.tostring(found[self.damaged], "unicode"), r"HTTP/1\.1 50\d ")

    def test_check_says_where(self):
        done = self.server.stafett("check")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertRegex(done.stdout, rf"[Pp]age {self.at // len(self.page) + 1}\b|event-3\.ics")
        self.assertNotIn("run 'stafett check'", done.stderr)


class InterposedDisk(Faults):
    @classmethod
    def setUpClass(cls):
        here = pathlib.Path(__file__).resolve().parent
        cls.folder = pathlib.Path(CrashServer.temporary())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        built = cls.folder / "interposed_disk.so"
        subprocess.run(["clang-19", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(built), str(here / "interposed_disk.c"), "-ldl"],
                       check=True)
        cls.says = cls.folder / "says"

    def setUp(self):
        self.says.write_text("0")
        self.environment = {**os.environ, "LD_PRELOAD": str(self.folder / "interposed_disk.so"), "STAFETT_DISK_SAYS": str(self.says),
                            "STAFETT_DISK_FOLDER": "unset"}
        self.addCleanup(self.says.write_text, "0")
        super().setUp()
        # The folder is known only now: started anew with it.
        self.server.stop()
        self.server.environment["STAFETT_DISK_FOLDER"] = str(self.server.data) + "/"
        self.server.start()
        for client in (self.client, self.chair):
            client.close()

    def while_disk_says(self, error, status, line):
        self.works()
        self.says.write_text(str(int(error)))
        for _ in range(3):
            self.refused_with(status, line)
        self.says.write_text("0")
        self.works()
        # And it dies while the disk is so: the next start mends by itself.
        self.says.write_text(str(int(error)))
        self.assertEqual(self.put(), status)
        self.server.kill()
        self.says.write_text("0")
        self.server.start()
        for client in (self.client, self.chair):
            client.close()
        self.works()

    def test_full(self):
        self.while_disk_says(errno.ENOSPC, 507, r"error id=\w+ 507: writer.commit: database or disk is full")

    def test_over_quota(self):
        self.while_disk_says(errno.EDQUOT, 507, r"error id=\w+ 507: writer.commit: disk I/O error \(SQLite \d+, Disk quota exceeded\)")

    def test_read_only(self):
        self.while_disk_says(errno.EROFS, 503, r"error id=\w+ 503: writer.commit: disk I/O error \(SQLite \d+, Read-only file system\)")

    def test_broken(self):
        self.while_disk_says(errno.EIO, 503, r"error id=\w+ 503: writer.commit: disk I/O error \(SQLite \d+, Input/output error\)")

    def test_an_import_that_finds_no_room_says_so_and_changes_nothing(self):
        self.works()
        file = self.server.folder / "ny.toml"
        file.write_text('[[person]]\nid = "ny"\nname = "Åsa Ny"\naddresses = ["asa.ny@x.example"]\n'
                        '[[municipality]]\nid = "tidaholm"\nname = "Tidaholms nya kommun"\nshort_name = "Tidaholm"\n')
        missing, texts = self.server.stafett("import", str(file)).stdout, self.chair.objects(NETWORK)
        self.assertIn("+ person ny\n", missing)

        def refused(error, status, sentence):
            self.says.write_text(str(int(error)))
            done = subprocess.run([str(STAFETT), "import", "--yes", str(file), *self.server.options()], env=self.server.environment,
                                  capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
            self.says.write_text("0")
            self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
            self.assertRegex(done.stderr, sentence)
            self.assertEqual(self.server.stafett("import", str(file)).stdout, missing)

        nothing = r"\nNothing was imported\.\n\Z"
        refused(errno.ENOSPC, 1, rf"\A{file}: the disk is full \(writer\.commit: database or disk is full .*{nothing}")
        refused(errno.EDQUOT, 1, rf"\A{file}: the disk is full \(writer\.commit: disk I/O error .*Disk quota exceeded.*{nothing}")
        refused(errno.EROFS, 1, rf"\A{file}: the data cannot be read or written \(writer\.commit: .*Read-only file system.*{nothing}")
        self.assertEqual(self.chair.objects(NETWORK), texts)
        self.works()
        # The same without a server, when the command does it by itself.
        self.server.stop()
        refused(errno.ENOSPC, 3, r"\A\S+/data cannot be used \(.*No space left on device\)\.\n\Z")
        self.server.start()
        imported = self.server.expect("import", "--yes", str(file))
        self.assertIn("+ person ny\n", imported)
        self.assertEqual(self.server.stafett("import", str(file)).stdout, "Nothing differs; nothing was changed.\n")
        self.works()

    def test_no_backup_is_left_where_there_is_no_room(self):
        folder = self.server.data.parent / "backups"
        folder.mkdir()
        self.server.stop()
        self.server.environment["STAFETT_DISK_FOLDER"] = str(folder)
        self.server.start()
        for client in (self.client, self.chair):
            client.close()
        self.says.write_text(str(int(errno.ENOSPC)))
        made = self.server.stafett("backup", str(folder / "backup"))
        self.assertEqual(made.returncode, 1)
        self.assertIn("no room", made.stderr)
        self.assertEqual(list(folder.iterdir()), [])
        self.says.write_text("0")
        self.server.expect("backup", str(folder / "backup"))
        self.works()


class Shutdown(Faults):
    def test_under_load_loses_nothing_that_was_acknowledged(self):
        workers = [Writer(self.server, "net", CHAIR, [NETWORK], 1)]
        workers += [Writer(self.server, f"own{i}", LOGIN, [CALENDAR], i) for i in range(4)]
        for _ in range(8):
            stop = threading.Event()
            before = sum(worker.answered for worker in workers)
            threads = run_together(workers, stop)
            while sum(worker.answered for worker in workers) < before + 30 and any(thread.is_alive() for thread in threads):
                stop.wait(0.002)
            self.server.stop()    # SIGTERM, and it ends with 0
            stop.set()
            for thread in threads:
                thread.join()
            self.server.start()
            for worker in workers:
                if worker.problem:
                    raise worker.problem
                worker.client.close()
                worker.verify()
        self.server.expect("check")


if __name__ == "__main__":
    unittest.main()
