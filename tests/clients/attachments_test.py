"""Files of meetings on the wire: attached as Apple's clients do and by Evolution's engine, downloaded by those who may, with a
memory that does not grow with the file and nothing left of an upload that breaks off."""

import base64
import hashlib
import re
import socket
import sqlite3
import ssl
import subprocess
import unittest

from clients import EvolutionDataServer
from server import Server

CHAIR, MEMBER, COORDINATOR, GUEST = "ordforande-elevhalsan", "deltagare-elevhalsan", "samordnaren", "ordforande-sarskolan"
STRANGER = "deltagare-sarskolan"
MEETINGS = "/dav/calendars/elevhalsan/traffar/"
PDF = b"%PDF-1.7 " + "Dagordning för mötet".encode() * 1000


def meeting(uid, more=""):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Apple Inc.//macOS 15.1//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261122T090000Z\r\nDTSTART:20270310T120000Z\r\nDTEND:20270310T140000Z\r\n"
            f"SUMMARY:Träff\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n")


def unfolded(text):
    return text.replace("\r\n ", "").replace("\n ", "")


class Answer:
    """What curl got: status, fields by lower-case name, octets."""

    def __init__(self, head, body):
        lines = re.split(r"\r\n", head.decode().strip().split("\r\n\r\n")[-1])
        self.status = int(lines[0].split()[1])
        self.fields = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:])}
        self.body = body


