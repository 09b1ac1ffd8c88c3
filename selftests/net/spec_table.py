# SPDX-License-Identifier: GPL-2.0
"""
The requests of the spec as tables in C, for those who make messages of them.
usage: spec_table.py SPEC >HEADER
"""
import sys

import yaml


def upper(name):
    return name.replace('-', '_').upper()


class Table:
    """What spec.h declares, filled from the spec."""

    def __init__(self, spec):
        self.spec = spec
        self.sets = {s['name']: s for s in spec['attribute-sets']}

    def number(self, name, attr):
        """The constant of an attribute; a subset has the numbers of the whole."""
        base = self.sets[name].get('subset-of', name)
        return f'NTHROTTLE_A_{upper(base)}_{upper(attr)}'

    def kind(self, name, attr):
        """What the spec says of an attribute; a subset may leave it to the whole."""
        base = self.sets[name].get('subset-of', name)
        found = {}
        for owner in (base, name):
            for a in self.sets[owner]['attributes']:
                if a['name'] == attr:
                    found.update(a)
        return found

    def attr(self, name, attr):
        a = self.kind(name, attr)
        nested = a.get('nested-attributes')
        return (f'\t{{ {self.number(name, attr)}, SPEC_{upper(a["type"])}, '
                f'{"&set_" + nested.replace("-", "_") if nested else "NULL"} }},')

    def print_attrs(self, table, name, attrs):
        """Flexible arrays in static tables would be simpler, and no C."""
        print(f'static const struct spec_attr attrs_{table}[] = {{')
        for attr in attrs:
            print(self.attr(name, attr))
        print('\t{ 0, SPEC_PAD, NULL }\n};')

    def print_set(self, name):
        ident = name.replace('-', '_')
        attrs = [a['name'] for a in self.sets[name]['attributes']]
        self.print_attrs(f'set_{ident}', name, attrs)
        print(f'static const struct spec_set set_{ident} = '
              f'{{ attrs_set_{ident}, {len(attrs)} }};\n')

    def nested_first(self):
        """The sets, those that others contain before these."""
        done = []

        def visit(name):
            if name in done:
                return
            for a in self.sets[name]['attributes']:
                nested = self.kind(name, a['name']).get('nested-attributes')
                if nested:
                    visit(nested)
            done.append(name)

        for name in self.sets:
            visit(name)
        return done

    def requests(self):
        for op in self.spec['operations']['list']:
            for way in ('do', 'dump'):
                if way in op:
                    request = op[way].get('request', {})
                    yield op, way, request.get('attributes', [])

    def print_all(self):
        for name in self.nested_first():
            self.print_set(name)
        for op, way, attrs in self.requests():
            self.print_attrs(f'{way}_{op["name"].replace("-", "_")}',
                             op['attribute-set'], attrs)
        print('\nstatic const struct spec_op spec_ops[] = {')
        for op, way, attrs in self.requests():
            ident = op['name'].replace('-', '_')
            print(f'\t{{ "{op["name"]}", NTHROTTLE_CMD_{upper(op["name"])}, '
                  f'{int(way == "dump")}, {{ attrs_{way}_{ident}, {len(attrs)} }} }},')
        print('};')


def main():
    print('/* SPDX-License-Identifier: GPL-2.0 */')
    with open(sys.argv[1], encoding='utf-8') as f:
        Table(yaml.safe_load(f)).print_all()


main()
