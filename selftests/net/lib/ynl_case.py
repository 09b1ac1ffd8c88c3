# SPDX-License-Identifier: GPL-2.0
"""What the cases with the kernel's YNL library work with."""
import json
import subprocess

from ynl_client import Client, Listener


class Case:
    """The sockets. One more, that can be closed, is made when it is needed."""

    def __init__(self):
        self.ask = Client()
        self.book = self.ask.book
        self.events = Listener(self.book, 'events')
        self.config = Listener(self.book, 'config')
        self.agents = Listener(self.book, 'agents')

    def dev(self, name):
        """An interface as the module knows it."""
        return self.ask.do('dev-get', {'name': name})

    def waits(self, name, gate, event):
        """Does a gate hold this event of an interface back?"""
        pending = self.dev(name).get('pending')
        return pending and pending['reason'] == gate and event in pending['events']

    def newest(self):
        """The newest sequence number and the instance."""
        now = self.ask.do('config-get')
        return now['seq'], now['instance']


def ip(*words):
    """Run ip; returns what its JSON says, if it says any."""
    run = subprocess.run(('ip', '-j', '-d') + words, check=True,
                         stdout=subprocess.PIPE)
    return json.loads(run.stdout or '[]')
