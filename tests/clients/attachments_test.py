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
from story import event

CHAIR, MEMBER, COORDINATOR, GUEST = "ordforande-elevhalsan", "deltagare-elevhalsan", "samordnaren", "ordforande-sarskolan"
STRANGER = "deltagare-sarskolan"
MEETINGS = "/dav/calendars/elevhalsan/traffar/"
MB = 1024 * 1024
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

    def test_another_sites_page_changes_nothing_with_the_password_that_a_browser_remembers(self):
        before = self.server.request("GET", MEETINGS + "m.ics", CHAIR).text
        for foreign in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}):
            for method, path, body in (("POST", MEETINGS + "m.ics?action=attachment-add", "x"), ("PUT", MEETINGS + "m.ics", before),
                                       ("DELETE", MEETINGS + "m.ics", None)):
                refused = self.server.request(method, path, CHAIR, body=body, content_type="text/plain", **foreign)
                self.assertEqual(refused.status, 403, (method, foreign))
                self.assertIn("annan webbplats", refused.text)
            self.assertEqual(self.server.request("PROPFIND", MEETINGS, CHAIR, depth=0, **foreign).status, 207)
        self.assertEqual(self.server.request("GET", MEETINGS + "m.ics", CHAIR).text, before)
        own = {"origin": self.server.url, "sec_fetch_site": "same-origin"}
        added = self.server.request("POST", MEETINGS + "m.ics?action=attachment-add", CHAIR, body="x", content_type="text/plain", **own)
        self.assertEqual(added.status, 201, added.text)
        self.assertEqual(added.fields["X-Content-Type-Options"], "nosniff")

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

    def peaks(self, octets, name):
        """The most memory that the server took while such a file came, and while it went."""
        self.forget_peak()
        added = self.attach(octets, name)
        self.assertEqual(added.status, 201, added.body)
        upload = self.memory("VmHWM")
        self.forget_peak()
        got = self.curl(added.fields["location"].removeprefix(self.server.url), MEMBER)
        self.assertEqual(hashlib.sha256(got.body).digest(), hashlib.sha256(octets).digest())
        return upload, self.memory("VmHWM")

    def test_fifty_megabytes_come_and_go_in_the_memory_of_five(self):
        size = 50 * MB
        block = hashlib.sha256(b"stafett").digest()
        octets = b"".join(hashlib.sha256(block + i.to_bytes(4, "big")).digest() for i in range(size // 32))
        # Passwords are checked with much memory, and then remembered.
        warm = self.peaks(b"varm", "varm.pdf")
        # Several, since connections to the database fill their few MB each, one after the other.
        five = [self.peaks(octets[turn:turn + 5 * MB], f"liten-{turn}.pdf") for turn in range(8)]
        fifty = self.peaks(octets, "stor.pdf")
        more = [large - max(small) for large, small in zip(fifty, zip(*five))]
        print("50 MB took {} KB more than 5 MB to come and {} KB more to go".format(*(one >> 10 for one in more)), flush=True)
        self.assertLess(max(more), 4 * MB)
        self.assertLess(max(large - least for large, least in zip(fifty, warm)), size // 2)    # connections to the database have a few MB each
        too_large = self.attach(octets + b"x", "storre.pdf")
        self.assertEqual(too_large.status, 403)
        self.assertIn(b"max-attachment-size", too_large.body)
        self.check()

    def files_of_series(self, login):
        """RECURRENCE-ID, or M for the master -> names of its files, as that person sees them."""
        found = {}
        for part in unfolded(self.server.request("GET", MEETINGS + "serie.ics", login).text).split("BEGIN:VEVENT")[1:]:
            instance = re.search(r"^RECURRENCE-ID.*:(\S+)", part, re.M)
            found[instance.group(1) if instance else "M"] = sorted(re.findall(r"^ATTACH.*FILENAME=([^;:]+)", part, re.M))
        return found

    def test_a_file_goes_to_those_meetings_of_a_series_that_rid_names(self):
        series = event("serie", "Serie", "20270310T130000", "20270310T150000", "RRULE:FREQ=WEEKLY;COUNT=4")
        self.assertEqual(self.server.request("PUT", MEETINGS + "serie.ics", CHAIR, body=series).status, 201)
        tenth, seventeenth, twenty_fourth, last = (f"202703{day}T130000" for day in (10, 17, 24, 31))

        def post(action, *rids, octets=None, name="", managed_id=""):
            path = f"{MEETINGS}serie.ics?action=attachment-{action}&rid={','.join(rids)}"
            fields = ["-H", f'Content-Disposition: attachment; filename="{name}"', "-H", "Content-Type: application/pdf"] if name else []
            return self.curl(path + (f"&managed-id={managed_id}" if managed_id else ""), CHAIR, "-X", "POST", *fields, data=octets)

        # The series and one of its meetings: all have it then, since no other stands by itself.
        agenda = post("add", "M", seventeenth, octets=PDF, name="dagordning.pdf")
        self.assertEqual(agenda.status, 201, agenda.body)
        everywhere = {one: ["dagordning.pdf"] for one in ("M", tenth, seventeenth, twenty_fourth, last)}
        self.assertEqual(self.files_of_series(MEMBER), everywhere)
        chart = post("add", seventeenth, twenty_fourth, octets=b"karta", name="karta.pdf")
        self.assertEqual(chart.status, 201, chart.body)
        both = ["dagordning.pdf", "karta.pdf"]
        self.assertEqual(self.files_of_series(MEMBER), {**everywhere, seventeenth: both, twenty_fourth: both})
        self.assertEqual(self.files_of_series(CHAIR), {"M": ["dagordning.pdf"], seventeenth: both, twenty_fourth: both})
        # From the series and one of them; the other keeps it.
        removed = post("remove", "M", twenty_fourth, managed_id=agenda.fields["cal-managed-id"])
        self.assertEqual(removed.status, 204, removed.body)
        self.assertEqual(self.files_of_series(MEMBER), {
            "M": [], tenth: [], seventeenth: both, twenty_fourth: ["karta.pdf"], last: []})
        self.assertEqual(self.curl("/attachments/" + agenda.fields["cal-managed-id"] + "/dagordning.pdf", MEMBER).body, PDF)
        # All that are named, or none of them.
        before, rows = self.files_of_series(MEMBER), self.rows("attachments")
        for action, given in (("add", {"octets": b"x", "name": "x.pdf"}), ("remove", {"managed_id": chart.fields["cal-managed-id"]})):
            refused = post(action, seventeenth, "20270318T130000", **given)
            self.assertEqual(refused.status, 403, action)
            self.assertIn(b"valid-rid-parameter", refused.body)
        self.assertEqual((self.files_of_series(MEMBER), self.rows("attachments")), (before, rows))
        self.assertEqual(post("remove", seventeenth, twenty_fourth, managed_id=chart.fields["cal-managed-id"]).status, 204)
        self.assertEqual(self.files_of_series(CHAIR), {"M": [], seventeenth: ["dagordning.pdf"]})
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
