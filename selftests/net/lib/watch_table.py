#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Compare a listener's table with `ip -j -d link` on standard input.

usage: watch_table.py [--lines] FILE
FILE is what `nthrottle -j monitor` printed or, with --lines, the last table of
the example daemon.
"""
import json
import sys

# ip names them differently, or they change without an event.
IGNORED = {'PROMISC', 'ALLMULTI', 'NO-CARRIER', 'LOWER_UP', 'M-DOWN'}


def of_kernel(links):
    """What ip shows, by ifindex."""
    index = {link['ifname']: link['ifindex'] for link in links}
    return {link['ifindex']: (link['ifname'], link['operstate'], link['mtu'],
                              link.get('address', ''), index.get(link.get('master'), 0),
                              'UP' in link['flags'],
                              sorted(set(link['flags']) - IGNORED))
            for link in links}


def of_monitor(path):
    """What the notifications of a monitor amount to, by ifindex."""
    table = {}
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            dev = json.loads(line)
            if 'ifindex' not in dev:
                continue
            if dev.get('deleted'):
                table.pop(dev['ifindex'], None)
                continue
            table[dev['ifindex']] = (dev['name'], dev['operstate'], dev['mtu'],
                                     dev.get('address', ''), dev.get('master', 0),
                                     'UP' in dev['flags'],
                                     sorted(set(dev['flags']) - IGNORED - {'RUNNING'}))
    return table


def of_lines(path):
    """The example's table, by ifindex, in as many fields as it has."""
    table = {}
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            words = line.split()
            if not words:
                continue
            address = words[7] if len(words) > 7 else ''
            table[int(words[0])] = (words[1], words[3], int(words[5]), address,
                                    int(words[6]), bool(int(words[2], 16) & 1))
    return table


def main():
    """Print what differs; exit with 1 if anything does."""
    lines = sys.argv[1] == '--lines'
    theirs = of_lines(sys.argv[2]) if lines else of_monitor(sys.argv[1])
    ours = of_kernel(json.load(sys.stdin))
    if lines:
        ours = {index: link[:6] for index, link in ours.items()}
    for index in sorted(set(ours) | set(theirs)):
        if ours.get(index) != theirs.get(index):
            print(f'{index}: kernel {ours.get(index)}, listener {theirs.get(index)}')
    sys.exit(ours != theirs)


if __name__ == '__main__':
    main()
