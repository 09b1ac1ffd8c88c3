# SPDX-License-Identifier: GPL-2.0
"""
The kernel's YNL library drives every operation and hears every notification,
by the spec alone. Fails if a part of the spec was not met on the way.
"""
import itertools
import os
import sys

from ynl_case import Case, ip
from ynl_client import Client, check, includes, poll

EVENTS = {'register', 'unregister', 'up', 'down', 'change', 'rename', 'address',
          'mtu', 'master', 'txqlen', 'features', 'type'}
ALL_IN_ONE = {
    'threshold-ms': 100, 'threshold-max-ms': 400, 'burst': 7,
    'events': EVENTS - {'type'}, 'urgent': {'rename', 'unregister'},
    'updelay-ms': 30, 'downdelay-ms': 20, 'damp': 'monitor',
    'half-life-ms': 1000, 'suppress': 3000, 'reuse': 1500,
    'max-suppress-ms': 4000, 'penalty': 500, 'restart-penalty': 100,
}
# What is down waits for a minute: until the case brings it up again. Nothing
# else waits, and no penalty is too much.
LAZY = {
    'threshold-ms': 10, 'threshold-max-ms': 0, 'burst': 1000,
    'events': EVENTS, 'urgent': {'unregister'},
    'updelay-ms': 1, 'downdelay-ms': 60000, 'damp': 'on',
    'half-life-ms': 600000, 'suppress': 19000, 'reuse': 900,
    'max-suppress-ms': 6000000, 'penalty': 800, 'restart-penalty': 5000,
}
CONFIG = {'batch-ms': 4, 'rate': 5000, 'rate-burst': 50, 'tombstones': 100,
          'heartbeat-ms': 100}


def config(t):
    """The namespace's parameters, and a heartbeat."""
    t.ask.do('config-set', CONFIG)
    includes(t.ask.do('config-get'), CONFIG)
    includes(t.config.wait('config-ntf'), CONFIG)
    seq, instance = t.newest()
    includes(t.events.wait('sync-ntf'), {'seq': seq, 'instance': instance})


def profiles(t):
    """Profiles: one is made, changed, deleted."""
    t.ask.do('profile-new', {'name': 'edge', **ALL_IN_ONE})
    edge = t.ask.do('profile-get', {'name': 'edge'})
    check(edge == {'name': 'edge', **ALL_IN_ONE}, edge)
    t.config.wait('config-ntf', {'profiles': 2})
    t.ask.do('profile-set', {'name': 'edge', **LAZY})
    check({'name': 'edge', **LAZY} in t.ask.dump('profile-get'),
          t.ask.dump('profile-get'))
    t.ask.do('profile-new', {'name': 'short'})
    t.config.wait('config-ntf', {'profiles': 3})
    t.ask.do('profile-del', {'name': 'short'})
    t.config.wait('config-ntf', {'profiles': 2})
    check([p['name'] for p in t.ask.dump('profile-get')] == ['default', 'edge'])


def rules(t):
    """Rules: v* of kind veth get the profile edge."""
    rule = {'pref': 10, 'name': 'v*', 'kind': 'veth', 'profile': 'edge'}
    t.ask.do('rule-new', rule)
    check(t.ask.do('rule-get', {'pref': 10}) == rule)
    t.config.wait('config-ntf', {'rules': 1})
    t.ask.do('rule-new', {'pref': 20, 'profile': 'default'})
    check(t.ask.dump('rule-get') == [rule, {'pref': 20, 'profile': 'default'}])
    t.ask.do('rule-del', {'pref': 20})
    check(t.ask.dump('rule-get') == [rule])
    t.config.wait('config-ntf', {'rules': 1})


