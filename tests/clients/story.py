"""What the tests with real clients share: a server, the people of Elevhälsan, and what the coordinator sees of their meetings."""

import re
import unittest

import feeds
from clients import Vdirsyncer
from server import Server

CHAIR, MEMBER, COORDINATOR = "ordforande-elevhalsan", "deltagare-elevhalsan", "samordnaren"
OFFICE_COPIES = "/dav/calendars/samordnare/alla-natverk/"


def lines(text):
    return text.replace("\r\n ", "").replace("\r\n", "\n").replace("\n ", "").split("\n")


def values(text, name):
    """Values of a property in VEVENTs, in order."""
    events = re.sub(r"^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$", "", "\n".join(lines(text)), flags=re.M | re.S)
    return [re.split(r":", line, maxsplit=1)[1] for line in events.split("\n") if re.match(rf"{name}[;:]", line)]


class Story(unittest.TestCase):
    def setUp(self):
        self.server = Server(now="2026-11-22T09:00:00Z")
        self.addCleanup(self.server.close)
        self.feed_path = self.server.feed(COORDINATOR, "--all")

    def folder(self, name):
        return self.server.folder / name

    def vdirsyncer(self, name, login):
        return Vdirsyncer(self.folder(name), self.server.url + "/", login, "skaraborg", self.server.ca)

    def coordinator_copies(self):
        """The coordinator's copies as text, by name."""
        listing = self.server.request("PROPFIND", OFFICE_COPIES, COORDINATOR, depth=1,
                                      body='<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>')
        self.assertEqual(listing.status, 207, listing.text)
        return {href: self.server.request("GET", href, COORDINATOR).text
                for href in listing.hrefs() if not href.endswith("/")}

    def coordinator_feed(self):
        answer = self.server.request("GET", self.feed_path)
        self.assertEqual(answer.status, 200, answer.text)
        return feeds.read(answer.text)

    def assert_coordinator_sees(self, *meetings):
        """Her copies and her feed hold those meetings and nothing else: (title, start in UTC, ...) of single ones,
        (title, {day: host, ...}) of series. A cancelled one's title begins with INSTÄLLT."""
        singles, series = {}, {}
        for event in self.coordinator_feed():
            if event["recurring"] or event["recurrenceId"]:
                series.setdefault(event["uid"], []).append(event)
            else:
                singles[event["uid"]] = event
        seen = sorted((e["summary"], e["start"]) for e in singles.values())
        for events in series.values():
            hosts = {e["start"][:10]: e["contact"] for e in events if e["recurrenceId"]}
            seen.append((max(events, key=lambda e: e["recurring"])["summary"], hosts))
        self.assertEqual(sorted(seen, key=str), sorted(meetings, key=str))
        copies = self.coordinator_copies().values()
        self.assertEqual(sorted(values(copy, "SUMMARY")[0] for copy in copies), sorted(one[0] for one in meetings))

    def text_of(self, path, login=CHAIR):
        """One object as that person gets it, unfolded."""
        answer = self.server.request("GET", path, login)
        self.assertEqual(answer.status, 200, answer.text)
        return "\n".join(lines(answer.text))

    def check_data(self):
        """Nothing differs from what the networks' own data give."""
        self.server.stop()
        self.server.stafett("check")
        self.server.start()

    def sync(self, vdirsyncer):
        """Twice: a PUT into a network's calendar answers without ETag, the second run fetches the served text."""
        vdirsyncer.sync()
        vdirsyncer.sync()


HOME = "/dav/calendars/elevhalsochef-skovde/"
NETWORK, OWN = HOME + "natverk-elevhalsan/", HOME + "calendar/"
ESSUNGA, FALKOPING, GRASTORP = "Värd: Essunga kommun", "Värd: Falköpings kommun", "Värd: Grästorps kommun"


def event(uid, title, start, end, *more):
    """A VEVENT in Swedish time, as a calendar object; `start` and `end` as 20270312T090000."""
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stafett//tests//EN", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261122T090000Z",
        f"DTSTART;TZID=Europe/Stockholm:{start}", f"DTEND;TZID=Europe/Stockholm:{end}", f"SUMMARY:{title}", *more, "END:VEVENT",
        "END:VCALENDAR", ""])


SINGLE = event("traff", "Nätverksträff", "20270312T090000", "20270312T120000")
SERIES = event("serie", "Månadsträff", "20270414T130000", "20270414T150000", "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3")
# Hosts when the single meeting is there before the series.
SERIES_HOSTS = {"2027-04-14": FALKOPING, "2027-05-12": GRASTORP, "2027-06-09": "Värd: Gullspångs kommun"}
