# SPDX-License-Identifier: GPL-2.0
"""
The policy that the kernel reports, and its permissions, against the spec. Asked
for with the kernel's YNL library and its spec of the controller, nlctrl.

Do and dump of an operation share a policy, as the module uses struct genl_ops;
it must accept what either takes by the spec. Which of these a do or a dump does
not take is refused by the operation itself. What the policy rejects (NLA_REJECT)
is not reported, so it counts as not accepted.
"""
import os

from ynl_client import (LINUX, YnlFamily, attributes, check, parts,
                        spec_family)

NLCTRL = os.path.join(LINUX, 'Documentation/netlink/specs/nlctrl.yaml')
FAMILY = {'family-name': 'nthrottle'}
# As the spec's types are called in policies.
TYPES = {'u32': 'u32', 'u64': 'u64', 'string': 'nul-string', 'flag': 'flag',
         'nest': 'nested'}


class Kernel:
    """What the kernel says of the family."""

    def __init__(self):
        ctrl = YnlFamily(NLCTRL, '')
        self.family = ctrl.do('getfamily', FAMILY)
        self.policies = {}
        self.ops = {}
        for reply in ctrl.dump('getpolicy', FAMILY):
            if 'op-policy' in reply:
                op = reply['op-policy']
                self.ops[op['op-id']] = op
            else:
                attr = reply['policy']
                policy = self.policies.setdefault(attr['policy-id'], {})
                policy[attr['attr-id']] = attr

    def flags(self):
        """Flags of each operation."""
        return {op['id']: op['flags'] for entry in self.family['ops']
                for op in entry.values()}


def compare(spec, kernel, space, names, policy, where):
    """A set of attributes with a policy, nests included; returns how many."""
    attrs = spec.attr_sets[space]
    accepted = kernel.policies.get(policy, {})
    want = {attrs[name].value: name for name in names}
    check(set(accepted) == set(want), where, 'accepts the attributes',
          sorted(accepted), 'by the spec', dict(sorted(want.items())))
    count = len(want)
    for value, name in want.items():
        kind = attrs[name]['type']
        check(accepted[value]['type'] == TYPES[kind], where, name, 'is',
              accepted[value], 'by the spec', kind)
        if kind == 'nest':
            inner = attrs[name]['nested-attributes']
            count += compare(spec, kernel, inner, attributes(spec, inner),
                             accepted[value]['policy-idx'], f'{where} {name}')
    return count


def policies(spec, kernel):
    """Each operation's; returns the number of attributes compared."""
    count = 0
    check({op.req_value for op in spec.ops.values()} == set(kernel.ops),
          'policies for', sorted(kernel.ops))
    for op in spec.ops.values():
        modes = {mode for mode, _, _ in parts(op)} | set(op.yaml) & {'do'}
        names = [name for _, part, some in parts(op) if part == 'request'
                 for name in some]
        policy = {kernel.ops[op.req_value][mode] for mode in modes}
        check(set(kernel.ops[op.req_value]) == modes | {'op-id'}, op.name,
              kernel.ops[op.req_value])
        check(len(policy) == 1, op.name, 'do and dump differ')
        count += compare(spec, kernel, op.attr_set.name, names, policy.pop(),
                         op.name)
    return count


def permissions(spec, kernel):
    """Which operations there are, and who may use them."""
    flags = kernel.flags()
    check(set(flags) == {op.req_value for op in spec.ops.values()}, flags)
    for op in spec.ops.values():
        want = {'cmd-cap-haspol'}
        want |= {f'cmd-cap-{mode}' for mode in ('do', 'dump') if mode in op.yaml}
        if 'admin-perm' in op.yaml.get('flags', []):
            want.add('uns-admin-perm')
        check(flags[op.req_value] == want, op.name, 'has', flags[op.req_value],
              'by the spec', want)


def groups(spec, kernel):
    """The multicast groups."""
    have = {group['name'] for entry in kernel.family['mcast-groups']
            for group in entry.values()}
    check(have == set(spec.mcast_groups), have)


def main():
    """All of it."""
    spec, kernel = spec_family(), Kernel()
    count = policies(spec, kernel)
    permissions(spec, kernel)
    groups(spec, kernel)
    print(f'note: {len(kernel.ops)} operations, {count} attributes')


if __name__ == '__main__':
    main()
