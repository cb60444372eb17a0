"""Edits one event through khal's own classes, as its interactive editor does. Arguments: config, file name, fields as JSON."""

import datetime
import json
import sys

from khal.cli import build_collection
from khal.settings import get_config


def main():
    config = get_config(sys.argv[1])
    name, fields = sys.argv[2], json.loads(sys.argv[3])
    collection = build_collection(config, None)
    event = collection.get_event(name, "chosen")
    if "summary" in fields:
        event.update_summary(fields["summary"])
    if "location" in fields:
        event.update_location(fields["location"])
    if "description" in fields:
        event.update_description(fields["description"])
    if "start" in fields:
        zone = config["locale"]["default_timezone"]
        times = [zone.localize(datetime.datetime.strptime(fields[name], "%Y-%m-%d %H:%M")) for name in ("start", "end")]
        event.update_start_end(*times)
    event.increment_sequence()
    event.etag = collection._storages["chosen"].get(name)[1]
    collection.update(event)


main()
