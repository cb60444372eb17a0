"""The release binary, killed and started again on the same data; and a connection that says whether an answer came."""

import base64
import http.client
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))
from server import EXAMPLE, STAFETT, free_port    # noqa: E402

NOW = "2026-11-22T09:00:00Z"
# Cheap passwords, since every start forgets who was recognised; meetings settle at once, so that kills meet that too.
SETTINGS = """[accounts]
argon2_passes = 1
argon2_memory = 8192
[meetings]
settle_after = 0
"""
PASSWORD = "skaraborg"


class Died(Exception):
    """The server went away before it answered: the change may have been made or not."""


class CrashServer:
    def __init__(self, environment=None):
        self.folder = pathlib.Path(self.temporary())
        self.data = self.folder / "data"
        self.clock = self.folder / "clock"
        self.clock.write_text(NOW + "\n")
        self.settings = self.folder / "stafett.toml"
        self.settings.write_text(SETTINGS)
        self.environment = environment
        self.port = free_port()
        self.process = None
        self.context = None
        self.clients = []
        self.expect("import", "--yes", str(EXAMPLE / "skaraborg.toml"))

    @staticmethod
    def temporary():
        return tempfile.mkdtemp(prefix="stafett-crash-")

    def options(self):
        return ["--data", str(self.data), "--config", str(self.settings), "--test-clock", str(self.clock)]

    def stafett(self, command, *arguments):
        """One command of the program on this data, through the server when it runs."""
        return subprocess.run([str(STAFETT), *command.split(), *arguments, *self.options()], capture_output=True, text=True,
                              timeout=300, check=False)

    def expect(self, command, *arguments):
        done = self.stafett(command, *arguments)
        if done.returncode != 0:
            raise AssertionError(f"stafett {command} {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}\n{self.log_text()[-3000:]}")
        return done.stdout

    def spawn(self):
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen([str(STAFETT), "serve", "--port", str(self.port), *self.options()],
                                            stdout=log, stderr=subprocess.STDOUT, env=self.environment)

    def start(self):
        """Answers when it takes connections."""
        # Who was between two requests when the last process died has not noticed.
        for client in self.clients:
            client.close()
        self.spawn()
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                try:
                    code = self.process.wait(timeout=0.003)
                    raise AssertionError(f"the server ended with {code}:\n{self.log_text()[-3000:]}")
                except subprocess.TimeoutExpired:
                    pass
        if self.context is None:
            self.context = ssl.create_default_context(cafile=str(self.data / "certificate/development-ca.pem"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=15)
        if code != 0:
            raise AssertionError(f"the server ended with {code}:\n{self.log_text()[-3000:]}")

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        for client in self.clients:
            client.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log_text(self):
        log = self.folder / "server.log"
        return log.read_text() if log.exists() else ""


class Client:
    """One person's connection over TLS, kept open. Not for two threads."""

    def __init__(self, server, login, password=PASSWORD):
        self.server = server
        self.authorization = "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
        self.connection = None
        server.clients.append(self)

    def request(self, method, path, body=None, **fields):
        """(status, text); Died when no whole answer came."""
        headers = {name.replace("_", "-").title(): str(value) for name, value in fields.items()}
        headers["Authorization"] = self.authorization
        if body is not None:
            headers.setdefault("Content-Type", "application/xml" if body.startswith("<") else "text/calendar; charset=utf-8")
        try:
            if self.connection is None:
                self.connection = http.client.HTTPSConnection("localhost", self.server.port, context=self.server.context, timeout=60)
            self.connection.request(method, path, body.encode() if body is not None else None, headers)
            response = self.connection.getresponse()
            answer = response.status, response.read().decode()
            self.retry_after = response.headers.get("Retry-After")
            return answer
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Died(str(error)) from None

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def objects(self, calendar):
        """href -> text, of all objects of a calendar."""
        status, text = self.request("REPORT", calendar, depth=1, body=(
            '<c:calendar-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><c:calendar-data/></prop>'
            '<c:filter><c:comp-filter name="VCALENDAR"/></c:filter></c:calendar-query>'))
        if status != 207:
            raise AssertionError(f"calendar-query of {calendar}: {status} {text}")
        return {one.findtext("{DAV:}href"): one.findtext(".//{urn:ietf:params:xml:ns:caldav}calendar-data")
                for one in ElementTree.fromstring(text).iterfind("{DAV:}response")}

    def etags(self, calendar):
        status, text = self.request("PROPFIND", calendar, depth=1, body='<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>')
        if status != 207:
            raise AssertionError(f"PROPFIND of {calendar}: {status} {text}")
        return {one.findtext("{DAV:}href"): one.findtext(".//{DAV:}getetag")
                for one in ElementTree.fromstring(text).iterfind("{DAV:}response") if not one.findtext("{DAV:}href").endswith("/")}

    def changes(self, calendar, token):
        """(new token, href -> etag or None when gone) since a token; (None, {}) when the token holds no more."""
        status, text = self.request("REPORT", calendar, depth=0, body=(
            f'<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token><sync-level>1</sync-level>'
            '<prop><getetag/></prop></sync-collection>'))
        if status == 403 and "valid-sync-token" in text:
            return None, {}
        if status != 207:
            raise AssertionError(f"sync-collection of {calendar}: {status} {text}")
        root = ElementTree.fromstring(text)
        found = {one.findtext("{DAV:}href"): one.findtext(".//{DAV:}getetag") for one in root.iterfind("{DAV:}response")}
        return root.findtext("{DAV:}sync-token"), found


def marker(text):
    """(uid, revision) as the workload writes them."""
    unfolded = text.replace("\r\n ", "")
    uid = re.search(r"^UID:(\S+)", unfolded, re.M).group(1)
    revision = re.search(r"^SUMMARY:.*revision (\d+)", unfolded, re.M)
    return uid, int(revision.group(1)) if revision else None
