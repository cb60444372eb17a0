"""Runs the test files of this folder, two at a time (each has a server, a port and folders of its own), and says how far it is.
run.py [NAME...]: those files only."""

import concurrent.futures
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
# The longest first, so that none of them is left alone at the end.
FIRST = ["series_in_evolution_test.py", "floods_test.py", "day_in_the_life_test.py", "thunderbird_test.py"]


def run(file):
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "unittest", "-v", file.stem], cwd=HERE, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return file.stem, done.returncode, done.stdout, time.monotonic() - started


def main():
    names = [name.removesuffix(".py") + ".py" for name in sys.argv[1:]]
    files = sorted((HERE / name for name in names) if names else HERE.glob("*_test.py"),
                   key=lambda file: (FIRST.index(file.name) if file.name in FIRST else len(FIRST), file.name))
    failed = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for number, one in enumerate(concurrent.futures.as_completed([pool.submit(run, file) for file in files]), 1):
            name, code, output, seconds = one.result()
            print(f"[{number}/{len(files)}] {'ok' if code == 0 else 'FAILED'}  {name}  {seconds:.0f} s", flush=True)
            if code != 0:
                failed.append(name)
                print(output, flush=True)
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
