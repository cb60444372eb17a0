"""Marks of unfinished work, and skipped tests, do not reach main."""

import re
import unittest

from source import files, text


class Words(unittest.TestCase):
    def test_nothing_is_left_for_later_in_the_code(self):
        found = [f"{p}: {m}" for p in files(".h", ".cpp", ".sql") for m in re.findall(r"\b(?:TODO|FIXME|XXX)\b|not implemented", text(p))]
        self.assertEqual(found, [])

    def test_no_test_is_skipped(self):
        found = [str(p) for p in files("_test.cpp", "_test.py", below=("tests",))
                 if not str(p).startswith("tests/rules/") and re.search(r"GTEST_SKIP|DISABLED_|@unittest\.skip|skipTest", text(p))]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
