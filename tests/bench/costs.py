#!/usr/bin/python3
"""What the server pays for what a CalDAV benchmark does not ask: processor time for meetings beside ordinary events, for a
calendar and a feed that must be made anew, for TLS beside plain HTTP, and memory for connections that only wait.

    tests/bench/costs.py [--meetings 200,1000] [--count 40]

Starts the release build on data of its own (the Skaraborg example, on loopback), prints three tables and leaves nothing
behind. Processor time is that of the server alone, all its threads; eight connections ask at a time.
"""

import argparse
import base64
import concurrent.futures
import http.client
import pathlib
import re
import socket
import ssl
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))
from server import Server, free_port    # noqa: E402

CHAIR = "ordforande-elevhalsan"
HOME = "/dav/calendars/elevhalsochef-skovde/"
OWN, NETWORK = f"{HOME}calendar/", f"{HOME}natverk-elevhalsan/"
CONNECTIONS = 8
ROUNDS = 4
IDLE = 500


def event(uid, number, turn):
    day, month, hour = number % 28 + 1, number // 28 % 12 + 1, number % 9 + 8
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stafett//costs//SV", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261122T090000Z",
             f"DTSTART;TZID=Europe/Stockholm:{2027 + number // 336}{month:02}{day:02}T{hour:02}0000", "DURATION:PT2H",
             f"SUMMARY:Träff {number}", *(f"DESCRIPTION;X-N={i}:Punkt {i} på dagordningen, {turn}" for i in range(20)),
             "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines)


class Client:
    """Of plain HTTP, or of TLS with a context; connects when it is first needed."""

    def __init__(self, port, login=CHAIR, password="skaraborg", context=None):
        if context:
            self.connection = http.client.HTTPSConnection("localhost", port, timeout=120, context=context)
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.fields = {"Authorization": "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()}

    def send(self, method, path, body=None, expected=(200, 201, 204), **fields):
        self.connection.request(method, path, body.encode() if body else None, {**self.fields, **fields})
        answer = self.connection.getresponse()
        octets = answer.read()
        if answer.status not in expected:
            raise SystemExit(f"{method} {path}: {answer.status} {octets[:300]!r}")
        return answer.headers, octets


class Measured:
    """The server with clients, and its processor time in ms."""

    def __init__(self):
        self.plain_port = free_port()
        # Without the test clock, whose file is read several times a request.
        self.server = Server(now=None, options=["--plain-port", self.plain_port])
        pid = self.server.process.pid
        self.clock = (~pid << 3) | 2    # its CPU-time clock (clock_getcpuclockid)
        self.memory_file = pathlib.Path(f"/proc/{pid}/smaps_rollup")
        self.context = ssl.create_default_context(cafile=str(self.server.ca))
        self.clients = self.connections("plain")

    def connections(self, name):
        """Eight new ones, "plain" or "TLS"."""
        return [Client(self.server.port, context=self.context) if name == "TLS" else Client(self.plain_port)
                for _ in range(CONNECTIONS)]

    def memory(self):
        return int(re.search(r"^Pss:\s+(\d+)", self.memory_file.read_text(), re.M).group(1)) / 1024

    def cost(self, tasks, clients=None):
        """ms for each of `tasks`: functions of a client, shared out over the connections."""
        clients = clients or self.clients

        def work(n):
            for task in tasks[n::CONNECTIONS]:
                task(clients[n])
        before = time.clock_gettime(self.clock)
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(work, range(CONNECTIONS)))
        return (time.clock_gettime(self.clock) - before) * 1000 / max(len(tasks), 1)

    def put(self, calendar, numbers, turn=0):
        return self.cost([lambda c, n=n: c.send("PUT", f"{calendar}costs-{n}.ics", event(f"costs-{n}", n, turn),
                                                **{"Content-Type": "text/calendar"}) for n in numbers])

    def made_anew(self, calendar, path, times=20):
        """ms to make what lies at `path` after each change of the calendar, and for giving it again unchanged."""
        client, anew, again = self.clients[0], 0, 0
        for turn in range(times):
            client.send("PUT", f"{calendar}costs-0.ics", event("costs-0", 0, f"varv {turn}"), **{"Content-Type": "text/calendar"})
            before = time.clock_gettime(self.clock)
            headers, octets = client.send("GET", path)
            between = time.clock_gettime(self.clock)
            client.send("GET", path, expected=(304,), **{"If-None-Match": headers["ETag"]})
            anew, again = anew + between - before, again + time.clock_gettime(self.clock) - between
        return anew * 1000 / times, again * 1000 / times, len(octets)


