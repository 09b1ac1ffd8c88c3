# SPDX-License-Identifier: GPL-2.0
"""Are files lines of printable UTF-8, and JSON? Their names say what they should be.

usage: printable.py FILE.text|FILE.lines|FILE.whole...
"""
import json
import sys


def obeyed(char):
    """What a terminal may take as a command."""
    return char != "\n" and (ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0)


def check(path):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    bad = [c for c in text if obeyed(c)]
    if bad:
        raise ValueError(f"{bad[0]!r} is not escaped")
    if not text:
        raise ValueError("nothing was printed")
    if path.endswith(".whole"):
        json.loads(text)
    elif path.endswith(".lines"):
        for line in text.splitlines():
            json.loads(line)


def main(paths):
    failed = 0
    for path in paths:
        try:
            check(path)
        except ValueError as error:
            print(f"{path}: {error}: {open(path, 'rb').read()[:200]!r}")
            failed = 1
    print(f"note: {len(paths)} outputs")
    return failed or not paths


sys.exit(main(sys.argv[1:]))
