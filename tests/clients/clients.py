"""Real calendar clients, driven without a screen. Each keeps its state in a folder of its own."""

import json
import os
import pathlib
import subprocess
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
# The clients' own defaults stay out: no colours, a fixed locale and time zone, Debian's Python.
ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "TZ": "Europe/Stockholm", "PYTHONWARNINGS": "ignore"}


class ClientError(Exception):
    """A client ended with an error; holds all it printed."""


def run(arguments, home, text=None, timeout=120, environment=ENVIRONMENT):
    done = subprocess.run(arguments, env={**environment, "HOME": str(home)}, input=text, text=True, capture_output=True,
                          timeout=timeout)
    if done.returncode != 0:
        raise ClientError(f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


class Vdirsyncer:
    """vdirsyncer keeps a home's calendars as folders of .ics files below `files`."""

    def __init__(self, folder, url, login, password, ca):
        self.folder = pathlib.Path(folder)
        self.files = self.folder / "files"
        self.files.mkdir(parents=True)
        self.config = self.folder / "vdirsyncer.conf"
        # No conflict_resolution: a conflict is a failure of the test.
        self.config.write_text(textwrap.dedent(f"""\
            [general]
            status_path = "{self.folder}/status/"
            [pair cal]
            a = "local"
            b = "remote"
            collections = ["from b"]
            metadata = ["displayname", "color"]
            [storage local]
            type = "filesystem"
            path = "{self.files}/"
            fileext = ".ics"
            [storage remote]
            type = "caldav"
            url = "{url}"
            username = "{login}"
            password = "{password}"
            verify = "{ca}"
            """))
        run(["vdirsyncer", "-c", str(self.config), "discover"], self.folder, "y\n" * 40)

    def sync(self):
        return run(["vdirsyncer", "-c", str(self.config), "sync"], self.folder)

    def collections(self):
        return sorted(p.name for p in self.files.iterdir() if p.is_dir())

    def texts(self, collection):
        return {p.name: p.read_bytes().decode() for p in sorted((self.files / collection).glob("*.ics"))}


class Khal:
    """khal on folders that vdirsyncer keeps."""

    def __init__(self, vdirsyncer, collection):
        self.home = vdirsyncer.folder
        self.calendar = vdirsyncer.files / collection
        self.config = self.home / "khal.conf"
        self.config.write_text(textwrap.dedent(f"""\
            [calendars]
            [[chosen]]
            path = {self.calendar}
            [locale]
            local_timezone = Europe/Stockholm
            default_timezone = Europe/Stockholm
            timeformat = %H:%M
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M
            longdatetimeformat = %Y-%m-%d %H:%M
            [sqlite]
            path = {self.home}/khal.db
            [default]
            default_calendar = chosen
            """))

    def khal(self, *arguments):
        return run(["khal", "-c", str(self.config), *arguments], self.home)

    def new(self, start, end, title, *options):
        self.khal("new", *options, *start.split(), *end.split(), title)

    def edit(self, uid, **fields):
        """Changes an event through khal's own code, as its editor does: summary, location, description, start and end
        (local 'YYYY-MM-DD HH:MM')."""
        name = next(p.name for p in self.calendar.glob("*.ics") if f"UID:{uid}" in p.read_text(encoding="utf-8"))
        run(["/usr/bin/python3", str(HERE / "khal_edit.py"), str(self.config), name, json.dumps(fields)], self.home)


class EvolutionDataServer:
    """evolution-data-server, the engine of Evolution and GNOME Calendar, on one calendar. A private session bus."""

    def __init__(self, folder, port, path, login, password, ca):
        self.folder = pathlib.Path(folder)
        runtime = self.folder / "run"
        runtime.mkdir(parents=True, mode=0o700)
        bundle = self.folder / "bundle.crt"
        bundle.write_text(pathlib.Path("/etc/ssl/certs/ca-certificates.crt").read_text() + pathlib.Path(ca).read_text())
        # The program trusts what the machine trusts; in a mount name space of its own that is our CA as well.
        inside = (f"mount --bind {bundle} /etc/ssl/certs/ca-certificates.crt && exec dbus-run-session -- bash -c '"
                  "(echo -n pw | gnome-keyring-daemon --unlock --components=secrets) >/dev/null 2>&1; "
                  f"exec /usr/bin/python3 {HERE}/eds_agent.py'")
        unshare = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        log = (self.folder / "eds.log").open("w")
        self.process = subprocess.Popen(
            [*unshare, "bash", "-c", inside],
            env={**ENVIRONMENT, "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(runtime)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()
        self.readonly = self.ask("connect", port=port, path=path, login=login, password=password)["readonly"]

    def ask(self, command, **arguments):
        self.process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise ClientError("evolution-data-server ended:\n" + (self.folder / "eds.log").read_text())
        answer = json.loads(line)
        if "error" in answer:
            raise ClientError(answer["error"])
        return answer

    def objects(self):
        return self.ask("list")["objects"]

    def create(self, component):
        return self.ask("create", component=component)["uid"]

    def modify(self, component, mode):
        """mode: this, this-and-future or all."""
        self.ask("modify", component=component, mode=mode)

    def remove(self, uid, recurrence_id, mode):
        self.ask("remove", uid=uid, rid=recurrence_id, mode=mode)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()
