# SPDX-License-Identifier: GPL-2.0
"""Compare what the kernel sent, by its tracepoint nthrottle:send, with what the
simulation says of the same events. The kernel is a little late each time, and
the next threshold begins then: so the time from an interface's notification to
the next one counts.

usage: agree.py TRACE JSON
"""
import json
import os
import re
import sys

# A kernel that watches itself is some times slower.
TOLERANCE_MS = 100 if "-" in os.environ.get("NTHROTTLE_KERNEL", "") else 20
SEND = re.compile(r" send: sent_ns=(\d+) .* dev=(\S+) .* count=(\d+) "
                  r"why=(\w+) carrier=(\d) deleted=(\d)")
EVENT = re.compile(r" event: now_ns=(\d+) ")


def by_name(rows):
    names = {}
    for name, row in rows:
        names.setdefault(name, []).append(row)
    return names


def kernel(path):
    with open(path, encoding="utf-8") as trace:
        text = trace.read()
    begin = min(int(m) for m in EVENT.findall(text))
    return by_name(
        (m[1], ((int(m[0]) - begin) / 1e6, m[3], int(m[4]), int(m[2])))
        for m in SEND.findall(text))


def simulation(path):
    with open(path, encoding="utf-8") as text:
        rows = json.load(text)["notifications"]
    return by_name(
        (r["name"], (r["after-ns"] / 1e6, r["why"], r["carrier"], r["count"]))
        for r in rows)


def main():
    real, simulated = kernel(sys.argv[1]), simulation(sys.argv[2])
    wrong, worst, drift, count = [], 0, 0, 0
    whys = {}
    for name in sorted(real.keys() | simulated.keys()):
        ours, theirs = real.get(name, []), simulated.get(name, [])
        same = len(ours) == len(theirs)
        before = (0, 0)
        for a, b in zip(ours, theirs):
            apart = abs((a[0] - before[0]) - (b[0] - before[1]))
            before = (a[0], b[0])
            worst = max(worst, apart)
            drift = max(drift, abs(a[0] - b[0]))
            same &= a[1:] == b[1:] and apart <= TOLERANCE_MS
            whys[a[1]] = whys.get(a[1], 0) + 1
        count += len(ours)
        if not same:
            wrong.append(f"{name}: kernel {ours}\n{name}: simulation {theirs}")
    if wrong or count < 20 or len(whys) < 4:
        print("\n".join(wrong), f"{count} notifications, {whys}")
        return 1
    print(f"{count} notifications agree, {whys}, from one to the next at most "
          f"{worst:.1f} ms apart, all in all {drift:.1f} ms")
    return 0


sys.exit(main())
