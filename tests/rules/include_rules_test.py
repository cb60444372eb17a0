"""Who may include what: the table of docs/architecture.md, held against every include."""

import re
import unittest
from collections import defaultdict

from source import LAYERS, ROOT, files, includes, text

EVERYTHING = None

# Folder -> folders it may include besides itself. The longest matching folder counts.
MAY = {
    "storage/base": [],
    "storage/model": ["storage/base"],
    "storage": ["storage/base", "storage/model"],
    "storage/sqlite": ["storage", "storage/base", "storage/model"],
    "scheduling/ical": ["storage/base"],
    "scheduling/network": ["storage/base", "storage/model", "scheduling/ical"],
    "scheduling/itip": ["storage/base", "storage/model", "scheduling/ical"],
    "scheduling/delivery": ["storage", "storage/base", "storage/model", "scheduling/ical", "scheduling/network", "scheduling/itip"],
    "caldav/xml": ["storage/base"],
    "caldav/http": ["storage/base"],
    "caldav/access": ["storage", "storage/base", "storage/model", "scheduling/ical", "scheduling/delivery", "caldav/http", "caldav/xml"],
    "caldav/webdav": ["caldav/xml", "caldav/http", "caldav/access", "storage/base", "storage/model",
                      "scheduling/network", "scheduling/itip", "scheduling/ical"],
    "caldav/calendar": ["caldav/webdav", "caldav/xml", "caldav/http", "caldav/access", "storage/base", "storage/model",
                        "scheduling/network", "scheduling/itip", "scheduling/ical"],
    "caldav/routing": ["caldav/webdav", "caldav/calendar", "caldav/xml", "caldav/http", "caldav/access", "storage",
                       "storage/base", "storage/model", "scheduling/ical", "scheduling/delivery"],
    "server/log": ["storage/base"],
    "server/jobs": ["storage/base"],
    "server/transport": ["server/log", "caldav/http", "storage/base"],
    "server/accounts": ["caldav/access", "caldav/http", "scheduling/ical", "storage", "storage/base", "storage/model"],
    "server/config": ["caldav/access", "server/log", "server/transport", "server/accounts", "scheduling/delivery", "storage/base"],
    "server/association": ["server/accounts", "server/config", "scheduling/ical", "scheduling/network", "scheduling/delivery",
                           "storage", "storage/base", "storage/model"],
    "server/feeds": ["caldav/access", "server/accounts", "server/transport", "caldav/http", "scheduling/ical", "scheduling/network",
                     "storage", "storage/base", "storage/model"],
    "server/web": ["server/feeds", "caldav/http"],
    "server/control": ["server/config", "server/log", "storage", "storage/base", "storage/model"],
    "server/cli": EVERYTHING,
    "server": EVERYTHING,
}

# Third-party include prefix -> folders that may name it.
THIRD_PARTY = {
    r"sqlite3\.h": ["storage/sqlite"],
    r"pugixml\.hpp": ["caldav/xml"],
    r"boost/json": ["server/control", "server/log"],
    r"boost/": ["server/transport"],
    r"openssl/(evp|rand|sha)\.h": ["storage/base", "server/transport"],
    r"openssl/": ["server/transport"],
    r"toml\+\+/": ["server/config", "server/association"],
    r"CLI/": ["server/cli"],
    r"spdlog/": ["server/log"],
    r"sodium": ["server/accounts"],
    r"zlib\.h": ["server/transport"],
}


def folder_of(name):
    """The longest folder of MAY that holds this file."""
    return max((f for f in MAY if str(name).startswith(f + "/")), key=len)


class IncludeRules(unittest.TestCase):
    def test_folders_include_only_what_their_row_allows(self):
        breaches = []
        for path in files(".h", ".cpp"):
            folder = folder_of(path)
            if MAY[folder] is EVERYTHING:
                continue
            for name in includes(path)[0]:
                if folder_of(name) not in [folder, *MAY[folder]]:
                    breaches.append(f"{path} includes {name}")
        self.assertEqual(breaches, [])

    def test_arrows_between_layers_go_down_only(self):
        order = ["storage", "scheduling", "caldav", "server"]
        breaches = [f"{path} includes {name}" for path in files(".h", ".cpp") for name in includes(path)[0]
                    if order.index(name.split("/")[0]) > order.index(path.parts[0])]
        self.assertEqual(breaches, [])

    def test_handlers_never_see_the_store(self):
        breaches = [str(path) for path in files(".h", ".cpp", below=("caldav/webdav", "caldav/calendar"))
                    if "storage/store.h" in includes(path)[0]]
        self.assertEqual(breaches, [])

    def test_third_party_headers_stay_in_their_folder(self):
        breaches = []
        for path in files(".h", ".cpp"):
            for name in includes(path)[1]:
                for prefix, folders in THIRD_PARTY.items():
                    if re.match(prefix, name):
                        if not any(str(path).startswith(f + "/") for f in folders):
                            breaches.append(f"{path} includes {name}")
                        break
        self.assertEqual(breaches, [])

    def test_no_cycle_between_folders(self):
        arrows = defaultdict(set)
        for path in files(".h", ".cpp"):
            for name in includes(path)[0]:
                here, there = str(path.parent), name.rpartition("/")[0]
                if here != there:
                    arrows[here].add(there)
        state, trail, cycles = {}, [], []

        def visit(folder):
            state[folder] = "open"
            trail.append(folder)
            for target in sorted(arrows[folder]):
                if state.get(target) == "open":
                    cycles.append(" -> ".join(trail[trail.index(target):] + [target]))
                elif target not in state:
                    visit(target)
            trail.pop()
            state[folder] = "done"

        for folder in sorted(list(arrows)):
            if folder not in state:
                visit(folder)
        self.assertEqual(cycles, [])

    def test_the_table_in_the_docs_names_every_folder(self):
        page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
        top = {"/".join(p.parts[:2]) for p in files(".h", ".cpp", below=LAYERS) if len(p.parts) > 2}
        self.assertEqual([f for f in sorted(top) if f not in page and f.split("/")[1] not in page], [])

    def test_a_source_file_includes_its_own_header_first(self):
        breaches = []
        for path in files(".cpp"):
            own = path.with_suffix(".h")
            if (ROOT / own).is_file():
                first = re.search(r'#include [<"]([^>"]+)', text(path))
                if not first or first.group(1) != str(own):
                    breaches.append(str(path))
        self.assertEqual(breaches, [])

    def test_a_test_that_includes_the_header_of_its_file_includes_it_first(self):
        breaches = []
        for path in files("_test.cpp", below=("tests",)):
            own = str(path.relative_to("tests")).replace("_test.cpp", ".h")
            names = re.findall(r'^#include [<"]([^>"]+)', text(path), re.M)
            if own in names[1:]:
                breaches.append(str(path))
        self.assertEqual(breaches, [])


if __name__ == "__main__":
    unittest.main()
