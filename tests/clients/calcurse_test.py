"""calcurse-caldav: a calendar in the terminal that keeps plain files and knows no ETags of its own. What is changed in it goes
out as a new object, and the old one is deleted."""

import textwrap
import unittest

from clients import ENVIRONMENT, run
from story import CHAIR, ESSUNGA, NETWORK, OWN, SERIES, SERIES_HOSTS, SINGLE, Story, values

# The turns after those of SERIES_HOSTS.
NEXT_HOSTS = {"2027-04-14": "Värd: Götene kommun", "2027-05-12": "Värd: Hjo kommun", "2027-06-09": "Värd: Karlsborgs kommun"}


class Calcurse:
    """One calendar of the server's and one folder of calcurse's."""

    def __init__(self, folder, server, path, login):
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        bundle = folder / "trusted.pem"
        bundle.write_text(server.ca.read_text())
        self.environment = {**ENVIRONMENT, "HTTPLIB2_CA_CERTS": str(bundle), "SSL_CERT_FILE": str(bundle)}
        self.config = folder / "caldav.conf"
        self.config.write_text(textwrap.dedent(f"""\
            [General]
            Binary = calcurse
            Hostname = localhost:{server.port}
            Path = {path}
            AuthMethod = basic
            HTTPS = Yes
            InsecureSSL = No
            SyncFilter = cal
            DryRun = No
            [Auth]
            Username = {login}
            Password = skaraborg
            """))

    def sync(self):
        known = self.folder / "syncdb"
        # It counts as new as long as it knows of no object on both sides.
        options = [] if known.exists() and known.read_text() else ["--init", "two-way"]
        return run(["calcurse-caldav", "--config", str(self.config), "--datadir", str(self.data), "--lockfile",
                    str(self.folder / "lock"), "--syncdb", str(known), *options], self.folder, environment=self.environment)

    def take_in(self, text):
        file = self.folder / "new.ics"
        file.write_text(text.replace("\r\n", "\n"))
        run(["calcurse", "-D", str(self.data), "-q", "-i", str(file)], self.folder)

    @property
    def appointments_file(self):
        return self.data / "apts"

    @property
    def appointments(self):
        return self.appointments_file.read_text()

    def line(self, title):
        (found,) = [line for line in self.appointments.split("\n") if line.endswith(f"|{title}")]
        return found

    def change(self, old, new):
        assert old in self.appointments, self.appointments
        self.appointments_file.write_text(self.appointments.replace(old, new))


class ChairInCalcurse(Story):
    def calcurse(self, name, path):
        return Calcurse(self.folder(name), self.server, path, CHAIR)

    def served(self, path):
        return self.server.request("GET", path, CHAIR).text

    def starts(self, path):
        """Title -> when it begins, or begins first."""
        text = self.served(path)
        return dict(zip(values(text, "SUMMARY"), values(text, "DTSTART")))

    def what_others_write_comes_in_and_goes(self, client, path):
        self.server.request("PUT", path + "ny.ics", CHAIR, body=SINGLE.replace("UID:traff", "UID:ny").replace("Nätverks", "Extra"))
        self.server.request("PUT", path + "nya.ics", CHAIR, body=SERIES.replace("UID:serie", "UID:nya").replace("Månads", "Kvartals"))
        client.sync()
        self.assertIn("03/12/2027 @ 09:00 -> 03/12/2027 @ 12:00", client.line("Extraträff"))
        self.assertIn("{1M -> 06/09/2027", client.line("Kvartalsträff"))
        for name, old, new in (("ny", "Extra", "Flyttad "), ("nya", "Kvartals", "Andra ")):
            text = self.text_of(f"{path}{name}.ics").replace(old, new).replace("\n", "\r\n")
            self.assertEqual(self.server.request("PUT", f"{path}{name}.ics", CHAIR, body=text).status, 204)
        client.sync()
        self.assertEqual((client.appointments.count("Flyttad träff"), client.appointments.count("Andra träff")), (1, 1))
        self.assertNotRegex(client.appointments, "Extraträff|Kvartalsträff")
        for name in ("ny", "nya"):
            self.assertEqual(self.server.request("DELETE", f"{path}{name}.ics", CHAIR).status, 204)
        client.sync()
        self.assertNotRegex(client.appointments, "Flyttad träff|Andra träff")

    def test_in_the_networks_calendar(self):
        client = self.calcurse("network", NETWORK)
        client.take_in(SINGLE)
        client.sync()
        self.assertEqual(values(self.served(NETWORK), "CONTACT"), [ESSUNGA])
        self.assertEqual([e["start"] for e in self.coordinator_feed()], ["2027-03-12T08:00:00.000Z"])
        # Nothing to do: what we added to the text is no change of hers.
        before = self.served(NETWORK)
        client.sync()
        self.assertEqual(self.served(NETWORK), before)

        client.change("Nätverksträff", "Träff om närvaro")
        client.sync()
        client.change("03/12/2027", "03/19/2027")
        client.sync()
        self.assertEqual(values(self.served(NETWORK), "CONTACT"), [ESSUNGA])
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"))

        client.take_in(SERIES)
        client.sync()
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Månadsträff", SERIES_HOSTS))
        client.change("Månadsträff", "Träff varje månad")
        client.sync()
        # The new object came while the old one still had its turns.
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Träff varje månad", NEXT_HOSTS))
        client.change("04/14/2027 @ 13:00 -> 04/14/2027 @ 15:00", "04/14/2027 @ 09:00 -> 04/14/2027 @ 11:00")
        client.sync()
        self.assertEqual(self.starts(NETWORK), {"Träff om närvaro": "20270319T090000", "Träff varje månad": "20270414T090000"})
        self.assert_coordinator_sees(("Elevhälsan: Träff om närvaro", "2027-03-19T08:00:00.000Z"),
                                     ("Elevhälsan: Träff varje månad", SERIES_HOSTS))
        self.what_others_write_comes_in_and_goes(client, NETWORK)

        client.appointments_file.write_text("")
        client.sync()
        self.assertEqual(self.served(NETWORK).count("BEGIN:VEVENT"), 0)
        self.assert_coordinator_sees()
        self.check_data()

    def test_in_her_own(self):
        client = self.calcurse("own", OWN)
        client.take_in(SINGLE)
        client.take_in(SERIES)
        client.sync()
        self.assertEqual(sorted(values(self.served(OWN), "SUMMARY")), ["Månadsträff", "Nätverksträff"])
        client.change("Nätverksträff", "Eget")
        client.change("Månadsträff", "Egen serie")
        client.sync()
        self.assertEqual(self.starts(OWN), {"Eget": "20270312T090000", "Egen serie": "20270414T130000"})
        client.change("03/12/2027 @ 09:00 -> 03/12/2027 @ 12:00", "03/19/2027 @ 10:00 -> 03/19/2027 @ 12:00")
        client.change("04/14/2027 @ 13:00 -> 04/14/2027 @ 15:00", "04/14/2027 @ 09:00 -> 04/14/2027 @ 11:00")
        client.sync()
        self.assertEqual(self.starts(OWN), {"Eget": "20270319T100000", "Egen serie": "20270414T090000"})
        self.assertEqual(len(values(self.served(OWN), "RRULE")), 1)
        self.what_others_write_comes_in_and_goes(client, OWN)
        client.appointments_file.write_text("")
        client.sync()
        self.assertEqual(self.served(OWN).count("BEGIN:VEVENT"), 0)


if __name__ == "__main__":
    unittest.main()
