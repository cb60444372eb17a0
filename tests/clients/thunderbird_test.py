"""Thunderbird as chair, in the network's calendar and in her own: create, change, move, one instance, all, delete, undo, and its
month view. What its requests look like is seen here (tests/caldav/meetings/clients.h)."""

import os
import pathlib
import struct
import unittest

from story import CHAIR, ESSUNGA, FALKOPING, GRASTORP, HOME, MEMBER, NETWORK, OWN, SERIES, SERIES_HOSTS, SINGLE, Story, event, values
from thunderbird import Thunderbird


class ChairInThunderbird(Story):
    def thunderbird(self, name, login, calendars):
        client = Thunderbird(self.folder(name), self.server, login, "skaraborg", calendars)
        self.addCleanup(client.close)
        return client

    def test_a_chair_works_in_both_her_calendars(self):
        self.client = self.thunderbird("chair", CHAIR, {"Elevhälsan": NETWORK, "Eget": OWN})
        self.assertFalse(self.client.step("readOnly", "Elevhälsan"))
        self.network_meeting()
        self.network_series()
        self.month_view()
        self.moved_between_calendars()
        self.own_calendar()
        self.check_data()

    def changed_elsewhere(self, path, old, new):
        text = self.text_of(path)
        self.assertIn(old, text)
        put = self.server.request("PUT", path, CHAIR, body=text.replace(old, new).replace("\n", "\r\n"))
        self.assertEqual(put.status, 204, put.text)

    def network_meeting(self):
        step = self.client.step
        step("add", "Elevhälsan", SINGLE)
        text = self.text_of(NETWORK + "traff.ics")
        self.assertEqual(values(text, "CONTACT"), [ESSUNGA])
        self.assertEqual(values(text, "CATEGORIES"), ["Elevhälsan"])
        self.assert_coordinator_sees(("Elevhälsan: Nätverksträff", "2027-03-12T08:00:00.000Z"))
        # It shows what it was served, ours included, and sends that again with each change: nothing piles up.
        self.assertIn("CONTACT:Värd: Essunga kommun", step("texts", "Elevhälsan")[0])
        step("edit", "Elevhälsan", "traff", {"title": "Träff om närvaro", "location": "Stadshuset"})
        text = self.text_of(NETWORK + "traff.ics")
        self.assertEqual((values(text, "LOCATION"), values(text, "CONTACT"), values(text, "CATEGORIES")),
                         (["Stadshuset"], [ESSUNGA], ["Elevhälsan"]))
        step("edit", "Elevhälsan", "traff", {"start": "20270319T130000", "end": "20270319T160000"})
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T12:00:00.000Z"))
        # Undone, all of it.
        self.server.settle("2026-11-22T09:10:00Z")
        step("undo")
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-12T08:00:00.000Z"))
        step("remove", "Elevhälsan", "traff")
        self.assert_coordinator_sees(("INSTÄLLT: Elevhälsan: Träff om närvaro", "2027-03-12T08:00:00.000Z"))
        step("undo")
        self.assertEqual(values(self.text_of(NETWORK + "traff.ics"), "CONTACT"), [ESSUNGA])
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-12T08:00:00.000Z"))

    def network_series(self):
        step = self.client.step
        single = ("Elevhälsan: Träff om närvaro", "2027-03-12T08:00:00.000Z")
        step("add", "Elevhälsan", SERIES)
        self.assert_coordinator_sees(single, ("Elevhälsan: Månadsträff", SERIES_HOSTS))
        step("editOccurrence", "Elevhälsan", "serie", "20270512T130000",
             {"start": "20270513T090000", "end": "20270513T110000", "title": "Extra lång"})
        moved = {"2027-04-14": FALKOPING, "2027-05-13": GRASTORP, "2027-06-09": SERIES_HOSTS["2027-06-09"]}
        self.assert_coordinator_sees(single, ("Elevhälsan: Månadsträff", moved))
        text = self.text_of(NETWORK + "serie.ics")
        self.assertEqual(text.count("BEGIN:VEVENT"), 2, text)
        self.assertEqual(text.count("Grästorp (plats meddelas)"), 1, text)
        # Another time for all: her own instance stays where she put it.
        step("edit", "Elevhälsan", "serie", {"start": "20270414T090000", "end": "20270414T110000"})
        self.assert_coordinator_sees(single, ("Elevhälsan: Månadsträff", moved))
        self.assertIn("2027-04-14T07:00:00.000Z", [e["start"] for e in self.coordinator_feed()])
        # Somebody else's change arrives with its sync, of the series and of the single meeting.
        for name, old, new in (("serie", "Månadsträff", "Från telefonen"), ("traff", "Träff om närvaro", "Om frånvaro")):
            self.changed_elsewhere(NETWORK + name + ".ics", old, new)
        step("refresh", "Elevhälsan")
        self.assertRegex("".join(step("texts", "Elevhälsan")), r"(?s)(?=.*SUMMARY:Från telefonen)(?=.*SUMMARY:Om frånvaro)")
        for name, old, new in (("serie", "Från telefonen", "Månadsträff"), ("traff", "Om frånvaro", "Träff om närvaro")):
            self.changed_elsewhere(NETWORK + name + ".ics", old, new)
        step("refresh", "Elevhälsan")
        # One taken out, and back.
        step("removeOccurrence", "Elevhälsan", "serie", "20270609T090000")
        self.assert_coordinator_sees(single, ("Elevhälsan: Månadsträff", {k: v for k, v in moved.items() if k < "2027-06"}))
        step("undo")
        self.assert_coordinator_sees(single, ("Elevhälsan: Månadsträff", moved))

    def month_view(self):
        self.client.step("add", "Elevhälsan", event("var", "Vårträff", "20270520T090000", "20270520T160000"))
        self.assertEqual(sorted(self.client.step("month", "20270501T000000")), ["Extra lång", "Vårträff"])
        picture = self.client.screenshot()
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", picture[16:24])
        self.assertGreater(width * height, 500_000)
        if "STAFETT_PICTURES" in os.environ:    # a folder, for whoever wants to look
            (pathlib.Path(os.environ["STAFETT_PICTURES"]) / "thunderbird-month.png").write_bytes(picture)

    def moved_between_calendars(self):
        step = self.client.step
        step("move", "Elevhälsan", "serie", "Eget")
        self.assertEqual(self.server.request("GET", NETWORK + "serie.ics", CHAIR).status, 404)
        self.assertEqual(values(self.text_of(OWN + "serie.ics"), "SUMMARY"), ["Månadsträff", "Extra lång"])
        step("undo")
        self.assertEqual(self.server.request("GET", OWN + "serie.ics", CHAIR).status, 404)
        self.assertEqual(values(self.text_of(NETWORK + "serie.ics"), "SUMMARY"), ["Månadsträff", "Extra lång"])
        step("remove", "Elevhälsan", "serie")
        step("move", "Elevhälsan", "traff", "Eget")
        self.assertEqual(self.server.request("GET", NETWORK + "traff.ics", CHAIR).status, 404)
        self.assertEqual(values(self.text_of(OWN + "traff.ics"), "SUMMARY"), ["Träff om närvaro"])
        self.assertIn("INSTÄLLT: Elevhälsan: Träff om närvaro", [e["summary"] for e in self.coordinator_feed()])
        step("undo")
        self.assertEqual(values(self.text_of(NETWORK + "traff.ics"), "CONTACT"), [ESSUNGA])
        self.assertEqual(self.server.request("GET", OWN + "traff.ics", CHAIR).status, 404)
        self.assertIn("Elevhälsan: Träff om närvaro", [e["summary"] for e in self.coordinator_feed()])

    def own_calendar(self):
        step = self.client.step
        step("add", "Eget", SINGLE.replace("UID:traff", "UID:eget"))
        step("edit", "Eget", "eget", {"title": "Läkarbesök", "start": "20270320T100000", "end": "20270320T110000"})
        text = self.text_of(OWN + "eget.ics")
        self.assertEqual((values(text, "SUMMARY"), values(text, "DTSTART"), values(text, "CONTACT")),
                         (["Läkarbesök"], ["20270320T100000"], []))
        step("add", "Eget", SERIES.replace("UID:serie", "UID:egna"))
        step("editOccurrence", "Eget", "egna", "20270512T130000", {"title": "Bara denna"})
        step("removeOccurrence", "Eget", "egna", "20270609T130000")
        text = self.text_of(OWN + "egna.ics")
        self.assertEqual(values(text, "RECURRENCE-ID") + values(text, "EXDATE"), ["20270512T130000", "20270609T130000"])
        # Another time for all: what she did to single ones goes along.
        step("edit", "Eget", "egna", {"start": "20270414T090000", "end": "20270414T110000"})
        text = self.text_of(OWN + "egna.ics")
        self.assertEqual(values(text, "RECURRENCE-ID") + values(text, "EXDATE"), ["20270512T090000", "20270609T090000"])
        self.assertEqual(values(text, "DTSTART")[0], "20270414T090000")
        # Somebody else's change arrives with its sync.
        self.changed_elsewhere(OWN + "egna.ics", "SUMMARY:Månadsträff", "SUMMARY:Från telefonen")
        self.changed_elsewhere(OWN + "eget.ics", "SUMMARY:Läkarbesök", "SUMMARY:Flyttat besök")
        step("refresh", "Eget")
        self.assertRegex("".join(step("texts", "Eget")), r"(?s)(?=.*SUMMARY:Från telefonen)(?=.*SUMMARY:Flyttat besök)")
        step("remove", "Eget", "egna")
        step("remove", "Eget", "eget")
        self.assertEqual(self.server.request("GET", OWN, CHAIR).text.count("BEGIN:VEVENT"), 0)

    def test_a_member_gets_a_read_only_calendar(self):
        self.assertEqual(self.server.request("PUT", NETWORK + "traff.ics", CHAIR, body=SINGLE).status, 201)
        client = self.thunderbird("member", MEMBER, {"Elevhälsan": "/dav/calendars/elevhalsochef-vara/natverk-elevhalsan/"})
        self.assertTrue(client.step("readOnly", "Elevhälsan"))
        self.assertIn("CONTACT:Värd: Essunga kommun", client.step("texts", "Elevhälsan")[0])


if __name__ == "__main__":
    unittest.main()
