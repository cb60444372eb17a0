#!/usr/bin/python3
"""What a whole calendar costs that must be made anew: processor time of a server that a CalDAV benchmark has filled, for GET of
a calendar after each change of it, and for getting it once more when it lies ready.

    tests/bench/made_anew.py --url http://127.0.0.1:18090 --login user02:secret --pid PIDFILE /dav/calendars/user02/bench1000/

PUTs and in the end deletes an event of its own there. `--pid`: the file in which the server's process id stands; all its
threads are counted, but no child process.
"""

import argparse
import base64
import pathlib
import re
import socket
import time
import urllib.parse

NAME = "made-anew.ics"


def event(turn):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stafett//made_anew//SV", "BEGIN:VEVENT", "UID:made-anew",
             "DTSTAMP:20261122T090000Z", "DTSTART:20270101T100000Z", "DURATION:PT1H", f"SUMMARY:Varv {turn}", "END:VEVENT",
             "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


class Client:
    """One connection that reads an answer in large pieces, so that little is measured of being woken for it."""

    def __init__(self, url, login):
        self.connection = socket.create_connection((url.hostname, url.port))
        self.buffer = bytearray(1 << 20)
        self.head = f"Host: {url.netloc}\r\nAuthorization: Basic {base64.b64encode(login.encode()).decode()}\r\n"

    def send(self, method, path, body=b""):
        """The octets of the answer's body."""
        self.connection.sendall(f"{method} {path} HTTP/1.1\r\n{self.head}Content-Type: text/calendar\r\n"
                                f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.connection.recv(1 << 16)
            if not more:
                raise SystemExit(f"{method} {path}: the connection ended")
            got += more
        head, rest = got.split(b"\r\n\r\n", 1)
        if not re.match(rb"HTTP/1\.1 20[0-4] ", head):
            raise SystemExit(f"{method} {path}: {head.splitlines()[0].decode()}")
        if re.search(rb"(?i)\r\ntransfer-encoding:", head):
            raise SystemExit(f"{method} {path}: too long to be made as a whole, so it is never ready")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        octets = int(length.group(1)) if length else 0
        missing = octets - len(rest)
        while missing > 0:
            missing -= self.connection.recv_into(self.buffer)
        return octets


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("calendar", help="the path of the calendar")
    options.add_argument("--url", required=True)
    options.add_argument("--login", required=True, help="user:password")
    options.add_argument("--pid", required=True, type=pathlib.Path)
    options.add_argument("--times", type=int, default=200)
    chosen = options.parse_args()
    clock = (~int(chosen.pid.read_text()) << 3) | 2    # its CPU-time clock (clock_getcpuclockid)
    client = Client(urllib.parse.urlsplit(chosen.url), chosen.login)
    spent = {"made anew": 0, "ready": 0}
    for turn in range(chosen.times):
        client.send("PUT", chosen.calendar + NAME, event(f"{time.time_ns()} {turn}"))
        for name in spent:
            before = time.clock_gettime(clock)
            octets = client.send("GET", chosen.calendar)
            spent[name] += time.clock_gettime(clock) - before
    client.send("DELETE", chosen.calendar + NAME)
    print(f"{chosen.calendar}, {octets / 1e6:.1f} MB: " +
          ", ".join(f"{name} {seconds * 1000 / chosen.times:.2f} ms" for name, seconds in spent.items()))


if __name__ == "__main__":
    main()
