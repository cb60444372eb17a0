"""Hostile and broken clients against the release binary: memory stays bounded, others are served, nothing acknowledged is lost."""

import os
import pathlib
import resource
import signal
import socket
import ssl
import tempfile
import threading
import unittest

from server import Server, free_port

MB = 1_000_000
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


class Wire(unittest.TestCase):
    def setUp(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.plain = free_port()
        configuration = pathlib.Path(folder.name) / "stafett.toml"
        configuration.write_text(f"plain_port = {self.plain}\n" + CONFIGURATION)
        self.server = Server(association="suite.toml", mandates=(), options=("--config", configuration))
        self.addCleanup(self.server.close)

    def resident(self):
        """Octets of the server's own memory."""
        for line in pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no RssAnon")

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
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1000
        each = self.held(min(10_000, most), self.connect)
        self.assertLess(each, 20_000)


class Floods(Wire):
    def test_slow_heads_and_bodies_are_given_up(self):
        slow = [self.connect(b"PROPFIND /dav/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") for _ in range(300)]
        slow += [self.connect(b"PUT /dav/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nab") for _ in range(300)]
        self.serves()
        for connection in slow:
            self.assertRegex(self.all_of(connection), rb"\AHTTP/1.1 (408|401)|\A\Z")
            connection.close()
        self.serves()

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
                self.assertRegex(self.all_of(connection), rb"\A(" + answer + rb"|\Z)")
                connection.close()
        self.serves()
        self.assertLess(self.resident() - before, 50 * MB)

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
