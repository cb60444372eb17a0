"""python3-caldav, the library under many scripts: its own discovery, create, change, move, search, sync and delete, as chair in
the network's calendar and in her own."""

import datetime
import unittest

import caldav
from caldav.lib.error import NotFoundError
from story import CHAIR, ESSUNGA, NETWORK, OWN, SERIES, SERIES_HOSTS, SINGLE, Story, values

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
        series = calendar.event_by_uid("serie")
        self.change(series, "\nRRULE:", "\nEXDATE;TZID=Europe/Stockholm:20270512T130000\nRRULE:")
        self.assertEqual(self.titles(calendar, expand=True), ["Månadsträff"] * 2 + ["Träff om närvaro"])

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
        self.change(calendar.event_by_uid("traff"), "20270312T", "20270319T")
        self.change(calendar.event_by_uid("serie"), "SUMMARY:Månadsträff", "SUMMARY:Egen")
        self.assertEqual(self.titles(calendar, expand=True), ["Egen"] * 3 + ["Nätverksträff"])
        self.assertEqual(self.titles(calendar, expand=False), ["Egen", "Nätverksträff"])
        found = calendar.search(comp_class=caldav.Event, summary="Nätverks")
        self.assertEqual([values(one.data, "UID") for one in found], [["traff"]])
        for one in calendar.events():
            one.delete()
        self.assertEqual(calendar.events(), [])

    def test_into_the_network_and_out_again_by_move(self):
        own, network = self.calendars[OWN], self.calendars[NETWORK]
        event = own.save_event(SINGLE)
        for target, status, contact in ((network, 201, [ESSUNGA]), (own, 201, [])):
            answer = event.client.request(str(event.url), "MOVE", headers={
                "Destination": str(target.url.join("traff.ics")), "Overwrite": "F"})
            self.assertEqual(answer.status, status, answer.raw)
            event = target.event_by_uid("traff")
            self.assertEqual(values(event.data, "CONTACT"), contact)
        self.assertEqual(network.events(), [])
        self.assert_coordinator_sees()


if __name__ == "__main__":
    unittest.main()
