#!/usr/bin/python3
"""clang-tidy over every source that a build compiled: tests/tidy.py BUILD-FOLDER

A source that passed is not looked at again until it, a header of ours that it includes, or a .clang-tidy changes:
build/tidy holds an empty file for each that passed, named by the digest of all that, which the build knows (ninja's
record of dependencies).
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
TIDY = "clang-tidy-19"
PASSED = ROOT / "build/tidy"


@functools.cache
def digest(path):
    return hashlib.sha256(path.read_bytes()).digest()


def included(build):
    """Object file -> the project's files it was made of."""
    listed = subprocess.run(["ninja", "-C", build, "-t", "deps"], check=True, capture_output=True, text=True).stdout
    found, current = {}, set()
    for line in listed.splitlines():
        if line.startswith(" "):
            path = (build / line.strip()).resolve()
            if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build"):
                current.add(path)
        elif line:
            current = found.setdefault(line.split(":")[0], set())
    return found


def remembered(source, headers):
    """The file that says this source passed as it is now."""
    settings = {folder / ".clang-tidy" for folder in source.parents if (folder / ".clang-tidy").is_file()}
    total = hashlib.sha256()
    for path in sorted({source, *headers, *settings}):
        total.update(str(path.relative_to(ROOT)).encode() + digest(path))
    return PASSED / total.hexdigest()


def look(build, source, mark):
    ran = subprocess.run([TIDY, "-quiet", "-p", build, source], capture_output=True, text=True)
    if ran.returncode == 0:
        mark.touch()
    return source, ran


def main(build):
    PASSED.mkdir(parents=True, exist_ok=True)
    headers = included(build)
    waiting = []
    for command in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(command["file"]).resolve()
        made = command["command"].split(" -o ")[1].split()[0]
        mark = remembered(source, headers.get(made, ()))
        if not source.is_relative_to(ROOT / "build") and not mark.exists():
            waiting.append((source, mark))
    print(f"{len(waiting)} sources to look at; the others passed as they are.", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looks = [pool.submit(look, build, *one) for one in waiting]
        for done, future in enumerate(concurrent.futures.as_completed(looks), 1):
            source, ran = future.result()
            if ran.returncode != 0:
                failed += 1
                print(f"{source.relative_to(ROOT)}:\n{ran.stdout}{'' if ran.stdout else ran.stderr}", flush=True)
            if done % 25 == 0 or done == len(looks):
                print(f"{done} of {len(looks)}, {failed} with complaints", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()) if len(sys.argv) == 2 else __doc__)
