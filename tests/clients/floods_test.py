"""Hostile and broken clients against the release binary: memory stays bounded, others are served, nothing acknowledged is lost."""

import base64
import os
import pathlib
import resource
import select
import signal
import socket
import sqlite3
import ssl
import tempfile
import threading
import time
import unittest

from server import Server, free_port

MB = 1_000_000
MANY = 10_000           # connections
DESCRIPTORS = 12_600    # for as many at each end: what the server asks for by the configuration below, and some
OBJECT_LIMIT = 10 * 1024 * 1024
CALENDAR = "/dav/calendars/user01/calendar/"
CONFIGURATION = """
[limits]
connections = 12000
connections_per_address = 12000
[deadlines]
head = 2
body = 2
write = 2
"""
EVENT = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:{0}\r\nDTSTAMP:20260101T000000Z\r\n"
         "DTSTART:20261201T090000Z\r\nSUMMARY:{0}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def allow_many_descriptors():
    """As many as the machine allows, to this process and the server that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < DESCRIPTORS:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
        except (ValueError, PermissionError):    # told by the test that needs them
            pass
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def authorized(method, path, *fields, login="user01"):
    """The head of a request of user01's, or another's."""
    who = base64.b64encode(f"{login}:secret".encode()).decode()
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Basic {who}", *fields, "", ""]).encode()


class Wire(unittest.TestCase):
    configuration, more_deadlines = CONFIGURATION, ""

    def setUp(self):
        allow_many_descriptors()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.plain = free_port()
        configuration = pathlib.Path(folder.name) / "stafett.toml"
        configuration.write_text(f"plain_port = {self.plain}\n" + self.configuration + self.more_deadlines)
        self.server = Server(association="suite.toml", mandates=(), options=("--config", configuration))
        self.addCleanup(self.server.close)

    def resident(self):
        """Octets of the server's own memory."""
        for line in pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no RssAnon")

    def open_files(self, beginning):
        """How many descriptors the server has of such."""
        found = 0
        for one in pathlib.Path(f"/proc/{self.server.process.pid}/fd").iterdir():
            try:
                found += os.readlink(one).startswith(beginning)
            except FileNotFoundError:    # closed meanwhile
                pass
        return found

    def rows(self, *tables):
        with sqlite3.connect(f"file:{self.server.data}/stafett.db?mode=ro", uri=True) as database:
            return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    def connect_tls(self, octets=b""):
        context = ssl.create_default_context(cafile=str(self.server.ca))
        plain = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
        connection = context.wrap_socket(plain, server_hostname="localhost")
        # With its first answer come the server's tickets; after that what can be read is an answer.
        connection.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 401"))
        connection.sendall(octets)
        return connection

    def connect(self, octets=b""):
        connection = socket.create_connection(("127.0.0.1", self.plain), timeout=30)
        if octets:
            connection.sendall(octets)
        return connection

    def serves(self):
        self.assertEqual(self.server.request("PROPFIND", "/dav/", login="user01", password="secret", depth=0).status, 207)

    @staticmethod
    def all_of(connection):
        """What the server says until it closes."""
        said = b""
        try:
            while piece := connection.recv(65536):
                said += piece
        except ConnectionResetError:
            pass
        return said


class Idle(Wire):
    def held(self, count, open_one):
        """Memory per connection of so many that were used once and then say nothing."""
        self.serves()
        before = self.resident()
        held = []
        try:
            for _ in range(count):
                connection = open_one()
                connection.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 401"))
                held.append(connection)
            self.serves()
            self.assertGreaterEqual(self.open_files("socket:"), count)
            return (self.resident() - before) / count
        finally:
            for connection in held:
                connection.close()

    def test_idle_connections_take_little(self):
        each = self.held(500, self.connect)
        print(f"{each:.0f} octets per idle connection", end=" ")
        self.assertLess(500 * each, 10 * MB)

    def test_idle_tls_connections_take_little(self):
        context = ssl.create_default_context(cafile=str(self.server.ca))

        def open_one():
            plain = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            return context.wrap_socket(plain, server_hostname="localhost")

        each = self.held(500, open_one)
        print(f"{each:.0f} octets per idle connection", end=" ")
        self.assertLess(500 * each, 25 * MB)

    def test_ten_thousand_idle_connections_keep_nobody_out(self):
        allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.assertGreaterEqual(allowed, DESCRIPTORS, f"This machine allows {allowed} descriptors to a process (ulimit -Hn), and for "
                                f"{MANY} connections it takes {DESCRIPTORS}: the test says nothing until it allows them.")
        each = self.held(MANY, self.connect)
        self.assertLess(each, 20_000)


