#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who missed something finds it again: changes since, and monitor. One function a
# case, in a namespace of its own.
# usage: watch.sh --list | watch.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"
# shellcheck source=lib/watch.bash
. "$here/lib/watch.bash"

case_changes() {
	local seq instance

	make_veth v0
	ip link add gone type dummy
	poll nothing_pending
	seq=$(seq_of)
	instance=$(nthrottle -j show | sed 's/.*"instance":\([0-9]*\).*/\1/')
	expect 0 nthrottle dev changes since "$seq"
	has "after seq $seq up to seq $seq"
	lacks v0
	ip link set v0 mtu 1400
	ip link del gone
	poll nothing_pending
	expect 0 nthrottle dev changes since "$seq"
	has 'mtu 1400'
	has 'deleted'
	lacks 'v0p'
	lacks resync
	expect 0 nthrottle -j dev changes since "$seq@$instance"
	is_json
	has '"name":"v0"'
	has '"deleted":true'
	expect 0 nthrottle dev changes since "$seq@1"
	has 'resync (instance'
	has 'v0p'
	lacks gone
	expect 0 nthrottle dev changes since 99999
	has 'resync (future'
	expect 0 nthrottle -j dev changes since 99999
	has '"resync":"future"'
	nthrottle set tombstones 0
	poll horizon_passed "$seq"
	expect 0 nthrottle dev changes since "$seq"
	has 'resync (horizon'
	expect 2 nthrottle dev changes since
	expect 2 nthrottle dev changes since many
	has 'SEQ@INSTANCE'
}

horizon_passed() { [ "$(nthrottle -j show | sed 's/.*"horizon":\([0-9]*\).*/\1/')" -gt "$1" ]; }

# It heals itself, by what changed only, as long as deletions are remembered.
case_recovers() {
	nthrottle set threshold 10ms burst 100
	start m nthrottle -j monitor since 0 rcvbuf 4096
	poll says "$tmp/m.out" instance
	overrun 1 2 3
	out=$(cat "$tmp/m.out")
	has '"recovered":true'
	same_table m
	heard m
	has 'the receive buffer overran'
	lacks resync
	kill "${jobs[-1]}"
	wait "${jobs[-1]}" || fail "the monitor exited with $?"
}

case_recovers_by_resync() {
	nthrottle set threshold 10ms burst 100 tombstones 2
	start m nthrottle -j monitor since 0 rcvbuf 4096
	poll says "$tmp/m.out" instance
	overrun 4 5 6
	same_table m
	heard m
	has 'resync (horizon'
	stop
}

case_does_not_recover() {
	nthrottle set threshold 10ms burst 100
	start m nthrottle monitor --no-recover rcvbuf 4096
	poll says "$tmp/m.out" instance
	kill -STOP "${jobs[-1]}"
	storm 7 100
	poll nothing_pending
	kill -CONT "${jobs[-1]}"
	poll says "$tmp/m.err" overran
	ip link add last type dummy
	poll says "$tmp/m.err" 'lost .*seq'
	out=$(cat "$tmp/m.out")
	lacks recovered
	has last
	stop
}

# A monitor outlives the module, and says so.
case_outlives_the_module() {
	ip link add d0 type dummy
	poll nothing_pending
	start m nthrottle -j monitor since 0
	poll says "$tmp/m.out" d0
	rmmod nthrottle || fail 'rmmod'
	poll says "$tmp/m.err" 'the module was unloaded'
	ip link add d1 type dummy
	ip link del d0
	insmod "$NTHROTTLE_KO" || fail 'insmod'
	poll says "$tmp/m.err" 'the module is back'
	poll says "$tmp/m.out" d1
	ip link set d1 mtu 1400
	poll says "$tmp/m.out" '"mtu":1400'
	poll caught_up "$tmp/m.out"
	same_table m
	heard m
	has 'resync (instance'
	# What was there at the load has number 0, and is told.
	expect 0 nthrottle dev changes since 0
	has 'lo '
	lacks resync
	stop
}

"case_$1"
exit "$failed"
