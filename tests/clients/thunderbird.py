"""Thunderbird without a screen, driven over Marionette: a profile of its own, calendars by URL, steps as its windows take them."""

import base64
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

from clients import ENVIRONMENT, ClientError, run
from server import free_port

HERE = pathlib.Path(__file__).resolve().parent
# Nothing is fetched, nothing asks, no alarm opens a window; one zone.
PREFERENCES = {
    "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False, "calendar.alarms.show": False,
    "calendar.alarms.onforevents": 0, "calendar.timezone.local": "Europe/Stockholm",
    "calendar.timezone.useSystemTimezone": False, "calendar.week.start": 1,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True, "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True, "mailnews.start_page.enabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "services.settings.server": "http://127.0.0.1:9/",
    "signon.rememberSignons": True, "toolkit.telemetry.enabled": False}


class Marionette:
    """The remote control's protocol: frames `length:json`, a command [0, id, name, parameters], its answer
    [1, id, error, result]."""

    def __init__(self, port, seconds, alive):
        deadline = time.monotonic() + seconds
        while True:    # it listens once its windows stand
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=1)
                break
            except OSError:
                if time.monotonic() > deadline or not alive():
                    raise ClientError("Thunderbird did not open its remote control")
        self.socket.settimeout(120)
        self.stream = self.socket.makefile("rb")
        self.last = 0
        self.read()    # who it is

    def read(self):
        length = b""
        while not length.endswith(b":"):
            octet = self.stream.read(1)
            if not octet:
                raise ClientError("Thunderbird ended")
            length += octet
        return json.loads(self.stream.read(int(length[:-1])))

    def ask(self, command, parameters):
        self.last += 1
        message = json.dumps([0, self.last, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.read()
        if error:
            raise ClientError(f"{command}: {error}")
        return result

    def close(self):
        self.stream.close()
        self.socket.close()


class Thunderbird:
    """`calendars`: name -> path. Each is fetched whole before the constructor returns."""

    def __init__(self, folder, server, login, password, calendars):
        self.folder = pathlib.Path(folder)
        profile = self.folder / "profile"
        profile.mkdir(parents=True)
        port = free_port()
        (profile / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, "marionette.port": port}.items()))
        run(["certutil", "-N", "-d", f"sql:{profile}", "--empty-password"], self.folder)
        run(["certutil", "-A", "-d", f"sql:{profile}", "-n", "stafett", "-t", "C,,", "-i", str(server.ca)], self.folder)
        self.log = (self.folder / "thunderbird.log").open("w")
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", "thunderbird", "--headless", "--profile", str(profile), "--no-remote", "--marionette",
             "--remote-allow-system-access"],
            env={**ENVIRONMENT, "HOME": str(self.folder), "MOZ_HEADLESS_WIDTH": "1400", "MOZ_HEADLESS_HEIGHT": "900"},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            self.remote = Marionette(port, 60, lambda: self.process.poll() is None)
            self.remote.ask("WebDriver:NewSession", {"capabilities": {}})
            self.remote.ask("Marionette:SetContext", {"value": "chrome"})
            self.step("signIn", server.url, "Stafett", login, password)
            for name, path in calendars.items():
                self.step("subscribe", name, server.url + path, login)
        except BaseException:
            self.close()
            raise

    def step(self, name, *arguments):
        """Runs one of the functions of thunderbird_steps.js."""
        script = (HERE / "thunderbird_steps.js").read_text()
        answer = self.remote.ask("WebDriver:ExecuteAsyncScript", {
            "script": script, "args": [name, *arguments], "scriptTimeout": 60000, "newSandbox": True})["value"]
        if "error" in answer:
            raise ClientError(f"{name}: {answer['error']}")
        return answer.get("value")

    def screenshot(self):
        """The main window as PNG."""
        return base64.b64decode(self.remote.ask("WebDriver:TakeScreenshot", {"full": False})["value"])

    def close(self):
        try:
            if hasattr(self, "remote"):
                self.remote.ask("Marionette:Quit", {"flags": ["eForceQuit"]})
                self.remote.close()
            self.process.wait(timeout=30)
        except (ClientError, OSError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)    # its own session: only what it started
            self.process.wait()
        finally:
            self.log.close()
