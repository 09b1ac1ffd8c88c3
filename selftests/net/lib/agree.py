# SPDX-License-Identifier: GPL-2.0
"""Compare what the kernel sent, by its tracepoint nthrottle:send, with what the
simulation says of the same events. The kernel is a little late each time, and
the next threshold begins then: so the time from an interface's notification to
the next one counts.

The simulation's worker needs 1 ms. An event that comes after the earlier of the two
is merged into the later one's notification only, and a carrier changes some time
before its event, so that a late notification tells of it already. If this is all in
which they differ at first, or the kernel was late, the record says nothing of what
follows.

usage: agree.py TRACE JSON; exit 0 they agree, 1 they do not, 3 make another record
"""
import json
import os
import re
import sys

# A kernel that watches itself is some times slower.
TOLERANCE_MS = 100 if "-" in os.environ.get("NTHROTTLE_KERNEL", "") else 20
# On a busy machine the kernel may be later than it should; much later it may not.
LATE_MS = 5 * TOLERANCE_MS
# How long before its event a carrier can change.
AHEAD_MS = 10
SEND = re.compile(r" send: sent_ns=(\d+) .* dev=(\S+) .* count=(\d+) "
                  r"why=(\w+) carrier=(\d) deleted=(\d)")
EVENT = re.compile(r" event: now_ns=(\d+) .* dev=(\S+) .* carrier=(\d) ")


def by_name(rows):
    names = {}
    for name, row in rows:
        names.setdefault(name, []).append(row)
    return names


def kernel(path):
    with open(path, encoding="utf-8") as trace:
        text = trace.read()
    events = EVENT.findall(text)
    begin = min(int(m[0]) for m in events)
    return by_name(
        (m[1], ((int(m[0]) - begin) / 1e6, m[3], int(m[4]), int(m[2])))
        for m in SEND.findall(text)), by_name(
        (m[1], ((int(m[0]) - begin) / 1e6, int(m[2]))) for m in events)


def simulation(path):
    with open(path, encoding="utf-8") as text:
        rows = json.load(text)["notifications"]
    return by_name(
        (r["name"], (r["after-ns"] / 1e6, r["why"], r["carrier"], r["count"]))
        for r in rows)


def overtaken(ours, theirs, events):
    """Whether the kernel was late, no more, and the events that came meanwhile
    explain how they differ."""
    merged = ours[3] - theirs[3]
    if ours[1:] == theirs[1:]:
        return True
    if ours[1] != theirs[1]:
        return False
    if merged > 0:
        return merged == sum(theirs[0] <= at <= ours[0] for at, _ in events)
    if merged < 0:
        return -merged == sum(ours[0] <= at <= theirs[0] for at, _ in events)
    return any(theirs[0] <= at <= ours[0] + AHEAD_MS and carrier == ours[2]
               for at, carrier in events)


def seen_ahead(before, theirs, events):
    """Whether the kernel's notification before told what the simulation tells now:
    then the events that came later were cancelled out."""
    behind = [at for at, carrier in events
              if before[0] <= at <= theirs[0] and carrier == before[2]]
    return 0 < theirs[3] <= len(behind) and behind[-1] <= before[0] + AHEAD_MS


def main():
    (real, events), simulated = kernel(sys.argv[1]), simulation(sys.argv[2])
    wrong, excused, worst, drift, count = [], 0, 0, 0, 0
    whys = {}
    for name in sorted(real.keys() | simulated.keys()):
        ours, theirs = real.get(name, []), simulated.get(name, [])
        same = True
        before = (0, 0)
        told = None
        for a, b in zip(ours, theirs):
            apart = abs((a[0] - before[0]) - (b[0] - before[1]))
            before = (a[0], b[0])
            worst = max(worst, apart)
            drift = max(drift, abs(a[0] - b[0]))
            if same and (a[1:] != b[1:] or apart > TOLERANCE_MS):
                same = False
                of_it = events.get(name, [])
                excused += ((apart <= LATE_MS and overtaken(a, b, of_it)) or
                            (told is not None and seen_ahead(told, b, of_it)))
            told = a
            whys[a[1]] = whys.get(a[1], 0) + 1
        count += len(ours)
        if not same or len(ours) != len(theirs):
            wrong.append(f"{name}: kernel {ours}\n{name}: simulation {theirs}")
    if wrong and excused == len(wrong):
        print("; ".join(wrong).replace("\n", ", "))
        return 3
    if wrong or count < 20 or len(whys) < 4:
        print("\n".join(wrong), f"{count} notifications, {whys}")
        return 1
    print(f"{count} notifications agree, {whys}, from one to the next at most "
          f"{worst:.1f} ms apart, all in all {drift:.1f} ms")
    return 0


sys.exit(main())
