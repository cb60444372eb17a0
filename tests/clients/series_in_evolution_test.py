"""A series in Evolution's engine: its chair makes it, moves one instance, changes this and the future, changes all, takes one out.
Hosts follow occurrence by occurrence; a member of the network sees them in her own calendar."""

import unittest

from clients import EvolutionDataServer
from story import CHAIR, MEMBER, Story, lines, values

PATH = "/dav/calendars/elevhalsochef-skovde/natverk-elevhalsan/"
SERIES = "\r\n".join([
    "BEGIN:VEVENT", "UID:serie-1", "DTSTAMP:20261122T090000Z", "DTSTART;TZID=Europe/Stockholm:20270115T090000",
    "DTEND;TZID=Europe/Stockholm:20270115T120000", "RRULE:FREQ=MONTHLY;COUNT=6", "SUMMARY:Nätverksträff", "END:VEVENT", ""])

HOSTS = {"2027-01-15": "Värd: Essunga kommun", "2027-02-15": "Värd: Falköpings kommun", "2027-03-15": "Värd: Grästorps kommun",
         "2027-04-15": "Värd: Gullspångs kommun", "2027-05-15": "Värd: Götene kommun", "2027-06-15": "Värd: Hjo kommun"}


class ChairInEvolution(Story):
    def eds(self, name, login, path=PATH, password="skaraborg"):
        client = EvolutionDataServer(self.folder(name), self.server.port, path, login, password, self.server.ca)
        self.addCleanup(client.close)
        return client

    def served(self, login=CHAIR, path=PATH):
        """Every object of the calendar as this person gets it, joined."""
        return self.server.request("GET", path, login).text

    def test_a_series_is_edited_in_every_way(self):
        chair = self.eds("chair", CHAIR)
        self.assertFalse(chair.readonly)
        chair.create(SERIES)

        # The chair's text holds no override that she did not make, and one line tells all hosts.
        text = self.served()
        self.assertEqual(text.count("BEGIN:VEVENT"), 1, text)
        self.assertEqual(values(text, "CONTACT"),
                         ["Värdar: 2027-01-15 Essunga\\, 2027-02-15 Falköping\\, 2027-03-15 Grästorp\\, 2027-04-15 Gullspång\\, "
                          "2027-05-15 Götene\\, 2027-06-15 Hjo"])
        # A member's text has each occurrence with its host.
        member = self.served(MEMBER, "/dav/calendars/elevhalsochef-vara/natverk-elevhalsan/")
        self.assertIn("Värd: Grästorps kommun", values(member, "CONTACT"))
        self.assertIn("Grästorp (plats meddelas)", values(member, "LOCATION"))
        self.assert_coordinator_sees(("Elevhälsan: Nätverksträff", HOSTS))

        # One instance an hour later: it stays Falköping's.
        chair.modify(self.instance(chair, "20270215T090000", DTSTART="20270215T100000", DTEND="20270215T130000"), "this")
        text = self.served()
        self.assertEqual(text.count("BEGIN:VEVENT"), 2, text)
        self.assertIn("Värd: Falköpings kommun", values(text, "CONTACT"))
        self.assert_coordinator_sees(("Elevhälsan: Nätverksträff", HOSTS))
        self.assertIn("2027-02-15T09:00:00.000Z", [e["start"] for e in self.coordinator_feed()])

        # All get another title: hosts stay as they are, and nothing of ours piles up.
        before = [c for c in values(text, "CONTACT") if c.startswith("Värdar")]
        chair.modify(self.master(chair, SUMMARY="Träff om närvaro"), "all")
        text = self.served()
        self.assertIn("Träff om närvaro", values(text, "SUMMARY"))
        self.assertEqual([c for c in values(text, "CONTACT") if c.startswith("Värdar")], before)
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", HOSTS))

        # One is taken out: its host is free again, the others keep theirs.
        chair.remove("serie-1", "20270315T090000", "this")
        text = self.served()
        self.assertNotIn("2027-03-15", "".join(values(text, "CONTACT")))
        self.assertIn("2027-04-15 Gullspång", "".join(values(text, "CONTACT")))
        self.assert_coordinator_sees(
            ("Elevhälsan: Träff om närvaro", {day: host for day, host in HOSTS.items() if day != "2027-03-15"}))

        # From May on it goes on under a UID of its own, as clients split a series. Whoever was told keeps her day.
        self.server.settle("2026-11-22T09:10:00Z")
        chair.modify(self.master(chair, RRULE="FREQ=MONTHLY;UNTIL=20270430T215959Z"), "all")
        chair.create(SERIES.replace("serie-1", "serie-2").replace("20270115T", "20270515T").replace("COUNT=6", "COUNT=2"))
        contacts = "".join(values(self.served(), "CONTACT"))
        self.assertIn("2027-04-15 Gullspång", contacts)
        self.assertIn("2027-05-15 Götene\\, 2027-06-15 Hjo", contacts)
        self.assert_coordinator_sees(
            ("Elevhälsan: Träff om närvaro", {day: host for day, host in HOSTS.items() if day in ("2027-01-15", "2027-02-15", "2027-04-15")}),
            ("Elevhälsan: Nätverksträff", {"2027-05-15": HOSTS["2027-05-15"], "2027-06-15": HOSTS["2027-06-15"]}))

        self.check_data()

    def master(self, client, **changed):
        (text,) = [o for o in client.objects() if "RECURRENCE-ID" not in o and "UID:serie-1" in o]
        return self.with_values(text, changed)

    def instance(self, client, local, **changed):
        """The instance that starts at `local` as Evolution makes it from the master."""
        text = self.master(client)
        kept = [line for line in lines(text) if not line.startswith(("RRULE", "EXDATE", "END:VEVENT"))]
        kept = [line for line in kept if line]
        kept += [f"RECURRENCE-ID;TZID=Europe/Stockholm:{local}", "END:VEVENT", ""]
        return self.with_values("\r\n".join(kept), changed)

    @staticmethod
    def with_values(text, changed):
        out = []
        for line in lines(text):
            name = line.split(":")[0].split(";")[0]
            out.append(line.rpartition(":")[0] + ":" + changed[name] if name in changed else line)
        return "\r\n".join(out)

    def test_a_member_gets_a_read_only_calendar(self):
        member = self.eds("member", MEMBER, "/dav/calendars/elevhalsochef-vara/natverk-elevhalsan/")
        self.assertTrue(member.readonly)

    def test_an_app_password_signs_in_as_the_network(self):
        secret = self.server.app_password(CHAIR, "elevhalsan")
        network = self.eds("network", "elevhalsan", "/dav/calendars/elevhalsan/traffar/", secret)
        self.assertFalse(network.readonly)
        network.create(SERIES.replace("RRULE:FREQ=MONTHLY;COUNT=6\r\n", ""))
        self.assertEqual(values(self.served(), "CONTACT"), ["Värd: Essunga kommun"])
        # The change is the chair's: her name stands in the organizer's object.
        kept = self.server.request("PROPFIND", "/dav/calendars/elevhalsan/kallelser/", CHAIR, depth=1)
        (href,) = [h for h in kept.hrefs() if not h.endswith("/")]
        organizer = "".join(lines(self.server.request("GET", href, CHAIR).text))
        self.assertIn("elevhalsochef@skovde.example", organizer)


if __name__ == "__main__":
    unittest.main()
