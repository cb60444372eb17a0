"""python3-caldav, the library under many scripts: its own discovery, create, change, move, search, sync and delete, as chair in
the network's calendar and in her own."""

import datetime
import unittest

import caldav
from caldav.lib.error import NotFoundError
from story import CHAIR, ESSUNGA, NETWORK, OWN, SERIES, SERIES_HOSTS, SINGLE, Story, values

SERIES_CONTACT = "Värdar: 2027-04-14 Essunga\\, 2027-05-12 Falköping\\, 2027-06-09 Grästorp"
SPRING = {"start": datetime.datetime(2027, 3, 1), "end": datetime.datetime(2027, 7, 1)}


class ChairInPythonCaldav(Story):
    def setUp(self):
        super().setUp()
        client = caldav.DAVClient(self.server.url + "/", username=CHAIR, password="skaraborg", ssl_verify_cert=str(self.server.ca))
        self.addCleanup(client.session.close)
        self.calendars = {calendar.url.path: calendar for calendar in client.principal().calendars()}

    def change(self, found, old, new):
        self.assertIn(old, found.data)
        found.data = found.data.replace(old, new)
        found.save()

    def titles(self, calendar, **options):
        found = calendar.date_search(**SPRING, compfilter="VEVENT", **options)
        return sorted(title for one in found for title in values(one.data, "SUMMARY"))

    def starts(self, calendar):
        """Of all occurrences, as the server expands them, by title."""
        found = [one.data for one in calendar.date_search(**SPRING, compfilter="VEVENT", expand=True)]
        return [start for _, start in sorted((title, start) for text in found
                                             for title, start in zip(values(text, "SUMMARY"), values(text, "DTSTART")))]

    def test_in_the_networks_calendar(self):
        calendar = self.calendars[NETWORK]
        calendar.save_event(SINGLE)
        meeting = calendar.event_by_uid("traff")
        self.assertEqual(values(meeting.data, "CONTACT"), [ESSUNGA])
        token = calendar.objects_by_sync_token(load_objects=True)
        self.assertEqual(len(list(token)), 1)

        self.change(meeting, "SUMMARY:Nätverksträff", "SUMMARY:Träff om närvaro")
        self.change(calendar.event_by_uid("traff"), "20270312T", "20270319T")
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"))
        self.assertEqual(values(calendar.event_by_uid("traff").data, "CONTACT"), [ESSUNGA])

        calendar.save_event(SERIES)
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Månadsträff", SERIES_HOSTS))
        # Expanded by the server: each occurrence by itself.
        self.assertEqual(self.titles(calendar, expand=True), ["Månadsträff"] * 3 + ["Träff om närvaro"])
        self.change(calendar.event_by_uid("serie"), "SUMMARY:Månadsträff", "SUMMARY:Ny titel")
        self.change(calendar.event_by_uid("serie"), "20270414T13", "20270414T09")
        self.change(calendar.event_by_uid("serie"), "20270414T15", "20270414T11")
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Ny titel", SERIES_HOSTS))
        self.assertEqual(self.starts(calendar), ["20270414T070000Z", "20270512T070000Z", "20270609T070000Z", "20270319T080000Z"])
        self.change(calendar.event_by_uid("serie"), "\nRRULE:", "\nEXDATE;TZID=Europe/Stockholm:20270512T090000\nRRULE:")
        self.assertEqual(self.titles(calendar, expand=True), ["Ny titel"] * 2 + ["Träff om närvaro"])

        updated, deleted = token.sync()
        self.assertEqual((len(list(updated)), len(list(deleted))), (2, 0))
        calendar.event_by_uid("serie").delete()
        calendar.event_by_uid("traff").delete()
        updated, deleted = token.sync()
        self.assertEqual((len(list(updated)), len(list(deleted))), (0, 2))
        with self.assertRaises(NotFoundError):
            calendar.event_by_uid("traff")
        self.assert_coordinator_sees()
        self.check_data()

    def test_in_her_own(self):
        calendar = self.calendars[OWN]
        calendar.save_event(SINGLE)
        calendar.save_event(SERIES)
        token = calendar.objects_by_sync_token(load_objects=True)
        self.assertEqual(sorted(values(one.data, "UID")[0] for one in token), ["serie", "traff"])
        self.change(calendar.event_by_uid("traff"), "20270312T", "20270319T")
        updated, deleted = token.sync()
        self.assertEqual(([values(one.data, "UID") for one in updated], list(deleted)), ([["traff"]], []))
        self.change(calendar.event_by_uid("serie"), "SUMMARY:Månadsträff", "SUMMARY:Egen")
        self.change(calendar.event_by_uid("serie"), "20270414T13", "20270414T09")
        self.change(calendar.event_by_uid("serie"), "20270414T15", "20270414T11")
        updated, deleted = token.sync()
        self.assertEqual(([values(one.data, "DTSTART") for one in updated], list(deleted)), ([["20270414T090000"]], []))
        self.assertEqual(self.starts(calendar), ["20270414T070000Z", "20270512T070000Z", "20270609T070000Z", "20270319T080000Z"])
        self.assertEqual(self.titles(calendar, expand=True), ["Egen"] * 3 + ["Nätverksträff"])
        self.assertEqual(self.titles(calendar, expand=False), ["Egen", "Nätverksträff"])
        found = calendar.search(comp_class=caldav.Event, summary="Nätverks")
        self.assertEqual([values(one.data, "UID") for one in found], [["traff"]])
        for one in calendar.events():
            one.delete()
        self.assertEqual(calendar.events(), [])
        updated, deleted = token.sync()
        self.assertEqual((list(updated), len(list(deleted)), len(list(token))), ([], 2, 0))

    def test_into_the_network_and_out_again_by_move(self):
        own, network = self.calendars[OWN], self.calendars[NETWORK]
        token = own.objects_by_sync_token(load_objects=True)
        for text, uid, host in ((SINGLE, "traff", ESSUNGA), (SERIES, "serie", SERIES_CONTACT)):
            event = own.save_event(text)
            for target, contact in ((network, [host]), (own, [])):
                answer = event.client.request(str(event.url), "MOVE", headers={
                    "Destination": str(target.url.join(uid + ".ics")), "Overwrite": "F"})
                self.assertEqual(answer.status, 201, answer.raw)
                event = target.event_by_uid(uid)
                self.assertEqual(values(event.data, "CONTACT"), contact)
            self.assertEqual(network.events(), [])
            updated, deleted = token.sync()
            self.assertEqual(([values(one.data, "UID") for one in updated], list(deleted)), ([[uid]], []))
        self.assert_coordinator_sees()


if __name__ == "__main__":
    unittest.main()