class AsItShips(Wire):
    """Without a configuration: 512 connections of one address."""
    configuration = ""

    def test_an_idle_crowd_gives_way_to_who_asks_and_the_oldest_goes_first(self):
        def ask(connection):
            connection.sendall(b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 401"))
            self.addCleanup(connection.close)
            return connection
        held = [ask(self.connect()) for _ in range(512)]
        newcomers = [ask(self.connect()) for _ in range(3)]
        closed = []
        while len(closed) < len(newcomers):
            ready, _, _ = select.select([one for one in held if one not in closed], [], [], 30)
            self.assertTrue(ready, "nobody gave way")
            for connection in ready:
                self.assertEqual(self.all_of(connection), b"")
                closed.append(connection)
        # Nearly in the order of their asking: who was answered first need not be idle first.
        self.assertLess(max(held.index(one) for one in closed), 100)
        self.serves()
        for connection in (held[-1], *newcomers):
            ask(connection)
        self.assertIn("idle connections are given up for new ones", self.server.log_text())


class Floods(Wire):
    def test_slow_heads_and_bodies_are_given_up(self):
        self.serves()
        slow = {
            b"PROPFIND /dav/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ": b"HTTP/1.1 408 ",
            b"PUT /dav/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nab": b"HTTP/1.1 401 ",
        }
        connections = [(self.connect(octets), answer) for octets, answer in slow.items() for _ in range(300)]
        # Thirty of each of ten people, for one may have fewer than 300 under way; and they have signed in, for so may an address.
        for number in range(1, 11):
            self.server.request("PROPFIND", "/dav/", login=f"user{number:02}", password="secret", depth=0)
            octets = authorized("PUT", f"/dav/calendars/user{number:02}/calendar/sen.ics", "Content-Length: 1000",
                                login=f"user{number:02}") + b"BEGIN:VCAL"
            connections += [(self.connect(octets), b"HTTP/1.1 408 ") for _ in range(30)]
        self.serves()
        for connection, answer in connections:
            said = self.all_of(connection)
            self.assertTrue(said.startswith(answer), said[:200])
            self.assertEqual(said.count(b"HTTP/1.1 "), 1)
            connection.close()
        self.serves()

    def test_a_slow_upload_of_an_attachment_is_given_up_and_leaves_nothing(self):
        meeting = CALENDAR + "mote.ics"
        put = self.server.request("PUT", meeting, login="user01", password="secret", body=EVENT.format("mote"))
        self.assertEqual(put.status, 201)
        before = self.server.request("GET", meeting, login="user01", password="secret").text
        head = authorized("POST", meeting + "?action=attachment-add", "Content-Type: application/pdf", "Content-Length: 20000000")
        spool = f"{self.server.data}/spool/"
        # Short ones are kept in memory, long ones in a file.
        waiting = [open_one(head + b"x" * size) for open_one in (self.connect, self.connect_tls) for size in (100, 3 * MB)]
        spooled, deadline = 0, time.monotonic() + 20
        while waiting:
            self.assertLess(time.monotonic(), deadline, "a body that comes octet by octet is not given up")
            ready, _, _ = select.select(waiting, [], [], 0.05)
            spooled = max(spooled, self.open_files(spool))
            for connection in waiting:
                if connection not in ready:
                    connection.sendall(b"x")
            for connection in ready:
                said = self.all_of(connection)
                self.assertTrue(said.startswith(b"HTTP/1.1 408 "), said[:200])
                connection.close()
                waiting.remove(connection)
        self.assertEqual(spooled, 2)
        self.assertEqual((self.open_files(spool), list((self.server.data / "spool").iterdir())), (0, []))
        tables = ("attachments", "attachment_bodies", "attachment_pieces", "attachment_uses")
        self.assertEqual(self.rows(*tables), [0, 0, 0, 0])
        self.assertEqual(self.server.request("GET", meeting, login="user01", password="secret").text, before)
        # In time it is taken.
        connection = self.connect(head.replace(b"20000000", b"3000000") + b"x" * 3 * MB)
        self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 201 "))
        connection.close()
        self.assertEqual(self.rows(*tables)[0::3], [1, 1])
        self.server.stafett("check")

    def test_a_client_that_reads_nothing_is_given_up(self):
        asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20_000
        before = self.resident()
        stubborn = []
        for _ in range(50):
            connection = self.connect()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setblocking(False)
            try:
                connection.send(asked)
            except BlockingIOError:
                pass
            stubborn.append(connection)
        self.serves()
        self.assertLess(self.resident() - before, 50 * MB)
        # Closed by the server while what was asked for lies here unread: their ends are all that is waited for.
        ends = select.poll()
        for connection in stubborn:
            ends.register(connection, 0)
        open_ones = {connection.fileno() for connection in stubborn}
        while open_ones:
            ended = ends.poll(20_000)
            self.assertTrue(ended, f"{len(open_ones)} that read nothing are kept")
            for number, _ in ended:
                ends.unregister(number)
                open_ones.remove(number)
        self.serves()
        self.assertLess(self.resident() - before, 50 * MB)
        for connection in stubborn:
            connection.close()

    def test_floods_of_head_and_body_are_cut_short(self):
        before = self.resident()
        floods = {
            b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 100_000: rb"HTTP/1.1 431",
            b"GET /" + b"a" * 1_000_000: rb"HTTP/1.1 414",
            b"PUT /dav/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + b"a" * 1_000_000: rb"HTTP/1.1 401",
            b"PUT /dav/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"ffff\r\n" + b"a" * 900_000: rb"HTTP/1.1 401",
        }
        for flood, answer in floods.items():
            for _ in range(20):
                connection = self.connect()
                try:
                    connection.sendall(flood)
                except (ConnectionResetError, BrokenPipeError):
                    pass
                self.assertRegex(self.all_of(connection), rb"\A" + answer)
                connection.close()
        self.serves()
        self.assertLess(self.resident() - before, 50 * MB)

    def test_a_flood_of_bodies_over_the_limit_is_refused_and_takes_no_memory(self):
        self.assertEqual(self.server.request("PUT", CALENDAR + "mote.ics", login="user01", password="secret",
                                             body=EVENT.format("mote")).status, 201)
        before = self.resident()
        too_long = {    # by their heads; for two of them CalDAV has a condition of its own
            ("PUT", CALENDAR + "stor.ics", OBJECT_LIMIT + 1): rb"\AHTTP/1.1 403 (?s:.)*max-resource-size",
            ("POST", CALENDAR + "mote.ics?action=attachment-add", 50 * 1024 * 1024 + 1): rb"\AHTTP/1.1 403 (?s:.)*max-attachment-size",
            ("PROPFIND", CALENDAR, 99_999_999_999): rb"\AHTTP/1.1 413 ",
        }
        for (method, path, length), answer in too_long.items():
            for _ in range(50):
                connection = self.connect(authorized(method, path, f"Content-Length: {length}") + b"a" * 100_000)
                self.assertRegex(self.all_of(connection), answer)
                connection.close()
        # Those that do not say how long they are get as far as the limit, all at the same time.
        head = authorized("PUT", CALENDAR + "stor.ics", "Transfer-Encoding: chunked")
        chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        whole = OBJECT_LIMIT // 65536
        connections = [self.connect(head) for _ in range(20)]
        most = before
        for _ in range(whole - 1):
            for connection in connections:
                connection.sendall(chunk)
            most = max(most, self.resident())
        deadline = time.monotonic() + 20
        while self.open_files(f"{self.server.data}/spool/") < 20:    # they have no names, and each lies there
            self.assertLess(time.monotonic(), deadline, "long bodies are kept in memory")
            self.server.wait_a_little()
        for connection in connections:
            try:
                connection.sendall(chunk * 3)
            except (ConnectionResetError, BrokenPipeError):
                pass
            said = self.all_of(connection)
            self.assertRegex(said, rb"\AHTTP/1.1 403 (?s:.)*max-resource-size")
            connection.close()
        self.assertLess(max(most, self.resident()) - before, 50 * MB)
        self.assertEqual(self.open_files(f"{self.server.data}/spool/"), 0)
        self.assertEqual(self.server.request("GET", CALENDAR + "stor.ics", login="user01", password="secret").status, 404)
        self.serves()

    def test_garbage_is_refused_and_what_came_before_it_answered(self):
        for garbage in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n\0\0\0\0\r\n\r\n", os.urandom(4096) + b"\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\n"
                        b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"):
            connection = self.connect(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n" + garbage)
            said = self.all_of(connection)
            self.assertTrue(said.startswith(b"HTTP/1.1 200"), said[:200])
            self.assertEqual(said.count(b"HTTP/1.1 "), 2, garbage[:40])
            connection.close()
        self.serves()


class HalfOpen(Wire):
    more_deadlines = "handshake = 2\nidle = 2\n"
    seconds = 2

    def test_half_a_request_of_somebody_who_has_gone_is_closed_at_its_deadline_and_others_are_served(self):
        self.serves()
        before = self.open_files("socket:")

        def handshake(octets):
            connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            connection.sendall(octets)
            return connection

        half_a_body, half_a_body_in_tls = (
            authorized("PUT", f"/dav/calendars/{login}/calendar/halv.ics", "Content-Length: 1000", login=login) + b"BEGIN:VC"
            for login in ("user01", "user02"))
        # They say that much and no more; nor do they close.
        halves = {
            "half a head": (self.connect, b"PROPFIND /dav/ HTTP/1.1\r\nHost: loc", rb"\AHTTP/1.1 408 "),
            "half a body": (self.connect, half_a_body, rb"\AHTTP/1.1 408 "),
            "half a head after a request": (self.connect, b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\nPROPFIND /d",
                                            rb"\AHTTP/1.1 401 (?s:.)*HTTP/1.1 408 "),
            "half a TLS handshake": (handshake, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", rb"\A\Z"),
            "half a body in TLS": (self.connect_tls, half_a_body_in_tls, rb"\AHTTP/1.1 408 "),
            "no request": (self.connect, b"", rb"\A\Z"),
            "no request after one": (self.connect, b"OPTIONS /dav/ HTTP/1.1\r\nHost: localhost\r\n\r\n", rb"\AHTTP/1.1 401 "),
        }
        opened = []
        for name, (open_one, octets, answer) in halves.items():
            for _ in range(30):
                opened.append((name, open_one(octets), answer, time.monotonic()))
        self.serves()
        for name, connection, answer, begun in opened:
            said = self.all_of(connection)
            with self.subTest(name):
                self.assertRegex(said, answer)
                self.assertEqual(said.count(b"HTTP/1.1 "), answer.count(b"HTTP"))
                self.assertGreater(time.monotonic() - begun, self.seconds - 0.5, "closed too early")
        self.assertLess(time.monotonic() - begun, self.seconds + 10, "closed too late")
        # And it does not wait for them to close their end.
        deadline = time.monotonic() + 20
        while self.open_files("socket:") > before:
            self.assertLess(time.monotonic(), deadline, "the server keeps its end open")
            self.server.wait_a_little()
        for _, connection, _, _ in opened:
            connection.close()
        self.assertEqual(self.server.request("GET", CALENDAR + "halv.ics", login="user01", password="secret").status, 404)
        self.serves()


class Shutdown(unittest.TestCase):
    def test_under_load_loses_nothing_that_was_acknowledged(self):
        server = Server(association="suite.toml", mandates=())
        self.addCleanup(server.close)
        acknowledged, ready = [], threading.Barrier(9)

        def writes(number):
            server.request("PROPFIND", "/dav/", login=f"user0{number}", password="secret", depth=0)
            ready.wait()
            for i in range(10_000):
                name = f"/dav/calendars/user0{number}/calendar/{i}.ics"
                try:
                    answer = server.request("PUT", name, login=f"user0{number}", password="secret", body=EVENT.format(f"u{i}"))
                except OSError:    # it has gone
                    return
                if answer.status not in (201, 503):
                    raise AssertionError(answer.status)
                if answer.status == 201:
                    acknowledged.append((number, name))

        threads = [threading.Thread(target=writes, args=(n,)) for n in range(1, 9)]
        for thread in threads:
            thread.start()
        ready.wait()
        while len(acknowledged) < 100:
            threads[0].join(0.01)
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(timeout=12), 0)
        for thread in threads:
            thread.join()
        server.log.close()
        self.assertGreaterEqual(len(acknowledged), 100)
        server.start()
        for number in range(1, 9):
            answer = server.request("PROPFIND", f"/dav/calendars/user0{number}/calendar/", login=f"user0{number}", password="secret", depth=1)
            there = set(answer.hrefs())
            lost = [name for who, name in acknowledged if who == number and name not in there]
            self.assertEqual(lost, [])
        server.stafett("check")


if __name__ == "__main__":
    unittest.main()
