"""The project's sources as the rules see them."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = ("server", "caldav", "scheduling", "storage")


def files(*patterns, below=LAYERS):
    """Tracked and new files, relative to the root, whose name ends in one of the patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *below],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return [pathlib.PurePosixPath(name) for name in listed
            if name.endswith(patterns) and (ROOT / name).is_file()]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    """(own, other) includes of a file: paths from our root, and everything else."""
    own, other = [], []
    for name in re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', text(path), re.M):
        (own if name.split("/")[0] in LAYERS else other).append(name)
    return own, other
