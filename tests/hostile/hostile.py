"""Sends the server whatever one ordinary member could store or ask to keep it busy, one kind after another, and prints what the
worst request of each kind cost: steps of its budget, processor time, memory, octets of the answer.

hostile.py [KIND...]         those kinds only
hostile.py --mutations N     besides, N requests of each kind with octets changed at random (a fixed seed)

Exit 1 when a bound on steps, memory or octets is broken, or a status is not one that the kind may have. Processor time is printed
and never judged: it says how fast the machine is."""

import argparse
import base64
import dataclasses
import http.client
import os
import pathlib
import random
import re
import ssl
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))
from server import Server    # noqa: E402

CALENDAR = "/dav/calendars/user01/calendar/"
MOST_STEPS = 1_000_000          # of a request, beyond what its objects add: WorkBudget::kRequest
STEPS_OF_OBJECT = 2 * 1_000     # by which it grows for each object: WorkBudget::kGrowth, for the filter and for its data
OCTETS_A_STEP = 2               # and for its text: WorkBudget::kOctetsPerGrowth, likewise
MOST_MEMORY = 50 << 20          # octets a request may add to what the server takes
NAMES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'


def calendar(lines):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hostile//EN\r\n" + lines + "END:VCALENDAR\r\n"


def event(uid, lines, more=""):
    return calendar(f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n{lines}END:VEVENT\r\n{more}")


def query(tests, data="<C:calendar-data/>"):
    return (f'<C:calendar-query {NAMES}><D:prop><D:getetag/>{data}</D:prop><C:filter><C:comp-filter name="VCALENDAR">'
            f'<C:comp-filter name="VEVENT">{tests}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>')


def ranges(count, element="prop-filter", name="DTSTART"):
    return "".join(f'<C:{element} name="{name}"><C:time-range start="20{30 + i % 60}0101T001000Z" end="20{31 + i % 60}0101T001000Z"/>'
                   f'</C:{element}>' for i in range(count))


EXPAND = '<C:calendar-data><C:expand start="20260101T000000Z" end="20360101T000000Z"/></C:calendar-data>'
LIMIT = '<C:calendar-data><C:limit-recurrence-set start="20260101T000000Z" end="20270101T000000Z"/></C:calendar-data>'
START = "DTSTART:20260105T090000Z\r\nDURATION:PT1M\r\n"


@dataclasses.dataclass
class Kind:
    """`objects`: name -> text, PUT first (each may be refused by 403 or taken). Then the question."""
    name: str
    objects: dict
    method: str = "REPORT"
    body: str = ""
    path: str = CALENDAR
    may_be: tuple = (207,)


def alarms(count):
    return "".join(f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-P{i % 900}D\r\nREPEAT:1000\r\nDURATION:P1D\r\n"
                   "END:VALARM\r\n" for i in range(count))


def overrides(count):
    return "".join(f"BEGIN:VEVENT\r\nUID:o\r\nDTSTAMP:20260101T000000Z\r\nRECURRENCE-ID:20{26 + i // 365:02}{i % 12 + 1:02}{i % 28 + 1:02}"
                   f"T{i % 24:02}0000Z\r\nDTSTART:20260105T090000Z\r\nEND:VEVENT\r\n" for i in range(count))


def zones(count, observances):
    one = ("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
           "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n")
    return "".join(f"BEGIN:VTIMEZONE\r\nTZID:z{i}\r\n{one * observances}END:VTIMEZONE\r\n" for i in range(count))


def kinds():
    hourly = {f"hourly-{i}.ics": event(f"hourly-{i}", START + "RRULE:FREQ=HOURLY\r\n") for i in range(300)}
    yield Kind("every second, 190 tests", {f"s{i}.ics": event(f"s{i}", START + "RRULE:FREQ=SECONDLY\r\n") for i in range(300)},
               body=query(ranges(190)))
    yield Kind("every hour, 190 tests", hourly, body=query(ranges(190)))
    yield Kind("every hour, expanded", hourly, body=query("", EXPAND))
    yield Kind("free-busy of hours", hourly, may_be=(200, 507), body=f'<C:free-busy-query {NAMES}><C:time-range '
               'start="20260101T000000Z" end="20360101T000000Z"/></C:free-busy-query>')
    yield Kind("4 990 repeating alarms", {"alarms.ics": event("alarms", START + "RRULE:FREQ=DAILY\r\n" + alarms(4990))},
               body=query('<C:comp-filter name="VALARM"><C:time-range start="20300101T001000Z" end="20300101T001001Z"/></C:comp-filter>'))
    yield Kind("4 990 overrides, limited", {"overrides.ics": event("o", START + "RRULE:FREQ=HOURLY\r\n", overrides(4990))},
               body=query("", LIMIT))
    yield Kind("one href 10 000 times", {"daily.ics": event("daily", START + "RRULE:FREQ=HOURLY\r\n")},
               body=f'<C:calendar-multiget {NAMES}><D:prop>{EXPAND}</D:prop>' +
               f"<D:href>{CALENDAR}daily.ics</D:href>" * 10_000 + "</C:calendar-multiget>")
    yield Kind("98 zones of 49 observances", {"zones.ics": event("zones", "DTSTART;TZID=z0:20260105T090000\r\n" + "".join(
        f"RDATE;TZID=z{i}:20260601T090000\r\n" for i in range(98)), zones(98, 49))}, body=query(ranges(2)))
    yield Kind("1 700 name spaces", {}, method="PROPFIND", may_be=(207, 400), body="<D:propfind xmlns:D='DAV:'>" + nested(28, 60) +
               "</D:propfind>")
    yield Kind("one property 1 000 times", {"text.ics": event("text", START + "RRULE:FREQ=HOURLY\r\n")},
               body=query("", EXPAND * 900))
    yield Kind("a long text, 190 tests", {"long.ics": event("long", START + "DESCRIPTION:" + "å" * 400_000 + "\r\n")},
               body=query('<C:prop-filter name="DESCRIPTION"><C:text-match collation="i;unicode-casemap" '
                          'negate-condition="yes">zz</C:text-match>'
                          '</C:prop-filter>' * 190))
    yield Kind("5 000 properties, 190 tests", {"lines.ics": event("lines", START + "X-A:1\r\n" * 5_000)},
               body=query('<C:prop-filter name="X-B"><C:is-not-defined/></C:prop-filter>' * 190))
    yield Kind("40 large objects", {f"large-{i}.ics": event(f"large-{i}", START + ("X-NOTE:" + "x" * 60_000 + "\r\n") * 120)
                                    for i in range(40)}, body=query(""))
    yield Kind("40 large objects as one text", {}, method="GET", may_be=(200,))


def nested(depth, names):
    """Elements one in the other with `names` declarations each; the innermost has children of every prefix."""
    opened = "".join("<D:prop " + " ".join(f'xmlns:p{level}x{i}="u:{level}x{i}"' for i in range(names)) + ">" for level in range(depth))
    inside = "".join(f"<p{i % depth}x{i % names}:a/>" for i in range(30_000))
    return opened + inside + "</D:prop>" * depth


class Client:
    def __init__(self, server):
        self.server = server
        context = ssl.create_default_context(cafile=str(server.ca))
        self.connection = http.client.HTTPSConnection("localhost", server.port, context=context, timeout=300)
        self.fields = {"Authorization": "Basic " + base64.b64encode(b"user01:secret").decode(), "Depth": "1"}

    def ask(self, method, path, body):
        """Status and octets of the answer, which is read and thrown away."""
        self.connection.request(method, path, body=body, headers=self.fields)
        answer = self.connection.getresponse()
        octets = 0
        while piece := answer.read(1 << 16):
            octets += len(piece)
        return answer.status, octets


class Process:
    """What the server's process has taken."""

    def __init__(self, server):
        self.folder = pathlib.Path("/proc") / str(server.process.pid)
        self.log = server.folder / "server.log"

    def processor_ms(self):
        fields = (self.folder / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def forget_peak(self):
        (self.folder / "clear_refs").write_text("5")

    def memory(self, which):
        return int(re.search(rf"^{which}:\s+(\d+) kB", (self.folder / "status").read_text(), re.M)[1]) << 10

    def steps(self):
        """Of all requests that the log has told of, in order."""
        return [int(one) for one in re.findall(r" steps=(\d+)", self.log.read_text())]


def mutated(text, source):
    octets = bytearray(text.encode())
    for _ in range(source.randint(1, 8)):
        octets[source.randrange(len(octets))] = source.randrange(256)
    return bytes(octets)


def run(kind, server, stored, mutations, source):
    """`stored`: name -> octets of what the calendar holds, kept up."""
    client, process = Client(server), Process(server)
    broken = []

    def measured(method, path, body, may_be):
        process.forget_peak()
        before, memory, told = process.processor_ms(), process.memory("VmRSS"), len(process.steps())
        status, octets = client.ask(method, path, body)
        while len(process.steps()) == told:    # the line comes when the answer has left
            server.wait_a_little()
        cost = (process.steps()[-1], process.processor_ms() - before, process.memory("VmHWM") - memory, octets)
        most = MOST_STEPS + len(stored) * STEPS_OF_OBJECT + sum(stored.values()) // OCTETS_A_STEP
        if may_be and status not in may_be:
            broken.append(f"{method} was answered by {status}")
        if cost[0] > most:
            broken.append(f"{method} took {cost[0]} steps, more than {most}")
        if cost[2] > MOST_MEMORY + len(body):
            broken.append(f"{method} took {cost[2] >> 20} MiB")
        return status, cost

    taken, worst_put = 0, (0, 0, 0, 0)
    for name, text in kind.objects.items():
        status, cost = measured("PUT", CALENDAR + name, text.encode(), (201, 204, 403))
        taken += status != 403
        if status != 403:
            stored[name] = len(text)
        worst_put = max(worst_put, cost, key=lambda one: one[1])
    if kind.objects:
        show(kind.name + ", PUT", f"{taken}/{len(kind.objects)} taken", worst_put)
    status, cost = measured(kind.method, kind.path, kind.body.encode(), kind.may_be)
    show(kind.name, status, cost)
    for _ in range(mutations):
        text = source.choice(list(kind.objects.values()) or [kind.body])
        if kind.objects:
            measured("PUT", CALENDAR + "mutated.ics", mutated(text, source), None)
            stored["mutated.ics"] = max(len(text), stored.get("mutated.ics", 0))
        if kind.body:
            measured(kind.method, kind.path, mutated(kind.body, source), None)
    return broken


def show(name, status, cost):
    steps, milliseconds, memory, octets = cost
    print(f"{name:36} {status!s:14} {steps:>9} steps {milliseconds:>7.0f} ms {memory / (1 << 20):>7.1f} MiB {octets:>11} octets", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kinds", nargs="*")
    arguments.add_argument("--mutations", type=int, default=0)
    asked = arguments.parse_args()
    server = Server(association="suite.toml", mandates=())
    broken, stored, source = [], {}, random.Random(20261130)
    try:
        Client(server).ask("OPTIONS", CALENDAR, b"")    # the first password check takes memory of its own
        for kind in kinds():
            if not asked.kinds or any(word in kind.name for word in asked.kinds):
                broken += [f"{kind.name}: {what}" for what in run(kind, server, stored, asked.mutations, source)]
    finally:
        server.close()
    for what in broken:
        print(what)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
