# SPDX-License-Identifier: GPL-2.0
"""
The kernel's own YNL library, and a book of what went through it: which
operations were used, and which attributes were seen, of those that the spec
has. Between the library and the kernel is nothing of ours.
"""
import errno
import os
import re
import select
import sys
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '../../..'))
LINUX = os.path.join(TOP, '.cache/linux-6.12')
SPEC = os.path.join(TOP, 'Documentation/netlink/specs/nthrottle.yaml')
sys.path.insert(0, os.path.join(LINUX, 'tools/net/ynl'))

# pylint: disable=wrong-import-position
from lib import NlError, SpecFamily, YnlFamily  # noqa: E402

PATIENCE = 15   # seconds; an emulated machine on a busy one is slow


class Failure(Exception):
    """What the case found."""


def check(true, *what):
    """Fail the case unless it is true."""
    if not true:
        raise Failure(' '.join(str(word) for word in what))


def includes(values, want):
    """These values are among those; returns all."""
    for name, value in want.items():
        check(values.get(name) == value, name, 'is', values.get(name),
              'instead of', value, 'in', values)
    return values


def poll(what, probe):
    """Ask until the answer is true; returns it."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = probe()
        if answer:
            return answer
        check(time.monotonic() < end, 'in vain:', what)
        time.sleep(0.02)


def spec_family():
    """The spec alone. That it obeys the schema is the business of lint."""
    return SpecFamily(SPEC, '')


def parts(op):
    """The parts of an operation: (mode, part, names of attributes)."""
    for mode in ('do', 'dump'):
        for part in ('request', 'reply') if mode in op.yaml else ():
            section = (op.yaml[mode] or {}).get(part, {})
            yield mode, part, section.get('attributes', [])
    if 'event' in op.yaml:
        yield 'event', 'event', op.yaml['event']['attributes']


def attributes(family, space):
    """All attributes of a set that carry something."""
    return [name for name, attr in family.attr_sets[space].items()
            if attr['type'] != 'pad']


def paths(family, space, names):
    """Names of attributes, and of those in their nests: outer.inner."""
    for name in names:
        yield name
        attr = family.attr_sets[space][name]
        if attr['type'] == 'nest':
            inner = attr['nested-attributes']
            for path in paths(family, inner, attributes(family, inner)):
                yield f'{name}.{path}'


def scalar_right(family, attr, value):
    """Is a number decoded as the spec says: as names, if it has names?"""
    if 'enum' not in attr:
        return type(value) is int
    names = family.consts[attr['enum']].entries
    if attr.yaml.get('enum-as-flags'):
        return type(value) is set and value <= set(names)
    return value in names


def binary_right(attr, value):
    """Likewise an array, or an address."""
    if attr.sub_type:
        return type(value) is list and all(type(n) is int for n in value)
    return re.fullmatch('[0-9a-f]{2}(:[0-9a-f]{2})*', value)


def decoded_right(family, attr, value):
    """Likewise any attribute."""
    if attr['type'] == 'nest':
        return type(value) is dict
    if attr['type'] == 'string':
        return type(value) is str
    if attr['type'] == 'flag':
        return value is True
    if attr['type'] == 'binary':
        return binary_right(attr, value)
    return scalar_right(family, attr, value)


class Book:
    """What the spec has, and what of it was seen."""

    def __init__(self, family):
        self.family = family
        self.unseen = {}
        self.allowed = {}
        for op in family.msgs.values():
            if 'notify' in op.yaml:
                shared = family.msgs[op.yaml['notify']].yaml
                self.expect(op, 'event', 'event',
                            shared['do']['reply']['attributes'])
            for mode, part, names in parts(op):
                self.expect(op, mode, part, names)

    def expect(self, op, mode, part, names):
        """All of this is to be seen; the part itself as well."""
        want = set(paths(self.family, op.attr_set.name, names))
        self.allowed[op.name, mode, part] = want
        self.unseen[op.name, mode, part] = want | {''}

    def saw(self, op, mode, part, values):
        """Note what a message had; fail if the spec does not have it."""
        key = op, mode, part
        check(key in self.allowed, 'not in the spec:', *key)
        self.unseen[key].discard('')
        self.walk(key, self.family.msgs[op].attr_set.name, values or {}, '')

    def walk(self, key, space, values, prefix):
        for name, value in values.items():
            attr = self.family.attr_sets[space][name]
            check(prefix + name in self.allowed[key],
                  'not in the spec:', *key, prefix + name)
            self.unseen[key].discard(prefix + name)
            for one in value if attr.is_multi else [value]:
                if key[2] != 'request':
                    check(decoded_right(self.family, attr, one), *key,
                          prefix + name, 'decoded as', repr(one))
                if attr['type'] == 'nest':
                    self.walk(key, attr['nested-attributes'], one,
                              f'{prefix}{name}.')

    def missing(self):
        """What was never seen, as words."""
        return [' '.join(dict.fromkeys(key)) + (f' {path}' if path else ': never')
                for key, left in self.unseen.items() for path in sorted(left)]


class Client:
    """A socket for requests. Its first one begins the book."""

    def __init__(self, book=None):
        self.ynl = YnlFamily(SPEC, '')
        self.book = book or Book(self.ynl)

    def do(self, op, values=None):
        """A request and its reply."""
        values = values or {}
        reply = self.ynl.do(op, values)
        self.book.saw(op, 'do', 'request', values)
        self.book.saw(op, 'do', 'reply', reply)
        return reply

    def dump(self, op, values=None):
        """A request for many replies."""
        values = values or {}
        replies = self.ynl.dump(op, values)
        self.book.saw(op, 'dump', 'request', values)
        for reply in replies:
            self.book.saw(op, 'dump', 'reply', reply)
        return replies

    def refused(self, op, values, error, words, bad=None, dump=False):
        """A request that is refused, with a reason and what it is about."""
        answer = None
        try:
            (self.ynl.dump if dump else self.ynl.do)(op, values)
        except NlError as refusal:
            answer = refusal.nl_msg
        check(answer, op, values, 'is not refused')
        extack = answer.extack or {}
        name = errno.errorcode[-answer.error]
        check(name == error, op, values, 'refused with', name, 'not', error)
        check(words in extack.get('msg', ''), op, values, 'says', extack)
        check(extack.get('bad-attr') == (f'.{bad}' if bad else None),
              op, values, 'blames', extack, 'not', bad)

    def close(self):
        """What a process that ends does."""
        self.ynl.sock.close()


class Listener:
    """A socket in one multicast group."""

    def __init__(self, book, group):
        self.book = book
        self.told = []
        self.ynl = YnlFamily(SPEC, '')
        self.ynl.ntf_subscribe(group)

    def receive(self):
        """Take what is there."""
        self.ynl.check_ntf()
        for ntf in self.ynl.async_msg_queue:
            self.book.saw(ntf['name'], 'event', 'event', ntf['msg'])
            self.told.append(ntf)
        self.ynl.async_msg_queue.clear()

    def take(self, op, want):
        """Forget what was told up to the first that fits, and return that."""
        for i, ntf in enumerate(self.told):
            fits = all(ntf['msg'].get(k) == v for k, v in want.items())
            if ntf['name'] == op and fits:
                del self.told[:i + 1]
                return ntf['msg']
        return None

    def wait(self, op, want=None):
        """The next one that fits."""
        end = time.monotonic() + PATIENCE
        while True:
            self.receive()
            found = self.take(op, want or {})
            if found:
                return found
            left = end - time.monotonic()
            check(left > 0, 'never told:', op, want, 'but', self.told)
            select.select([self.ynl.sock], [], [], left)
