"""What is written while the server may die at any moment, and what must be there after it.

Each writer owns its names: for each it knows the last state that was acknowledged, and, of the one change that was under
way when the server died, the state that it may also be in.
"""

import random
import re
import threading

from crash_server import Client, Died, marker

MOST_OBJECTS = 12


def event(uid, revision, rng):
    day = f"{rng.randrange(1, 28):02}"
    month = f"{rng.randrange(1, 13):02}"
    hour = f"{rng.randrange(8, 16):02}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//crash//test//EN", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261122T090000Z",
             f"DTSTART;TZID=Europe/Stockholm:2027{month}{day}T{hour}0000", "DURATION:PT2H", f"SUMMARY:Träff revision {revision}",
             f"DESCRIPTION:{'Punkter och anteckningar. ' * rng.randrange(1, 60)}"]
    if rng.random() < 0.2:
        lines.append("RRULE:FREQ=MONTHLY;COUNT=4")
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


class Mirror:
    """A calendar as somebody has it who asks for its changes only, also while the server may die."""

    def __init__(self, client, calendar):
        self.client, self.calendar = client, calendar
        self.token, self.known = "", {}    # href -> etag
        self.told = self.answered = 0
        self.problem = None

    def run(self, stop):
        try:
            while not stop.wait(0.05):
                self.sync()
        except Died:
            pass
        except Exception as error:    # told by the main thread
            self.problem = error

    def sync(self):
        """How many changes it was told."""
        token, changed = self.client.changes(self.calendar, self.token)
        if token is None:
            raise AssertionError(f"{self.calendar}: a token from before holds no more")
        self.token = token
        self.known = {href: etag for href, etag in {**self.known, **changed}.items() if etag is not None}
        self.told += len(changed)
        return len(changed)

    def verify(self):
        """Whoever has synced before the kill gets the same as one that lists everything."""
        self.sync()
        while (listed := self.client.etags(self.calendar)) != self.known:
            if self.sync() == 0:    # otherwise something has settled meanwhile
                differ = sorted(self.known.items() ^ listed.items())
                raise AssertionError(f"{self.calendar}: by changes {differ} differ from the listing")


class Writer:
    """Creates, changes, moves and deletes in its calendars until the server dies or `stop` is set.

    From its first object on it leaves at least `fewest` of them there, at every moment.
    """

    def __init__(self, server, name, login, calendars, seed, fewest=0):
        self.client = Client(server, login)
        self.name, self.calendars, self.fewest = name, calendars, fewest
        self.rng = random.Random(seed)
        self.acknowledged = {}    # uid -> (href, revision)
        self.pending = None       # (uid, state it may also be in; None: gone)
        self.made = self.answered = 0
        self.mirrors = [Mirror(self.client, calendar) for calendar in calendars]
        self.problem = None

    def run(self, stop):
        try:
            while not stop.is_set():
                self.one_change()
        except Died:
            pass
        except Exception as error:    # told by the main thread
            self.problem = error

    def one_change(self):
        roll = self.rng.random()
        if not self.acknowledged or (roll < 0.35 and len(self.acknowledged) < MOST_OBJECTS):
            self.made += 1
            uid = f"{self.name}-{self.made}"
            href = f"{self.rng.choice(self.calendars)}{uid}.ics"
            return self.put(uid, href, 1, if_none_match="*")
        uid, (href, revision) = self.rng.choice(sorted(self.acknowledged.items()))
        if roll < 0.65 or (roll >= 0.82 and len(self.acknowledged) <= self.fewest):
            return self.put(uid, href, revision + 1)
        if roll < 0.82:
            self.made += 1
            target = f"{self.rng.choice(self.calendars)}{uid}-{self.made}.ics"
            return self.change(uid, (target, revision), (201, 204), "MOVE", href,
                               destination=f"https://localhost:{self.client.server.port}{target}", overwrite="F")
        return self.change(uid, None, (204,), "DELETE", href)

    def put(self, uid, href, revision, **fields):
        self.change(uid, (href, revision), (201, 204), "PUT", href, event(uid, revision, self.rng), **fields)

    def change(self, uid, state, good, method, href, body=None, **fields):
        self.pending = (uid, state)
        status, text = self.client.request(method, href, body, **fields)
        if status not in good:
            raise AssertionError(f"{method} {href}: {status} {text}")
        self.acknowledged.pop(uid, None)
        if state is not None:
            self.acknowledged[uid] = state
        self.pending = None
        self.answered += 1

    def verify(self):
        """Compares with what the server has now, which is what counts from here on."""
        there = {}
        for calendar in self.calendars:
            for href, text in self.client.objects(calendar).items():
                uid, revision = marker(text)
                if uid.startswith(self.name + "-"):
                    if uid in there:
                        raise AssertionError(f"{uid} is there twice: {there[uid]} and {href}")
                    there[uid] = (href, revision)
        expected = dict(self.acknowledged)
        if self.pending:
            uid, state = self.pending
            if there.get(uid) not in (expected.get(uid), state):
                raise AssertionError(f"{uid} is {there.get(uid)}, and can only be {expected.get(uid)} or {state}")
            expected.pop(uid, None)
            if uid in there:
                expected[uid] = there[uid]
        if there != expected:
            lost = {uid: state for uid, state in expected.items() if there.get(uid) != state}
            extra = {uid: state for uid, state in there.items() if expected.get(uid) != state}
            raise AssertionError(f"{self.name}: acknowledged {lost}, found {extra}")
        self.acknowledged, self.pending = expected, None
        for mirror in self.mirrors:
            mirror.verify()