class Attachments(unittest.TestCase):
    def setUp(self):
        self.server = Server(now="2026-11-22T09:00:00Z")
        self.addCleanup(self.server.close)
        put = self.server.request("PUT", MEETINGS + "m.ics", CHAIR, body=meeting("m"), if_none_match="*")
        self.assertEqual(put.status, 201, put.text)

    def curl(self, path, login, *options, data=None):
        out, head = self.server.folder / "curl.out", self.server.folder / "curl.head"
        out.write_bytes(b"")
        arguments = ["curl", "-sS", "--cacert", str(self.server.ca), "-D", str(head), "-o", str(out), *options]
        if login:
            arguments += ["-u", f"{login}:skaraborg"]
        if data is not None:
            file = self.server.folder / "upload"
            file.write_bytes(data)
            arguments += ["--data-binary", f"@{file}"]
        subprocess.run([*arguments, self.server.url + path], check=True, timeout=300)
        return Answer(head.read_bytes(), out.read_bytes())

    def attach(self, octets=PDF, name="dagordning.pdf", login=CHAIR):
        """As Apple's clients do: the file as it is, its name in Content-Disposition."""
        return self.curl(f"{MEETINGS}m.ics?action=attachment-add", login, "-H", "Content-Type: application/pdf",
                         "-H", f'Content-Disposition: attachment; filename="{name}"',
                         "-H", "Prefer: return=representation", data=octets)

    def url_of(self, text):
        (line,) = [one for one in unfolded(text).split("\n") if one.startswith("ATTACH")]
        return re.search(r"(/attachments/\S+)", line).group(1)

    def rows(self, table):
        with sqlite3.connect(f"file:{self.server.data}/stafett.db?mode=ro", uri=True) as db:
            return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def check(self):
        self.assertIn("Everything is well.", self.server.stafett("check"))

    def memory(self, what="VmRSS"):
        """Octets that the server takes now; VmHWM: took at most since forget_peak()."""
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"{what}:\s+(\d+) kB", status.read()).group(1)) * 1024

    def forget_peak(self):
        with open(f"/proc/{self.server.process.pid}/clear_refs", "w", encoding="ascii") as peak:
            peak.write("5")

    def test_a_file_is_attached_and_read_by_those_who_may_read_the_meeting(self):
        added = self.attach()
        self.assertEqual(added.status, 201, added.body)
        self.assertIn(f"MANAGED-ID={added.fields['cal-managed-id']}", unfolded(added.body.decode()))
        self.assertIn("LABEL=Dagordning", unfolded(added.body.decode()))
        served = self.server.request("GET", MEETINGS + "m.ics", MEMBER).text
        path = self.url_of(served)
        for login in (CHAIR, MEMBER, COORDINATOR):
            got = self.curl(path, login)
            self.assertEqual((got.status, got.body), (200, PDF), login)
            self.assertEqual(got.fields["content-length"], str(len(PDF)))
            self.assertTrue(got.fields["content-disposition"].startswith("attachment;"))
        for login in (GUEST, STRANGER):
            self.assertEqual(self.curl(path, login).status, 404, login)
        self.assertEqual(self.curl(path, None).status, 401)
        for login in (MEMBER, COORDINATOR):
            refused = self.attach(login=login)
            self.assertEqual(refused.status, 403, login)
        self.check()

    def test_a_guest_reads_it_while_she_is_one(self):
        path = self.url_of(self.attach().body.decode())
        self.assertEqual(self.curl(path, GUEST).status, 404)
        text = self.server.request("GET", MEETINGS + "m.ics", CHAIR).text
        invited = text.replace("END:VEVENT", "ATTENDEE:mailto:rektor.sarskolan@falkoping.example\r\nEND:VEVENT")
        self.assertEqual(self.server.request("PUT", MEETINGS + "m.ics", CHAIR, body=invited).status, 204)
        self.assertEqual(self.curl(path, GUEST).body, PDF)

    def test_a_part_of_it_is_downloaded(self):
        path = self.url_of(self.attach().body.decode())
        part = self.curl(path, MEMBER, "-r", "5-12")
        self.assertEqual((part.status, part.body, part.fields["content-range"]), (206, PDF[5:13], f"bytes 5-12/{len(PDF)}"))
        # A download that broke off goes on where it was.
        rest = self.curl(path, MEMBER, "-r", "100-", "-H", f"If-Range: {part.fields['etag']}")
        self.assertEqual((rest.status, rest.body), (206, PDF[100:]))
        head = self.curl(path, MEMBER, "-I")
        self.assertEqual((head.status, head.fields["content-length"], head.body), (200, str(len(PDF)), head.body))
        self.assertEqual(self.curl(path, MEMBER, "-r", "999999999-").status, 416)

    def test_fifty_megabytes_come_and_go_without_taking_memory(self):
        size = 50 * 1024 * 1024
        block = hashlib.sha256(b"stafett").digest()
        octets = b"".join(hashlib.sha256(block + i.to_bytes(4, "big")).digest() for i in range(size // 32))
        # Passwords are checked before, with much memory, and then remembered.
        small = self.attach(b"varm", "varm.pdf").fields["location"].removeprefix(self.server.url)
        self.assertEqual(self.curl(small, MEMBER).status, 200)
        before = self.memory()
        self.forget_peak()
        added = self.attach(octets, "stor.pdf")
        self.assertEqual(added.status, 201, added.body)
        upload = self.memory("VmHWM") - before
        self.forget_peak()
        got = self.curl(added.fields["location"].removeprefix(self.server.url), MEMBER)
        self.assertEqual(hashlib.sha256(got.body).digest(), hashlib.sha256(octets).digest())
        download = self.memory("VmHWM") - before
        print(f"memory: {before >> 20} MB; at most {upload >> 10} KB more for the upload of 50 MB, {download >> 10} KB more "
              "for its download", flush=True)
        self.assertLess(max(upload, download), size // 2)    # connections to the database have a few MB each
        too_large = self.attach(octets + b"x", "storre.pdf")
        self.assertEqual(too_large.status, 403)
        self.assertIn(b"max-attachment-size", too_large.body)
        self.check()

    def test_an_upload_that_breaks_off_leaves_nothing(self):
        context = ssl.create_default_context(cafile=str(self.server.ca))
        with socket.create_connection(("localhost", self.server.port), timeout=30) as raw:
            with context.wrap_socket(raw, server_hostname="localhost") as stream:
                token = base64.b64encode(f"{CHAIR}:skaraborg".encode()).decode()
                stream.sendall((f"POST {MEETINGS}m.ics?action=attachment-add HTTP/1.1\r\nHost: localhost\r\n"
                                f"Authorization: Basic {token}\r\nContent-Type: application/pdf\r\n"
                                "Content-Length: 10000000\r\n\r\n").encode())
                stream.sendall(b"x" * 4_000_000)
        self.assertEqual(self.attach(b"nasta", "nasta.pdf").status, 201)    # it is over the other one's end
        self.assertEqual((self.rows("attachments"), self.rows("attachment_bodies"), self.rows("attachment_pieces")), (1, 1, 1))
        self.assertEqual(list((self.server.data / "spool").iterdir()), [])

    def test_what_evolution_writes_into_the_meeting_becomes_a_file_that_members_download(self):
        file = self.server.folder / "Protokoll från Tibro.txt"
        file.write_text("Närvarande: alla\n", encoding="utf-8")
        evolution = EvolutionDataServer(self.server.folder / "evolution", self.server.port, MEETINGS, CHAIR, "skaraborg",
                                        self.server.ca)
        self.addCleanup(evolution.close)
        uri = file.as_uri()
        evolution.create("BEGIN:VEVENT\r\nUID:eds\r\nDTSTAMP:20261122T090000Z\r\nDTSTART:20270317T120000Z\r\n"
                         f"DTEND:20270317T140000Z\r\nSUMMARY:Träff\r\nATTACH:{uri}\r\nEND:VEVENT\r\n")
        listing = self.server.request("PROPFIND", MEETINGS, MEMBER, depth=1,
                                      body='<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>')
        texts = [self.server.request("GET", href, MEMBER).text for href in listing.hrefs() if href.endswith(".ics")]
        (served,) = [unfolded(text) for text in texts if "UID:eds" in text]
        self.assertIn("MANAGED-ID=", served)
        self.assertNotIn("BASE64", served)
        self.assertIn("LABEL=Protokoll", served)
        got = self.curl(self.url_of(served), MEMBER)
        self.assertEqual(got.body.decode(), "Närvarande: alla\n")
        # Evolution goes on with the meeting as it is served: the file stays.
        (mine,) = [one for one in evolution.objects() if "UID:eds" in one]
        evolution.modify(mine.replace("SUMMARY:Träff", "SUMMARY:Ny träff"), "all")
        again = [self.server.request("GET", href, MEMBER).text for href in listing.hrefs() if href.endswith(".ics")]
        (served_again,) = [unfolded(text) for text in again if "UID:eds" in text]
        self.assertIn("SUMMARY:Ny träff", served_again)
        self.assertEqual(self.url_of(served_again), self.url_of(served))
        self.check()


if __name__ == "__main__":
    unittest.main()
