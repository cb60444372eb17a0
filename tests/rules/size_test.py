"""Files and headers stay small enough to be read at once (style: 400 lines at most)."""

import statistics
import unittest

from source import files, text

MOST_LINES = 400
MEDIAN_LINES = 120


class Size(unittest.TestCase):
    def test_no_source_file_is_longer_than_it_can_be_read(self):
        long = {str(p): text(p).count("\n") for p in files(".h", ".cpp") if text(p).count("\n") > MOST_LINES}
        self.assertEqual(long, {})

    def test_the_median_source_file_is_small(self):
        self.assertLessEqual(statistics.median(text(p).count("\n") for p in files(".h", ".cpp")), MEDIAN_LINES)


if __name__ == "__main__":
    unittest.main()
