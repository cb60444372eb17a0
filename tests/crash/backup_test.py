"""A backup is made under load, restored beside the old life of the data, and met by everybody who holds something from before."""

import os
import pathlib
import random
import re
import tempfile
import threading
import unittest

from crash_server import Client, CrashServer, marker
from workload import Importer, Writer, event, run_together

LOGIN, HOME = "deltagare-elevhalsan", "/dav/calendars/elevhalsochef-vara/"
NETWORK = "/dav/calendars/elevhalsochef-skovde/natverk-elevhalsan/"
CALENDAR = HOME + "calendar/"


class Backup(unittest.TestCase):
    def setUp(self):
        self.server = CrashServer()
        self.addCleanup(self.server.close)
        self.server.start()
        self.elsewhere = pathlib.Path(tempfile.mkdtemp(dir=self.server.folder))
        self.file = self.elsewhere / "backup.stafett"

    def under_load(self, what):
        """Whenever the backup is made, each calendar holds something of the load."""
        workers = [Writer(self.server, "net", "ordforande-elevhalsan", [NETWORK], 1, fewest=1),
                   Writer(self.server, "own", LOGIN, [CALENDAR], 2, fewest=1), Importer(self.server, 3)]
        stop = threading.Event()
        threads = run_together(workers, stop)
        try:
            while any(worker.answered < 8 for worker in workers[:2]):
                stop.wait(0.01)
            what()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        for worker in workers:
            if worker.problem:
                raise worker.problem

    def restore(self):
        """The server goes on with what the backup holds, on the same port and with another folder."""
        self.server.stop()
        self.server.data = self.elsewhere / "data"
        self.server.context = None    # a new development certificate is made
        said = self.server.expect("restore", str(self.file))
        self.server.start()
        return said

    def test_everything_handed_out_before_still_holds_but_sync_tokens(self):
        feed = next(line for line in self.server.expect("feed create", LOGIN).split("\n") if "/feeds/" in line)
        feed = "/feeds/" + feed.split("/feeds/")[1]
        app = self.server.expect("user app-password", "ordforande-elevhalsan", "--for", "elevhalsan", "--name", "telefon")
        app = next(line.split(": ")[1] for line in app.split("\n") if line.startswith("App password: "))
        person = Client(self.server, LOGIN)
        early, _ = person.changes(CALENDAR, "")
        self.under_load(lambda: self.server.expect("backup", str(self.file)))
        late, before = person.changes(CALENDAR, "")
        self.assertNotEqual(early, late)

        self.assertRegex(self.restore(), r"^Restored .*: 3 networks, \d+ people, \d+ accounts\.")
        person = Client(self.server, LOGIN)
        for token in (early, late):
            self.assertEqual(person.changes(CALENDAR, token)[0], None, "a token from before the restore")
        token, listed = person.changes(CALENDAR, "")
        self.assertEqual(listed, person.etags(CALENDAR))
        self.assertTrue(listed)
        # Two lives of the same backup do not take each other's tokens either.
        self.elsewhere = self.elsewhere / "again"
        self.elsewhere.mkdir()
        self.restore()
        person = Client(self.server, LOGIN)
        self.assertEqual(person.changes(CALENDAR, token)[0], None, "a token from the other restored life")

        self.assertEqual(person.request("GET", feed)[0], 200)
        self.server.expect("check")
        device = Client(self.server, "elevhalsan", app)
        status, _ = device.request("PROPFIND", "/dav/", depth=0, body='<propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>')
        self.assertEqual(status, 207)

    def test_what_was_acknowledged_before_it_began_is_in_it_and_it_agrees_with_itself(self):
        person, chair = Client(self.server, LOGIN), Client(self.server, "ordforande-elevhalsan")
        before = {}
        for client, calendar in ((person, CALENDAR), (chair, NETWORK)):
            for i in range(3):
                before[f"{calendar}fast-{i}.ics"] = i + 1
                self.assertEqual(client.request("PUT", f"{calendar}fast-{i}.ics", event(f"fast-{i}", i + 1, random.Random(i)))[0], 201)
        agenda = "Dagordning, \u00e5tta punkter. " * 40_000    # several pieces
        status, _ = chair.request("POST", f"{NETWORK}fast-0.ics?action=attachment-add", agenda, content_type="text/plain; charset=utf-8",
                                  content_disposition="attachment; filename=dagordning.txt")
        self.assertIn(status, (200, 201, 204))
        self.under_load(lambda: self.server.expect("backup", str(self.file)))
        self.restore()
        self.server.expect("check")
        chair = Client(self.server, "ordforande-elevhalsan")
        served = chair.objects(NETWORK)[f"{NETWORK}fast-0.ics"].replace("\r\n ", "")
        attached = re.search(r"^ATTACH.*:https://[^/]+(/\S+)", served, re.M).group(1)
        self.assertEqual(chair.request("GET", attached), (200, agenda))
        there = [(href, marker(text)) for calendar, login in ((NETWORK, "ordforande-elevhalsan"), (CALENDAR, LOGIN))
                 for href, text in Client(self.server, login).objects(calendar).items()]
        self.assertEqual({href: revision for href, (_, revision) in there if "fast-" in href}, before)
        self.assertGreater(len(there), len(before))

    def test_a_damaged_backup_and_what_is_none_are_refused_with_what_to_do(self):
        self.server.expect("backup", str(self.file))
        self.server.stop()
        self.server.data = self.elsewhere / "data"
        octets = bytearray(self.file.read_bytes())
        middle = len(octets) // 2 // 4096 * 4096
        octets[middle:] = bytes([0xEE]) * (len(octets) - middle)    # half of the pages: one alone may hold nothing
        damaged = self.elsewhere / "damaged.stafett"
        damaged.write_bytes(octets)
        for words in ([], ["--despite-findings"]):
            done = self.server.stafett("restore", *words, str(damaged))
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertRegex(done.stderr, r"this backup is damaged \(.+\) and cannot be used\. Take another one\. Nothing was restored\.")
            self.assertFalse((self.server.data / "stafett.db").exists())
        untouched = self.elsewhere / "untouched"
        self.server.data = untouched
        os.mkfifo(self.elsewhere / "pipe")
        for missing, says in ((self.elsewhere / "inte", "No such file"), (self.elsewhere / "pipe", "is no file"), (self.elsewhere, "is no file"), (self.server.clock, "is no backup")):
            done = self.server.stafett("restore", str(missing))
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(says, done.stderr)
        self.assertFalse(untouched.exists())

    def test_a_used_folder_and_a_file_that_is_there_are_refused(self):
        self.server.expect("backup", str(self.file))
        again = self.server.stafett("backup", str(self.file))
        self.assertEqual((again.returncode, "is there already" in again.stderr), (1, True), again.stderr)
        folder = self.server.stafett("backup", "--overwrite", str(self.elsewhere))
        self.assertEqual((folder.returncode, "Is a directory" in folder.stderr, "Copied" in folder.stderr), (1, True, False), folder.stderr)
        used = self.server.stafett("restore", str(self.file))
        self.assertEqual(used.returncode, 3)
        self.assertIn("never replaces any", used.stderr)
        inside = self.server.stafett("backup", str(self.server.data / "backup"))
        self.assertEqual(inside.returncode, 1)
        self.assertIn("would be lost with it", inside.stderr)
        self.server.stop()
        self.server.expect("backup", "--overwrite", str(self.file))


if __name__ == "__main__":
    unittest.main()
