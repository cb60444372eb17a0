"""The pages name files that exist and show code that stands in the sources."""

import re
import unittest

from source import ROOT, files, text


def folded(code):
    return re.sub(r"\s+", " ", code).strip()


def pages():
    return files(".md", below=("docs", "README.md", "certs"))


class Docs(unittest.TestCase):
    def test_files_that_the_pages_name_exist(self):
        missing = [f"{page}: {name}" for page in pages()
                   for name in re.findall(r"`((?:server|caldav|scheduling|storage|tests|docs|certs|\.ci)/[\w./-]+\.\w+)`", text(page))
                   if not re.search(r"NAME|NNNN", name) and not (ROOT / name).exists()]
        self.assertEqual(missing, [])

    def test_links_between_pages_lead_somewhere(self):
        missing = [f"{page}: {link}" for page in pages() for link in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", text(page))
                   if not (ROOT / page.parent / link).exists()]
        self.assertEqual(missing, [])

    def test_code_in_the_recipes_is_cut_from_the_sources(self):
        code = folded("\n".join(text(path) for path in files(".h", ".cpp")))
        pieces = re.findall(r"```cpp\n(.*?)```", text("docs/recipes.md"), re.S)
        self.assertTrue(pieces)
        self.assertEqual([piece for piece in pieces if folded(piece) not in code], [])

    def test_tests_that_the_conformance_pages_name_exist(self):
        cases = "\n".join(text(path) for path in files("_test.cpp", ".h", below=("tests",)))
        known = {f"{suite}.{case}" for suite, case in re.findall(r"^\s*(?:TYPED_)?TEST(?:_[FP])?\((\w+),\s*(\w+)\)", cases, re.M)}
        missing = []
        for page in files(".md", below=("docs/conformance",)):
            suite = ""
            for name in re.findall(r"`((?:[A-Z]\w+)?\.[a-z]\w+_\w+)`", text(page)):
                suite = name.split(".")[0] or suite
                if f"{suite}.{name.split('.')[1]}" not in known:
                    missing.append(f"{page}: {name}")
        self.assertEqual(missing, [])

    def test_decisions_are_numbered_once_each(self):
        names = [path.name for path in files(".md", below=("docs/decisions",))]
        self.assertEqual(sorted(name[:4] for name in names), [f"{i + 1:04}" for i in range(len(names))])


if __name__ == "__main__":
    unittest.main()
