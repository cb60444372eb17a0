"""The release binary under test: empty data, the Skaraborg example, TLS, and a clock that the test sets."""

import base64
import contextlib
import datetime
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAFETT = pathlib.Path(os.environ.get("STAFETT", ROOT / "build/release/server/stafett"))
EXAMPLE = ROOT / "docs/example"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    @property
    def text(self):
        return self.body.decode()

    def xml(self):
        return ElementTree.fromstring(self.body)

    def hrefs(self):
        return [e.text for e in self.xml().iterfind("{DAV:}response/{DAV:}href")]


class Server:
    """Starts in a folder of its own; `close` ends it and checks that it ended well. Without `now` it has the real time."""

    def __init__(self, now="2026-11-22T09:00:00Z", association="skaraborg.toml", mandates=("sarskolan.txt", "elevhalsan.txt"), options=()):
        self.options = [str(one) for one in options]    # of `serve`
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stafett-test-"))
        self.data = self.folder / "data"
        self.clock = self.folder / "clock"
        self.clock_option = ["--test-clock", str(self.clock)] if now else []
        if now:
            self.set_clock(now)
        self.stafett("import", "--yes", str(EXAMPLE / association))
        for mandate in mandates:
            self.stafett("import", "--yes", "--mandate", str(EXAMPLE / mandate))
        self.port = free_port()
        self.process = None
        self.start(first=True)

    def stafett(self, command, *arguments):
        """Runs one command of the program on this server's data."""
        done = subprocess.run([str(STAFETT), command, *arguments, "--data", str(self.data), *self.clock_option],
                              capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"stafett {command} {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, first=False):
        self.log = (self.folder / "server.log").open("a")
        said = len(self.log_text())
        self.process = subprocess.Popen(
            [str(STAFETT), "serve", "--data", str(self.data), "--port", str(self.port), *self.clock_option, *self.options],
            stdout=self.log, stderr=subprocess.STDOUT)
        while self.url not in self.log_text()[said:]:    # it either says where it listens or ends
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.05)
                self.log.close()
                if first and "in use" in self.log_text():    # by a test that runs beside this one
                    self.port = free_port()
                    return self.start(first=True)
                raise AssertionError("the server ended at once:\n" + self.log_text())

    def log_text(self):
        return (self.folder / "server.log").read_text()

    @property
    def ca(self):
        return self.data / "certificate/development-ca.pem"

    @property
    def url(self):
        return f"https://localhost:{self.port}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=10)
        self.log.close()
        if code != 0:
            raise AssertionError(f"the server ended with {code}:\n{self.log_text()[-4000:]}")

    def close(self):
        try:
            if self.process.poll() is None:
                self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def set_clock(self, instant):
        """An instant such as 2026-11-22T09:00:00Z. Written whole or not at all."""
        written = self.clock.with_suffix(".new")
        written.write_text(instant + "\n")
        written.rename(self.clock)
        self.now = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00"))

    def settle(self, instant):
        """Sets the clock; returns when everything that is due by then has settled."""
        self.set_clock(instant)
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/stafett.db?mode=ro", uri=True)) as database:
            for _ in range(600):
                due = database.execute("SELECT count(*) FROM meetings WHERE settles <= ?", (int(self.now.timestamp()),))
                if due.fetchone()[0] == 0:
                    return
                self.wait_a_little()
        raise AssertionError("meetings did not settle:\n" + self.log_text()[-4000:])

    def wait_a_little(self):
        """50 ms, or an error if the server ends."""
        try:
            self.process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError("the server ended:\n" + self.log_text()[-4000:])

    def request(self, method, path, login=None, password="skaraborg", body=None, **fields):
        """One request over TLS, certificate checked. Field names: depth=1 -> Depth: 1, if_match -> If-Match."""
        context = ssl.create_default_context(cafile=str(self.ca))
        connection = http.client.HTTPSConnection("localhost", self.port, context=context, timeout=60)
        headers = {name.replace("_", "-").title(): str(value) for name, value in fields.items()}
        if login:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
        if body is not None and "Content-Type" not in headers:
            headers["Content-Type"] = "application/xml; charset=utf-8" if body.lstrip().startswith("<") else "text/calendar; charset=utf-8"
        connection.request(method, path, body.encode() if body is not None else None, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def app_password(self, login, network, name="test"):
        """A new app password of this login's for acting as the network."""
        printed = self.stafett("user", "app-password", login, "--for", network, "--name", name)
        return re.search(r"^App password: (\S+)$", printed, re.M).group(1)

    def feed(self, login, *options):
        """The path of a new feed."""
        printed = self.stafett("feed", "create", login, *options)
        return re.search(r"(/feeds/\S+\.ics)", printed).group(1)
