"""Files and functions stay small enough to be read at once."""

import statistics
import unittest

from source import files, text

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
MEDIAN_LINES = 120


def functions(path):
    """(first line, number of lines) of each function at the left edge: formatted code ends one with a lone brace there."""
    begins = None
    for number, line in enumerate(text(path).split("\n"), 1):
        if line == "}" and begins:
            yield begins, number - begins + 1
        if line[:1].isalpha():
            begins = number


class Size(unittest.TestCase):
    def test_no_source_file_is_longer_than_it_can_be_read(self):
        long = {str(p): text(p).count("\n") for p in files(".h", ".cpp") if text(p).count("\n") > MOST_LINES}
        self.assertEqual(long, {})

    def test_no_function_is_longer_than_a_screen(self):
        long = {f"{path}:{line}": lines for path in files(".h", ".cpp") for line, lines in functions(path)
                if lines > MOST_LINES_OF_A_FUNCTION}
        self.assertEqual(long, {})

    def test_the_median_source_file_is_small(self):
        self.assertLessEqual(statistics.median(text(p).count("\n") for p in files(".h", ".cpp")), MEDIAN_LINES)


if __name__ == "__main__":
    unittest.main()
