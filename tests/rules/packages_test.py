"""docs/dependencies.md and the lists that ./run and ./test install name the same packages."""

import re
import unittest

from source import ROOT, text


def listed(path):
    return set(re.sub(r"#.*", "", text(path)).split())


def documented(heading):
    """Packages in the first column of the table below a heading; node packages have a row of their own."""
    part = text("docs/dependencies.md").split(f"## {heading}\n")[1].split("\n## ")[0]
    names = set()
    for cell in re.findall(r"^\| ([^|]+) \|", part, re.M)[1:]:
        if "(npm" in cell:
            names.update(word for word in re.findall(r"[a-z]+", cell.partition(";")[2]))
            continue
        names.update(cell.strip().split(", "))
    return names


class Packages(unittest.TestCase):
    def test_what_is_installed_to_build_is_documented(self):
        self.assertEqual(listed(".ci/packages-build.txt"), documented("To build and run"))

    def test_what_is_installed_to_test_is_documented(self):
        self.assertEqual(listed(".ci/packages-test.txt") | listed(".ci/packages-node.txt"), documented("To test"))

    def test_node_packages_are_documented(self):
        wanted = re.search(r'"dependencies":\s*\{([^}]*)\}', text("tests/clients/package.json")).group(1)
        page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
        self.assertEqual([name for name in re.findall(r'"([^"]+)":', wanted) if f"{name} (npm" not in page], [])


if __name__ == "__main__":
    unittest.main()