def interfaces(t):
    """A port of a bridge, told as ip shows it."""
    ip('link', 'add', 'br0', 'type', 'bridge')
    ip('link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'w0')
    ip('link', 'set', 'v0', 'master', 'br0')
    for name in ('br0', 'v0', 'w0'):
        ip('link', 'set', name, 'up')
    poll('v0 is up and told', lambda: t.dev('v0')['operstate'] == 6
         and 'pending' not in t.dev('v0'))
    now = ip('link', 'show', 'v0')[0]
    told = t.events.wait('dev-ntf', {'name': 'v0', 'operstate': 6})
    same = {'ifindex': now['ifindex'], 'kind': 'veth', 'mtu': now['mtu'],
            'address': now['address'], 'carrier': 1,
            'master': ip('link', 'show', 'br0')[0]['ifindex']}
    includes(told, same)
    includes(t.dev('v0'), {'profile': 'edge', **same})
    includes(t.ask.do('dev-get', {'ifindex': now['ifindex']}),
             {'name': 'v0', 'id': told['id']})
    names = {dev['name'] for dev in t.ask.dump('dev-get')}
    check(names == {'lo', 'br0', 'v0', 'w0'}, names)


def debounced(t):
    """A link that is down, but is not yet told to be; and one that bounced."""
    ip('link', 'set', 'w0', 'down')
    poll('v0 waits', lambda: t.waits('v0', 'debounce', 'change'))
    check([d for d in t.ask.dump('dev-get') if 'pending' in d])
    ip('link', 'set', 'v0', 'mtu', '1400')
    raw = t.events.wait('dev-ntf', {'name': 'v0', 'mtu': 1400})
    includes(raw, {'carrier': 1, 'operstate': 6, 'raw-carrier': 0})
    check(raw in since(t, 0), 'as it was told:', raw, since(t, 0))
    ip('link', 'set', 'w0', 'up')
    poll('v0 does not wait', lambda: 'pending' not in t.dev('v0'))
    ip('link', 'set', 'v0', 'mtu', '1401')
    back = t.events.wait('dev-ntf', {'name': 'v0', 'mtu': 1401})
    check(back['bounced'] >= 2 and 'raw-carrier' not in back, back)
    check(back in since(t, raw['seq']), 'as it was told:', back)


def damped(t):
    """Penalties are told, and cleared by name and by ifindex."""
    check(t.dev('v0')['damping']['flaps'] == 1, t.dev('v0'))
    check(t.dev('v0')['damping']['penalty'] > 5000, t.dev('v0'))
    t.ask.do('dev-reset', {'name': 'v0'})
    check(t.dev('v0')['damping']['penalty'] == 0, t.dev('v0'))
    ip('link', 'add', 'v1', 'type', 'veth', 'peer', 'name', 'w1')
    new = t.dev('v1')
    check(new['damping']['penalty'] > 4000, new)
    t.ask.do('dev-reset', {'ifindex': new['ifindex']})
    check(t.dev('v1')['damping']['penalty'] == 0, t.dev('v1'))


def flush(t):
    """What the default profile, which needs no name, holds back comes at once."""
    t.ask.do('profile-set', {'threshold-ms': 3600000, 'burst': 1})
    includes(t.ask.do('profile-get'), {'name': 'default', 'burst': 1})
    mtus = itertools.count(1300)

    def waits_for_an_hour():
        # What was pending before is told soon, and link watch tells more of br0.
        mtu = next(mtus)
        ip('link', 'set', 'br0', 'mtu', str(mtu))
        pending = t.dev('br0').get('pending', {})
        if pending.get('due-in-ns', 0) > 3000e9 and 'mtu' in pending['events']:
            return mtu
        return None

    mtu = poll('br0 waits for an hour', waits_for_an_hour)
    check(t.waits('br0', 'throttle', 'mtu'), t.dev('br0'))
    t.ask.do('flush')
    t.events.wait('dev-ntf', {'name': 'br0', 'mtu': mtu, 'why': 'flush'})
    t.ask.do('profile-set', {'threshold-ms': 1000})


def since(t, seq, instance=None, resync=None):
    """What changed since, without the first message, which is checked."""
    values = {'since': seq}
    if instance:
        values['instance'] = instance
    before = t.newest()[0]
    first, *devs = t.ask.dump('dev-get', values)
    after, instance = t.newest()
    includes(first, {'instance': instance})
    check(first.get('resync') == resync and 'id' not in first, first)
    check(before <= first['upto'] <= after, before, first, after)
    return devs


def changes(t):
    """A deletion, told and remembered; and when it is not."""
    poll('nothing waits', lambda: t.ask.do('config-get')['pending'] == 0)
    seq, instance = t.newest()
    check(since(t, seq, instance) == [])
    ip('link', 'del', 'v0')
    gone = [t.events.wait('dev-ntf', {'name': name, 'deleted': True})
            for name in ('v0', 'w0')]
    devs = since(t, seq, instance)
    check(all(dev in devs for dev in gone), devs)
    seqs = [dev['seq'] for dev in devs]
    check(seqs == sorted(seqs) and seqs[0] > seq, seqs)
    check(t.ask.do('config-get')['deleted'] == 2)
    there = {dev['name'] for dev in t.ask.dump('dev-get')}
    t.ask.do('config-set', {'tombstones': 0})
    poll('forgotten', lambda: t.ask.do('config-get')['horizon'] > seq)
    for args in ((seq, instance, 'horizon'), (1 << 62, instance, 'future'),
                 (seq, instance + 1, 'instance')):
        check({dev['name'] for dev in since(t, *args)} == there, *args)
    includes(t.ask.do('stats-get'), {'evicted': 2, 'resyncs': 3})
    # From here on, nothing is told unasked.
    ip('link', 'del', 'br0')
    t.events.wait('dev-ntf', {'name': 'br0', 'deleted': True})


def stats(t):
    """Counters, and that they are set to 0."""
    now = t.ask.do('stats-get')
    check(set(now['by-event']) == EVENTS, now)
    check(sum(now['by-event'].values()) == now['events'], now)
    check(sum(now['by-why'].values()) == now['notifications'] > 0, now)
    check(len(now['latency-us-log2']) == 32 and sum(now['latency-us-log2']) > 0,
          now)
    t.ask.do('stats-reset')
    includes(t.ask.do('stats-get'), {'notifications': 0, 'delivered': 0})


def holds(t):
    """A hold that is released, and one that reaches its limit."""
    mine = {'pid': os.getpid(), 'comm': 'python3'}
    hold = t.ask.do('hold', {'limit-ms': 50000})
    begun = includes(t.config.wait('hold-ntf', {'id': hold['id']}), mine)
    check('end' not in begun and t.ask.do('config-get')['holds'] == 1, begun)
    t.ask.do('release', {'id': hold['id']})
    includes(t.config.wait('hold-ntf', hold), {'end': 'released', **mine})
    hold = t.ask.do('hold', {'limit-ms': 1})
    t.config.wait('hold-ntf', {'end': 'limit', **hold})
    check(t.ask.do('config-get')['holds'] == 0)


def ruleset(t):
    """Everything at once."""
    edge = {'name': 'edge', **ALL_IN_ONE}
    rule = {'pref': 3, 'name': 'x*', 'kind': 'dummy', 'profile': 'edge'}
    conf = {**CONFIG, 'heartbeat-ms': 0, 'rate': 0, 'tombstones': 7}
    t.ask.do('ruleset-set', {'config': conf, 'rule': [rule],
                             'profile': [{'name': 'short', 'burst': 9}, edge]})
    includes(t.ask.do('config-get'), conf)
    includes(t.config.wait('config-ntf', {'profiles': 3}), conf)
    default, *others = t.ask.dump('profile-get')
    includes(default, {'name': 'default', 'threshold-ms': 2000, 'burst': 4})
    check(edge in others and len(others) == 2, others)
    check(t.ask.dump('rule-get') == [rule])


def agent_lives(t, agent):
    """It registers, acknowledges, and falls silent."""
    seq, instance = t.newest()
    me = {'name': 'bird', 'pid': os.getpid(), 'comm': 'python3', 'state': 'up'}
    new = agent.do('agent-new', {'name': 'bird', 'down-time-ms': 2000})
    includes(new, {'seq': 0, 'down-time-ms': 2000, 'lag': seq, **me})
    includes(t.agents.wait('agent-ntf', {'state': 'up'}), me)
    agent.do('agent-ack', {'name': 'bird', 'seq': seq, 'instance': instance})
    includes(t.ask.do('agent-get', {'name': 'bird'}), {'seq': seq, 'lag': 0})
    down = t.agents.wait('agent-ntf', {'state': 'down'})
    includes(down, {'cause': 'silent', 'seq': seq, 'name': 'bird'})
    check(2e9 <= down['age-ns'] < 10e9, down)
    agent.do('agent-ack', {'name': 'bird'})
    includes(t.agents.wait('agent-ntf'), {'state': 'up', 'seq': seq})
    return seq


def agents(t):
    """An agent closes its socket, comes back, is replaced and deleted."""
    agent = Client(t.book)
    seq = agent_lives(t, agent)
    hold = includes(agent.do('hold'), {'limit-ms': 60000})
    agent.close()
    t.config.wait('hold-ntf', {'end': 'closed', **hold})
    t.agents.wait('agent-ntf', {'state': 'down', 'cause': 'closed'})
    closed = t.ask.do('agent-get', {'name': 'bird'})
    includes(closed, {'cause': 'closed', 'seq': seq})
    check([a['cause'] for a in t.ask.dump('agent-get')] == ['closed'])
    agent = Client(t.book)
    includes(agent.do('agent-new', {'name': 'bird'}),
             {'seq': seq, 'down-time-ms': 75000, 'state': 'up'})
    t.ask.refused('agent-new', {'name': 'bird'}, 'EBUSY',
                  f'name is in use by pid {os.getpid()} (python3)', 'name')
    includes(t.ask.do('agent-new', {'name': 'bird', 'replace': True}),
             {'seq': seq})
    agent.refused('agent-ack', {'name': 'bird'}, 'EBUSY', 'another socket', 'name')
    check(t.ask.do('config-get')['agents'] == 1)
    t.ask.do('agent-del', {'name': 'bird'})
    t.agents.wait('agent-ntf', {'state': 'down', 'cause': 'deleted'})
    check(t.ask.dump('agent-get') == [])


def main():
    """All of it; then the book."""
    t = Case()
    for part in (config, profiles, rules, interfaces, debounced, damped, flush,
                 changes, stats, holds, ruleset, agents):
        part(t)
    missing = t.book.missing()
    for line in missing:
        print(f'never seen: {line}')
    seen = sum(len(want) for want in t.book.allowed.values())
    print(f'note: {len(t.book.family.msgs)} operations and notifications, '
          f'{seen - len(missing)} attributes of theirs')
    return 1 if missing else 0


if __name__ == '__main__':
    sys.exit(main())
