"""The real program on a disk that fills up, turns read-only or breaks, on a database that somebody else has locked, and on
damaged files: clients get a clear answer, the log a clear line, nothing is damaged, and it goes on by itself."""

import errno
import os
import pathlib
import random
import resource
import shutil
import sqlite3
import subprocess
import threading
import unittest

from crash_server import Client, CrashServer
from workload import Writer, event, run_together

LOGIN, CALENDAR = "deltagare-elevhalsan", "/dav/calendars/elevhalsochef-vara/calendar/"
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
