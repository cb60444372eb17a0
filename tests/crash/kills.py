"""kill -9 of the release binary under load, over and over: what was acknowledged is there, once, and everything derived
from it agrees.

    kills.py [--kills 200] [--seed 1]

Prints a line per data set; a failure keeps the data and says where it is.
"""

import argparse
import random
import sys
import threading
import time

from crash_server import Client, CrashServer, Died
from workload import Importer, Mirror, Writer, run_together

KILLS_PER_DATA_SET = 25
# Networks' calendars as their chairs see them; the coordinator's copies, members' views and hostings follow from these.
CHAIRS = [("ordforande-elevhalsan", "/dav/calendars/elevhalsochef-skovde/natverk-elevhalsan/"),
          ("ordforande-sarskolan", None)]
PERSON = ("deltagare-elevhalsan", "/dav/calendars/elevhalsochef-vara/")
# Who writes nothing and relies on being told of what changed.
READERS = [("samordnaren", "/dav/calendars/samordnare/alla-natverk/"), (PERSON[0], PERSON[1] + "natverk-elevhalsan/")]


def chairs_calendar(server, login):
    """The only network's calendar in a chair's home."""
    client = Client(server, login)
    _, text = client.request("PROPFIND", "/dav/", depth=0, body='<propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>')
    person = text.split("<D:href>")[-1].split("<")[0] if "<D:href>" in text else ""
    home = "/dav/calendars/" + person.rstrip("/").rsplit("/", 1)[-1] + "/"
    _, text = client.request("PROPFIND", home, depth=1, body='<propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>')
    return next(part.split("<")[0] for part in text.split("href>") if "/natverk-" in part)


def writers(server, rng):
    elevhalsan = Writer(server, "elev", *[CHAIRS[0][0], [CHAIRS[0][1]]], rng.random())
    sarskolan = Writer(server, "sar", CHAIRS[1][0], [chairs_calendar(server, CHAIRS[1][0])], rng.random())
    home = [PERSON[1] + "calendar/", PERSON[1] + "annan/"]
    status, text = Client(server, PERSON[0]).request("MKCALENDAR", home[1])
    if status != 201:
        raise AssertionError(f"MKCALENDAR: {status} {text}")
    people = [Writer(server, f"person{i}", PERSON[0], home, rng.random()) for i in range(3)]
    return [elevhalsan, sarskolan, *people]


def one_kill(server, workers, rng):
    stop = threading.Event()
    threads = run_together(workers, stop)
    time.sleep(0.02 + rng.random() * 0.25)    # the kill must fall anywhere, so this is meant to be chance
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    while rng.random() < 0.15:    # and once more while it starts and mends
        server.spawn()
        time.sleep(rng.random() * 0.06)
        server.kill()


def verify(server, workers):
    for worker in workers:
        if worker.problem:
            raise worker.problem
        worker.verify()


def data_set(kills, seed):
    rng = random.Random(seed)
    server = CrashServer()
    try:
        server.start()
        mirrors = [Mirror(Client(server, login), calendar) for login, calendar in READERS]
        workers = [*writers(server, rng), Importer(server, rng.random()), *mirrors]
        for kill in range(kills):
            one_kill(server, workers, rng)
            # In turn on what the kill left, before the server's own jobs have seen it, and on what the server made of it.
            if kill % 2 == 0:
                server.expect("check")
            server.start()
            verify(server, workers)
            if kill % 2 == 1:
                server.expect("check")
        for mirror in mirrors:
            if mirror.told == 0 and kills == KILLS_PER_DATA_SET:
                raise AssertionError(f"{mirror.calendar}: nothing came there")
        server.stop()
        answered = sum(worker.answered for worker in workers)
        server.close()
        return answered
    except BaseException:
        server.kill()
        print(f"The data is kept in {server.folder}", file=sys.stderr)
        raise


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun, done, answered, number = time.monotonic(), 0, 0, 0
    while done < given.kills:
        kills = min(KILLS_PER_DATA_SET, given.kills - done)
        seed = f"{given.seed}/{number}"
        try:
            answered += data_set(kills, seed)
        except (AssertionError, Died) as error:
            print(f"Data set {number} of seed {given.seed}: {error}", file=sys.stderr)
            return 1
        done, number = done + kills, number + 1
        print(f"{done} of {given.kills} kills, {answered} acknowledged changes, {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