def puts(measured, first, count):
    """The least of ROUNDS rounds, in which the two calendars take turns: name -> ms."""
    least = {}
    for turn in range(ROUNDS):
        numbers = range(first + turn * count, first + (turn + 1) * count)
        for what, version in (("PUT new", 0), ("PUT update", f"ändrad {turn}")):
            for name, calendar in (("an ordinary calendar", OWN), ("a network's calendar", NETWORK)):
                key = f"{what}, {name}"
                least[key] = min(measured.put(calendar, numbers, version), least.get(key, 1e9))
    for what in ("PUT new", "PUT update"):
        least[f"{what}, the second beside the first"] = least[f"{what}, a network's calendar"] / least[f"{what}, an ordinary calendar"]
    return least


def operations(measured, sizes, count):
    print("\nProcessor time of the server, ms an operation\n")
    print("| operation | " + " | ".join(f"{size} meetings" for size in sizes) + " |\n|---|" + "---|" * len(sizes))
    rows = {}
    there = 0
    feed = measured.server.feed(CHAIR, "--network", "elevhalsan")
    for size in sizes:
        for calendar in (OWN, NETWORK):
            measured.put(calendar, range(there, size - ROUNDS * count))
        there = size
        for name, cost in puts(measured, size - ROUNDS * count, count).items():
            rows.setdefault(name, []).append(f"{cost:.2f}")
        for name, calendar, path in (("whole calendar", OWN, OWN), ("feed of the network", NETWORK, feed)):
            anew, again, octets = measured.made_anew(calendar, path)
            rows.setdefault(f"{name}, made anew after a change", []).append(f"{anew:.2f} ({octets // 1024} KiB)")
            rows.setdefault(f"{name}, unchanged (304)", []).append(f"{again:.3f}")
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


def tls(measured):
    """Of what operations() has left there."""
    print("\nProcessor time of the server, ms an operation, 8 connections\n\n| operation | plain | TLS |\n|---|---|---|")

    def get(path):
        return lambda client: client.send("GET", path)

    def connect_and_get(path):
        def task(client):
            client.connection.close()
            client.send("GET", path)
        return task

    event_path = f"{OWN}costs-0.ics"
    rows = {"GET event": (get(event_path), 4000), "GET event, a connection each": (connect_and_get(event_path), 400),
            "whole calendar, ready": (get(OWN), 400)}
    for name, (task, times) in rows.items():
        cells = []
        for kind in ("plain", "TLS"):
            clients = measured.connections(kind)
            measured.cost([task] * CONNECTIONS, clients)    # connected, and what can lie ready does
            cells.append(f"{measured.cost([task] * times, clients):.3f}")
        print(f"| {name} | " + " | ".join(cells) + " |")


def idle(measured):
    print(f"{IDLE} connections that have asked once and wait, MiB more than before\n\n| | MiB |\n|---|---|")
    for name in ("plain", "TLS"):
        before, held = measured.memory(), []
        for _ in range(IDLE):
            connection = socket.create_connection(("127.0.0.1", measured.server.port if name == "TLS" else measured.plain_port))
            if name == "TLS":
                connection = measured.context.wrap_socket(connection, server_hostname="localhost")
            connection.sendall(b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(4096)
            held.append(connection)
        print(f"| {name} | {measured.memory() - before:.1f} |")
        for connection in held:
            connection.close()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--meetings", default="200,1000", help="how many are there when a row is measured (200,1000)")
    options.add_argument("--count", type=int, default=40, help=f"how many are measured in each of {ROUNDS} rounds (40)")
    chosen = options.parse_args()
    measured = Measured()
    try:
        idle(measured)
        operations(measured, [int(size) for size in chosen.meetings.split(",")], chosen.count)
        tls(measured)
    finally:
        measured.server.close()


if __name__ == "__main__":
    main()
