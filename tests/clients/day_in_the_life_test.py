"""The day in the life of the network Elevhälsan, with real clients against the real program over TLS: its chair works in khal and
in Evolution's engine, a member looks, and the coordinator's calendar and feed are read after each step."""

import unittest

from clients import ClientError, Khal
from story import CHAIR, MEMBER, Story, values


class ChairInKhal(Story):
    """Create, edit, move, cancel and undo, with vdirsyncer and khal."""

    def the_only(self, vdirsyncer):
        (text,) = vdirsyncer.texts("natverk-elevhalsan").values()
        return text

    def test_a_meeting_from_planning_to_undo(self):
        chair = self.vdirsyncer("chair", CHAIR)
        self.assertEqual(chair.collections(), ["calendar", "natverk-elevhalsan", "tasks"])
        khal = Khal(chair, "natverk-elevhalsan")

        # She plans a meeting; a host is chosen, and its line stands in the text she gets back.
        khal.new("2027-03-12 09:00", "12:00", "Nätverksträff")
        self.sync(chair)
        text = self.the_only(chair)
        uid = values(text, "UID")[0]
        self.assertEqual(values(text, "CONTACT"), ["Värd: Essunga kommun"])
        self.assertEqual(values(text, "LOCATION"), ["Essunga (plats meddelas)"])
        self.assertEqual(values(text, "CATEGORIES"), ["Elevhälsan"])
        self.assertEqual(values(text, "ATTENDEE") + values(text, "ORGANIZER"), [])

        # The date is in the coordinator's calendar and feed at once.
        (copy,) = self.coordinator_copies().values()
        self.assertEqual(values(copy, "SUMMARY"), ["Elevhälsan: Nätverksträff"])
        (event,) = self.coordinator_feed()
        self.assertEqual((event["start"], event["contact"]), ("2027-03-12T08:00:00.000Z", "Värd: Essunga kommun"))

        # She edits title and place, later takes the place away again: our lines neither pile up nor vanish.
        khal.edit(uid, summary="Träff om närvaro", location="Stadshuset")
        self.sync(chair)
        text = self.the_only(chair)
        self.assertEqual(values(text, "LOCATION"), ["Stadshuset"])
        self.assertEqual(values(text, "CONTACT"), ["Värd: Essunga kommun"])
        khal.edit(uid, location="")
        self.sync(chair)
        text = self.the_only(chair)
        self.assertEqual(values(text, "LOCATION"), ["Essunga (plats meddelas)"])
        self.assertEqual(values(text, "CATEGORIES"), ["Elevhälsan"])
        (copy,) = self.coordinator_copies().values()
        self.assertEqual(values(copy, "SUMMARY"), ["Elevhälsan: Träff om närvaro"])

        # The meeting settles: its host is told, and stays when the meeting moves.
        self.server.settle("2026-11-22T09:10:00Z")
        khal.edit(uid, start="2027-03-19 13:00", end="2027-03-19 16:00")
        self.sync(chair)
        self.assertEqual(values(self.the_only(chair), "CONTACT"), ["Värd: Essunga kommun"])
        (event,) = self.coordinator_feed()
        self.assertEqual(event["start"], "2027-03-19T12:00:00.000Z")

        # A second meeting goes to the next municipality in turn.
        khal.new("2027-05-07 09:00", "12:00", "Vårträff")
        self.sync(chair)
        contacts = sorted(values(t, "CONTACT")[0] for t in chair.texts("natverk-elevhalsan").values())
        self.assertEqual(contacts, ["Värd: Essunga kommun", "Värd: Falköpings kommun"])
        self.server.settle("2026-11-22T09:20:00Z")

        # She deletes the first: gone for her, cancelled for the coordinator.
        name, kept = next((n, t) for n, t in chair.texts("natverk-elevhalsan").items() if "UID:" + uid in t)
        (chair.files / "natverk-elevhalsan" / name).unlink()
        self.sync(chair)
        by_start = {values(c, "DTSTART")[0]: c for c in self.coordinator_copies().values()}
        cancelled = next(c for c in by_start.values() if "närvaro" in c)
        self.assertEqual(values(cancelled, "STATUS"), ["CANCELLED"])
        self.assertEqual(values(cancelled, "SUMMARY"), ["INSTÄLLT: Elevhälsan: Träff om närvaro"])
        self.assertEqual([e["status"] for e in self.coordinator_feed()], ["CANCELLED", None])

        # And takes it back, as an undo does, with the same UID: the same host, nothing cancelled any more.
        (chair.files / "natverk-elevhalsan" / name).write_bytes(kept.encode())
        self.sync(chair)
        revived = next(t for t in chair.texts("natverk-elevhalsan").values() if "UID:" + uid in t)
        self.assertEqual(values(revived, "CONTACT"), ["Värd: Essunga kommun"])
        self.assertNotIn("CANCELLED", "".join(self.coordinator_copies().values()))

        self.check_data()
        self.assertEqual(len(self.coordinator_feed()), 2)

    def test_a_member_reads_and_cannot_write(self):
        chair = self.vdirsyncer("chair", CHAIR)
        Khal(chair, "natverk-elevhalsan").new("2027-03-12 09:00", "12:00", "Nätverksträff")
        self.sync(chair)
        member = self.vdirsyncer("member", MEMBER)
        member.sync()
        (name,) = member.texts("natverk-elevhalsan")
        self.assertEqual(values(member.texts("natverk-elevhalsan")[name], "CONTACT"), ["Värd: Essunga kommun"])
        refused = self.server.request("PUT", f"/dav/calendars/elevhalsochef-vara/natverk-elevhalsan/{name}", MEMBER,
                                      body=member.texts("natverk-elevhalsan")[name])
        self.assertEqual(refused.status, 403)
        self.assertIn("need-privileges", refused.text)
        with self.assertRaises(ClientError):
            Khal(member, "natverk-elevhalsan").new("2027-04-12 09:00", "12:00", "Egen träff")
            member.sync()


if __name__ == "__main__":
    unittest.main()
