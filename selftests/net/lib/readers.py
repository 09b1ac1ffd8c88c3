# SPDX-License-Identifier: GPL-2.0
"""Readers that stall, leave or never were, and what becomes of who prints for them.

usage: readers.py stalls|leaves|absent COMMAND...       exit status 1 and a word if it is not well
"""
import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time

PIPE = 60000
DEADLINE_S = 60


def full(pipe):
    size = fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0")
    return struct.unpack("i", size)[0] > PIPE


def start(command):
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def status_of(process):
    try:
        return process.wait(DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return "none: it goes on"


def stalls(command):
    """Nobody reads; a signal ends it all the same."""
    failed = 0
    for number in signal.SIGTERM, signal.SIGINT:
        process = start(command)
        end = time.monotonic() + DEADLINE_S
        while not full(process.stdout):
            if time.monotonic() > end:
                print("it does not fill a pipe")
                return 1
            time.sleep(0.02)
        process.send_signal(number)
        status = status_of(process)
        if status:
            print(f"exit status after {number.name}: {status}")
            failed = 1
    return failed


def leaves(command):
    """The pipe is closed after the first line, in the middle of what is printed."""
    process = start(command)
    process.stdout.readline()
    process.stdout.close()
    status = status_of(process)
    if status:
        print(f"exit status: {status}")
    return int(status != 0)


def absent(command):
    """Nobody is there from the beginning, and SIGPIPE is ignored, as services have it."""
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE,
                             restore_signals=False, timeout=DEADLINE_S)
    if process.returncode or process.stderr:
        print(f"exit status: {process.returncode}; {process.stderr}")
    return int(process.returncode != 0 or process.stderr != b"")


what = {"stalls": stalls, "leaves": leaves, "absent": absent}[sys.argv[1]]
sys.exit(what(sys.argv[2:]))
