"""Feeds as two independent libraries read them: icalendar (Python) and ical.js. They must agree."""

import datetime
import json
import pathlib
import subprocess

import icalendar

HERE = pathlib.Path(__file__).resolve().parent


def utc(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.isoformat()


def read(text):
    """Events by start, as dictionaries; fails where the two libraries differ."""
    done = subprocess.run(["node", str(HERE / "read_feed.mjs")], input=text, text=True, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    second = sorted(json.loads(done.stdout), key=lambda e: (e["start"], e["uid"]))
    first = sorted(
        ({"uid": str(e["UID"]), "summary": str(e.get("SUMMARY", "")), "status": str(e["STATUS"]) if "STATUS" in e else None,
          "start": utc(e["DTSTART"].dt), "location": str(e.get("LOCATION", ""))}
         for e in icalendar.Calendar.from_ical(text).walk("VEVENT")),
        key=lambda e: (e["start"], e["uid"]))
    assert len(first) == len(second), (first, second)
    for a, b in zip(first, second):
        for key in a:
            assert a[key] == b[key], (key, a, b)
    return second
