#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What cannot be printed: a full disk, a reader that left, and one that stalls.
# usage: output.sh --list | output.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"

# make N: so many interfaces, all notified
make() {
	local i

	nthrottle set batch 0ms
	for ((i = 0; i < $1; i++)); do
		echo "link add n$i type dummy"
	done | ip -batch -
	poll nothing_pending
}

# The reason is told, whenever it was that the buffer was full.
case_full_disk() {
	local command

	make 40
	for command in '-j dev show' 'dev show' 'show' '-j monitor since 0' help; do
		# shellcheck disable=SC2086 # words
		out=$(nthrottle $command 2>&1 >/dev/full)
		[ $? = 1 ] || fail "$command: another status"
		[ "$out" = 'nthrottle: cannot write the output: No space left on device' ] ||
			fail "$command: another reason:"
	done
}

case_no_reader() {
	make 40
	out=$(python3 "$here/lib/readers.py" absent nthrottle -j dev show 2>&1) || fail long:
	out=$(python3 "$here/lib/readers.py" absent nthrottle show 2>&1) || fail short:
	out=$(python3 "$here/lib/readers.py" absent nthrottle monitor 2>&1) || fail monitor:
}

case_reader_leaves() {
	make 300
	out=$(python3 "$here/lib/readers.py" leaves nthrottle monitor since 0 2>&1) || fail text:
	out=$(python3 "$here/lib/readers.py" leaves nthrottle -j monitor since 0 2>&1) || fail JSON:
}

case_reader_stalls() {
	make 600
	out=$(python3 "$here/lib/readers.py" stalls nthrottle -j monitor since 0 2>&1) || fail JSON:
	out=$(python3 "$here/lib/readers.py" stalls nthrottle monitor since 0 2>&1) || fail text:
}

# What was ignored from the start stays so; the other one ends it.
case_ignored_signal() {
	local said=/tmp/said.$$ monitor

	(
		trap '' INT
		exec nthrottle monitor >"$said"
	) &
	monitor=$!
	poll test -s "$said"
	kill -INT "$monitor"
	make 1
	poll says "$said" n0
	kill -TERM "$monitor"
	wait "$monitor" || fail "the monitor exited with $? after SIGTERM"
	rm -f "$said"
}

"case_$1"
exit "$failed"
