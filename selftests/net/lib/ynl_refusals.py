# SPDX-License-Identifier: GPL-2.0
"""
Each operation is refused at least once, through the kernel's YNL library, which
shows why and which attribute is to blame.
"""
import os

from ynl_client import Client, check, parts

NOBODY = 65534
LONG = 'x' * 32

# Operation, request, error, words of the reason, the attribute to blame.
REFUSED = (
    ('config-get', {'rate': 1}, 'EINVAL', 'Unknown attribute type', 'rate'),
    ('config-set', {'batch-ms': 1001}, 'ERANGE', 'batch-ms', 'batch-ms'),
    ('config-set', {'tombstones': 65537}, 'ERANGE', '65536', 'tombstones'),
    ('config-set', {'heartbeat-ms': 99}, 'ERANGE', '100', 'heartbeat-ms'),
    ('config-set', {'horizon': 1}, 'EINVAL', 'Unknown attribute type', 'horizon'),
    ('profile-get', {'name': 'nobody'}, 'ENOENT', 'nobody', 'name'),
    ('profile-get', {'burst': 1}, 'EINVAL', 'Unknown attribute type', 'burst'),
    ('profile-set', {'burst': 0}, 'ERANGE', 'burst', 'burst'),
    ('profile-set', {'reuse': 3000}, 'ERANGE', 'below suppress 2000', 'reuse'),
    ('profile-new', {'name': 'default'}, 'EEXIST', 'default', 'name'),
    ('profile-new', {'name': LONG}, 'ERANGE', 'name', 'name'),
    ('profile-del', {'name': 'default'}, 'EBUSY', 'default', 'name'),
    ('rule-get', {'pref': 1}, 'ENOENT', 'pref 1', 'pref'),
    ('rule-get', {}, 'EINVAL', 'pref is missing', None),
    ('rule-new', {'pref': 1, 'profile': 'nobody'}, 'ENOENT', 'nobody', 'profile'),
    ('rule-new', {'pref': 1, 'kind': LONG, 'profile': 'default'}, 'ERANGE',
     'kind', 'kind'),
    ('rule-del', {'pref': 1}, 'ENOENT', 'pref 1', 'pref'),
    ('ruleset-set', {'profile': [{'name': 'a'}, {'name': 'b', 'burst': 0}]},
     'ERANGE', 'burst', 'profile.burst'),
    ('ruleset-set', {'config': {'rate': 1}, 'rule': [{'pref': 1}]}, 'EINVAL',
     'profile', 'rule'),
    ('dev-get', {'name': 'nobody'}, 'ENODEV', 'no such interface', 'name'),
    ('dev-get', {'ifindex': 99}, 'ENODEV', 'no such interface', 'ifindex'),
    ('dev-get', {'since': 0}, 'EINVAL', 'for a dump', None),
    ('dev-get', {}, 'EINVAL', 'either ifindex or name', None),
    ('dev-reset', {'name': 'nobody'}, 'ENODEV', 'no such interface', 'name'),
    ('dev-reset', {'since': 0}, 'EINVAL', 'Unknown attribute type', 'since'),
    ('stats-get', {'seq': 1}, 'EINVAL', 'Unknown attribute type', 'seq'),
    ('stats-reset', {'seq': 1}, 'EINVAL', 'Unknown attribute type', 'seq'),
    ('flush', {'name': 'lo'}, 'EINVAL', 'Unknown attribute type', 'name'),
    ('hold', {'limit-ms': 0}, 'ERANGE', 'limit-ms', 'limit-ms'),
    ('hold', {'id': 1}, 'EINVAL', 'id from the kernel', 'id'),
    ('release', {'id': 99}, 'ENOENT', 'id', 'id'),
    ('agent-get', {'name': 'nobody'}, 'ENOENT', 'no such agent', 'name'),
    ('agent-new', {}, 'EINVAL', 'name is missing', None),
    ('agent-new', {'name': LONG}, 'ERANGE', '31 characters', 'name'),
    ('agent-new', {'name': 'a', 'down-time-ms': 999}, 'ERANGE', 'down-time-ms',
     'down-time-ms'),
    ('agent-ack', {'name': 'nobody'}, 'ENOENT', 'no such agent', 'name'),
    ('agent-ack', {'name': 'bird', 'seq': 1 << 62}, 'ERANGE', 'seq', 'seq'),
    ('agent-ack', {'name': 'bird', 'instance': 1}, 'ESTALE', 'present one',
     'instance'),
    ('agent-del', {'name': 'nobody'}, 'ENOENT', 'no such agent', 'name'),
)

REFUSED_DUMPS = (
    ('profile-get', {'name': 'default'}, 'EINVAL', '', None),
    ('rule-get', {'pref': 1}, 'EINVAL', '', None),
    ('agent-get', {'name': 'bird'}, 'EINVAL', '', None),
    ('dev-get', {'instance': 1}, 'EINVAL', '', None),
    ('dev-get', {'name': 'lo', 'since': 1}, 'EINVAL', '', None),
)


def all_operations(ask):
    """No operation of the spec is left out."""
    ops = ask.book.family.ops.values()
    for mode, table in (('do', REFUSED), ('dump', REFUSED_DUMPS)):
        have = {op.name for op in ops if mode in [m for m, _, _ in parts(op)]}
        check(have == {line[0] for line in table}, mode, 'differs:',
              have ^ {line[0] for line in table})


def refusals(ask):
    """What is wrong is refused, and nothing of it is done."""
    before = ask.do('config-get')
    for line in REFUSED:
        ask.refused(*line)
    for line in REFUSED_DUMPS:
        ask.refused(*line, dump=True)
    check(ask.do('config-get') == before, ask.do('config-get'), before)


def permissions(ask):
    """What the spec marks needs a capability, all else needs none."""
    os.seteuid(NOBODY)
    for op in ask.book.family.ops.values():
        if 'admin-perm' in op.yaml.get('flags', []):
            ask.refused(op.name, {}, 'EPERM', '')
    for op in ('config-get', 'profile-get', 'stats-get'):
        ask.do(op)
    for op in ('profile-get', 'rule-get', 'dev-get', 'agent-get'):
        ask.dump(op)
    os.seteuid(0)


def number_reused(ask):
    """A socket that has the number of an agent's, which is closed, is no agent."""
    number = ask.ynl.sock.getsockname()
    ask.close()
    other = Client(ask.book)
    other.refused('agent-ack', {'name': 'bird'}, 'EBUSY', 'register first', 'name')
    check(other.ynl.sock.getsockname() == number, 'another number:', number)
    check(other.do('agent-get', {'name': 'bird'})['cause'] == 'closed')


def main():
    """All of it."""
    ask = Client()
    ask.do('agent-new', {'name': 'bird'})
    for part in (all_operations, refusals, permissions, number_reused):
        part(ask)
    print(f'note: {len(REFUSED) + len(REFUSED_DUMPS)} refusals')


if __name__ == '__main__':
    main()