class Importer:
    """Imports files that each add several things which belong together."""

    def __init__(self, server, seed):
        self.server, self.rng = server, random.Random(seed)
        self.name = "import"
        self.count = self.answered = 0
        self.file = None
        self.acknowledged = True
        self.differences = None    # lines of a whole one
        self.problem = None

    def run(self, stop):
        while not stop.wait(self.rng.random() * 0.3):
            self.count += 1
            self.file = self.server.folder / f"import-{self.count}.toml"
            self.file.write_text(
                f'[[person]]\nid = "krasch-{self.count}"\nname = "Krasch {self.count}"\naddresses = ["krasch-{self.count}@x.example"]\n'
                f'[[person]]\nid = "provning-{self.count}"\nname = "Prövning {self.count}"\n'
                f'[[municipality]]\nid = "tidaholm"\nname = "Tidaholms kommun {self.count}"\nshort_name = "Tidaholm"\n')
            self.acknowledged = False
            done = self.server.stafett("import", "--yes", str(self.file))
            if done.returncode != 0:
                # Died with the server, or came to find none and was too late to be one itself.
                if "went away" not in done.stderr and "shutting down" not in done.stderr and not stop.is_set():
                    self.problem = AssertionError(f"import: exit {done.returncode}\n{done.stdout}{done.stderr}")
                return
            self.acknowledged = True
            self.answered += 1
            self.differences = len(re.findall(r"^(?!\d+ differences imported)", done.stdout.strip(), re.M))

    def verify(self):
        if self.file is None:
            return
        preview = self.server.stafett("import", str(self.file))
        missing = [line for line in preview.stdout.strip().split("\n") if line and line != "Nothing differs; nothing was changed."]
        if self.acknowledged and missing:
            raise AssertionError(f"{self.file.name} was acknowledged, and is missing: {missing}")
        if missing and self.differences and len(missing) != self.differences:
            raise AssertionError(f"{self.file.name} is there in part; missing: {missing}")
        self.file = None


def run_together(workers, stop):
    threads = [threading.Thread(target=worker.run, args=(stop,)) for worker in workers]
    for thread in threads:
        thread.start()
    return threads
