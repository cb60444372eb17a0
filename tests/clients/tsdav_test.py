"""tsdav, the CalDAV library of many web programs, in Node.js: discovery, create, change, move, sync and delete, as chair in the
network's calendar and in her own."""

import json
import subprocess
import unittest

from clients import HERE, ClientError
from story import CHAIR, ESSUNGA, NETWORK, OWN, SERIES, SERIES_HOSTS, SINGLE, Story, values


class Tsdav:
    def __init__(self, folder, server, login):
        folder.mkdir()
        self.process = subprocess.Popen(
            ["node", str(HERE / "tsdav_agent.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "TZ": "Europe/Stockholm",
                 "NODE_EXTRA_CA_CERTS": str(server.ca)})
        self.calendars = self.ask("connect", url=server.url, login=login, password="skaraborg")

    def ask(self, command, **arguments):
        self.process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "node ended: " + self.process.stderr.read()}
        if "error" in answer:
            raise ClientError(answer["error"])
        return answer["value"]

    def only(self, path, uid):
        (found,) = [one for one in self.ask("list", path=path) if f"UID:{uid}" in one["data"]]
        return found

    def change(self, path, uid, old, new):
        found = self.only(path, uid)
        assert old in found["data"], found["data"]
        return self.ask("update", object={**found, "data": found["data"].replace(old, new)})

    def starts(self, path):
        """Of all occurrences in the spring, as the server expands them."""
        spring = {"from": "2027-03-01T00:00:00Z", "to": "2027-07-01T00:00:00Z"}
        return sorted(start for one in self.ask("list", path=path, expand=True, **spring) for start in values(one["data"], "DTSTART"))

    def close(self):
        self.process.communicate(timeout=30)


class ChairInTsdav(Story):
    def setUp(self):
        super().setUp()
        self.client = Tsdav(self.folder("tsdav"), self.server, CHAIR)
        self.addCleanup(self.client.close)

    def test_finds_her_calendars(self):
        found = {one["path"]: one for one in self.client.calendars}
        self.assertEqual(found[NETWORK]["name"], "Elevhälsan")
        self.assertIn("VEVENT", found[OWN]["components"])

    def test_in_the_networks_calendar(self):
        client = self.client
        self.assertEqual(client.ask("sync", path=NETWORK), {"created": 0, "updated": 0, "deleted": 0})
        client.ask("create", path=NETWORK, filename="traff.ics", data=SINGLE)
        client.ask("create", path=NETWORK, filename="serie.ics", data=SERIES)
        self.assertEqual(client.ask("sync", path=NETWORK), {"created": 2, "updated": 0, "deleted": 0})
        self.assertEqual(values(client.only(NETWORK, "traff")["data"], "CONTACT"), [ESSUNGA])
        self.assert_coordinator_sees(("Elevhälsan: Nätverksträff", "2027-03-12T08:00:00.000Z"),
                                     ("Elevhälsan: Månadsträff", SERIES_HOSTS))
        stale = client.only(NETWORK, "traff")
        client.change(NETWORK, "traff", "SUMMARY:Nätverksträff", "SUMMARY:Träff om närvaro")
        client.change(NETWORK, "traff", "20270312T", "20270319T")
        with self.assertRaisesRegex(ClientError, "412"):
            client.ask("update", object=stale)
        client.change(NETWORK, "serie", "SUMMARY:Månadsträff", "SUMMARY:Ny titel")
        client.change(NETWORK, "serie", "20270414T13", "20270414T09")
        client.change(NETWORK, "serie", "20270414T15", "20270414T11")
        self.assertEqual(client.starts(NETWORK), ["20270319T080000Z", "20270414T070000Z", "20270512T070000Z", "20270609T070000Z"])
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Ny titel", SERIES_HOSTS))
        self.assertEqual(values(client.only(NETWORK, "traff")["data"], "CONTACT"), [ESSUNGA])
        self.assertEqual(client.ask("sync", path=NETWORK), {"created": 0, "updated": 2, "deleted": 0})
        april = client.ask("list", path=NETWORK, **{"from": "2027-04-01T00:00:00Z", "to": "2027-05-01T00:00:00Z"})
        self.assertEqual([values(one["data"], "SUMMARY") for one in april], [["Ny titel"]])
        client.ask("remove", object=client.only(NETWORK, "serie"))
        client.ask("remove", object=client.only(NETWORK, "traff"))
        self.assertEqual(client.ask("sync", path=NETWORK), {"created": 0, "updated": 0, "deleted": 2})
        self.assert_coordinator_sees()
        self.check_data()

    def test_in_her_own(self):
        client = self.client
        self.assertEqual(client.ask("sync", path=OWN), {"created": 0, "updated": 0, "deleted": 0})
        client.ask("create", path=OWN, filename="traff.ics", data=SINGLE)
        client.ask("create", path=OWN, filename="serie.ics", data=SERIES)
        self.assertEqual(client.ask("sync", path=OWN), {"created": 2, "updated": 0, "deleted": 0})
        client.change(OWN, "traff", "20270312T", "20270319T")
        self.assertEqual(client.ask("sync", path=OWN), {"created": 0, "updated": 1, "deleted": 0})
        client.change(OWN, "serie", "20270414T13", "20270414T09")
        client.change(OWN, "serie", "20270414T15", "20270414T11")
        self.assertEqual(client.starts(OWN), ["20270319T080000Z", "20270414T070000Z", "20270512T070000Z", "20270609T070000Z"])
        client.change(OWN, "serie", "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3", "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=2")
        self.assertEqual(values(client.only(OWN, "traff")["data"], "DTSTART"), ["20270319T090000"])
        june = client.ask("list", path=OWN, **{"from": "2027-06-01T00:00:00Z", "to": "2027-07-01T00:00:00Z"})
        self.assertEqual(june, [])
        self.assertEqual(client.ask("sync", path=OWN), {"created": 0, "updated": 1, "deleted": 0})
        # Moved: made there, removed here.
        for uid, contact in (("traff", ESSUNGA), ("serie", "Värdar: 2027-04-14 Falköping\\, 2027-05-12 Grästorp")):
            client.ask("create", path=NETWORK, filename=uid + ".ics", data=client.only(OWN, uid)["data"])
            client.ask("remove", object=client.only(OWN, uid))
            self.assertEqual(values(client.only(NETWORK, uid)["data"], "CONTACT"), [contact])
            self.assertEqual(client.ask("sync", path=OWN), {"created": 0, "updated": 0, "deleted": 1})
        self.assertEqual(client.ask("list", path=OWN), [])
        # And back.
        for uid in ("traff", "serie"):
            client.ask("create", path=OWN, filename=uid + ".ics", data=client.only(NETWORK, uid)["data"])
            client.ask("remove", object=client.only(NETWORK, uid))
        self.assertEqual(client.ask("sync", path=OWN), {"created": 2, "updated": 0, "deleted": 0})
        self.assertEqual(client.ask("list", path=NETWORK), [])
        for uid in ("traff", "serie"):
            client.ask("remove", object=client.only(OWN, uid))
        self.assertEqual(client.ask("sync", path=OWN), {"created": 0, "updated": 0, "deleted": 2})


if __name__ == "__main__":
    unittest.main()
