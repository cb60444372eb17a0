#!/usr/bin/python3
"""A small load against a running CalDAV server: how many operations a second it carries, and how long each takes.

    tests/bench/load.py https://localhost:8443/dav/calendars/samordnaren/ --login samordnaren --password skaraborg

It makes a calendar of its own in that home, fills it with --events events, reads and writes it over --connections
connections for --seconds each, prints a table, and deletes the calendar again. Nothing else is touched. The client is
Python and takes processor time of its own: what is printed is what this machine got, not the most the server can give.
"""

import argparse
import base64
import http.client
import multiprocessing
import ssl
import sys
import time
import urllib.parse
import uuid

EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Stafett//load//SV\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20270101T080000Z\r
DTSTART;TZID=Europe/Stockholm:2027{month:02}{day:02}T{hour:02}0000\r
DURATION:PT1H\r
SUMMARY:Last {uid}, {turn}\r
END:VEVENT\r
END:VCALENDAR\r
"""

QUERY = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="20270601T000000Z" end="20270608T000000Z"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""

PROPFIND = """<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:sync-token/>
<CS:getctag xmlns:CS="http://calendarserver.org/ns/"/></D:prop></D:propfind>"""


def event(number, uid=None, turn=0):
    return EVENT.format(uid=uid or f"last-{number}", turn=turn, month=number % 12 + 1, day=number % 28 + 1, hour=number % 9 + 8)


class Client:
    """One connection that is kept open."""

    def __init__(self, options):
        url = urllib.parse.urlsplit(options.home)
        if url.scheme == "https":
            context = ssl.create_default_context(cafile=options.ca)
            if not options.ca:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.connection = http.client.HTTPSConnection(url.netloc, context=context, timeout=60)
        else:
            self.connection = http.client.HTTPConnection(url.netloc, timeout=60)
        word = base64.b64encode(f"{options.login}:{options.password}".encode()).decode()
        self.fields = {"Authorization": "Basic " + word}
        self.calendar = url.path.rstrip("/") + "/" + options.name + "/"

    def ask(self, method, name="", body=None, expect=(200, 201, 204, 207), **fields):
        sent = dict(self.fields, **{key.replace("_", "-"): value for key, value in fields.items()})
        self.connection.request(method, self.calendar + name, body.encode() if body else None, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in expect:
            raise RuntimeError(f"{method} {self.calendar}{name} was answered {answer.status}: {content[:300].decode(errors='replace')}")
        return answer


def operations(options):
    """name -> (client, number of the turn, number of the connection) -> None"""
    events = options.events

    def put_update(client, turn, connection):
        number = (turn * 7919 + connection) % events
        text = event(number, turn=turn * 1000 + connection + 1)
        client.ask("PUT", f"last-{number}.ics", text, Content_Type="text/calendar")

    def put_new(client, turn, connection):
        uid = uuid.uuid4().hex
        client.ask("PUT", uid + ".ics", event(turn, uid), Content_Type="text/calendar", If_None_Match="*")
        client.ask("DELETE", uid + ".ics")

    return {
        "GET event": lambda client, turn, connection: client.ask("GET", f"last-{(turn * 7919 + connection) % events}.ics"),
        "PROPFIND ctag": lambda client, turn, connection: client.ask("PROPFIND", body=PROPFIND, Depth="0"),
        "calendar-query, a week": lambda client, turn, connection: client.ask("REPORT", body=QUERY, Depth="1"),
        "PUT changed": put_update,
        "PUT new + DELETE": put_new,
    }


def worker(options, name, connection, start, results):
    times = []
    try:
        client = Client(options)
        client.ask("OPTIONS")
        operation = operations(options)[name]
        start.wait()
        turn, end = 0, time.perf_counter() + options.seconds
        while (before := time.perf_counter()) < end:
            operation(client, turn, connection)
            times.append(time.perf_counter() - before)
            turn += 1
    except Exception as error:
        start.abort()
        results.put(f"{type(error).__name__}: {error}")
        raise
    results.put(times)


def measure(options, name):
    start, results = multiprocessing.Barrier(options.connections), multiprocessing.Queue()
    workers = [multiprocessing.Process(target=worker, args=(options, name, connection, start, results))
               for connection in range(options.connections)]
    for one in workers:
        one.start()
    times = []
    for answer in [results.get() for _ in workers]:
        if isinstance(answer, str):
            raise SystemExit(f"{name}: {answer}")
        times += answer
    for one in workers:
        one.join()
    times.sort()
    at = lambda part: 1000 * times[min(len(times) - 1, int(part * len(times)))]
    print(f"{name:24} {len(times) / options.seconds:8.0f} /s   p50 {at(0.5):7.2f} ms   p99 {at(0.99):7.2f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", help="URL of a calendar home, ending in /")
    parser.add_argument("--login", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--ca", help="certificate authority to trust (else the certificate is not checked)")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    options.name = "last-" + uuid.uuid4().hex[:8]

    client = Client(options)
    client.ask("MKCALENDAR")
    try:
        before = time.perf_counter()
        for number in range(options.events):
            client.ask("PUT", f"last-{number}.ics", event(number), Content_Type="text/calendar", If_None_Match="*")
        print(f"{'filling, one connection':24} {options.events / (time.perf_counter() - before):8.0f} /s", flush=True)
        for name in operations(options):
            measure(options, name)
    finally:
        Client(options).ask("DELETE")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    sys.exit(main())
