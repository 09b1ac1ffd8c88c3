#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tool, as a user sees it: one function a case, in a namespace of its own.
# usage: cli.sh --list | cli.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"

case_show() {
	expect 0 nthrottle -j show
	is_json
	has '"threshold-ms":2000'
	has '"threshold-max-ms":0'
	has '"burst":4'
	has '"batch-ms":5'
	has '"interfaces":1'
	has '"name":"default"'
	expect 0 nthrottle show
	has 'threshold 2s'
	expect 0 nthrottle -j -p show
	has '"threshold-ms": 2000'
}

case_set() {
	expect 0 nthrottle set threshold 500ms burst 3
	expect 0 nthrottle -j show
	has '"threshold-ms":500'
	has '"burst":3'
	has '"batch-ms":5'
	expect 0 nthrottle set threshold-max 2s events up,down urgent mtu batch 20ms
	expect 0 nthrottle -j show
	has '"threshold-ms":500,"threshold-max-ms":2000'
	has '"batch-ms":20'
	has '"events":["register","unregister","up","down"],"urgent":["mtu"]'
	expect 0 nthrottle set events all urgent none threshold-max off
	expect 0 nthrottle -j show
	has '"type"],"urgent":[]'
}

# What the kernel refuses is shown as the kernel says it, and exits with 1.
case_refused() {
	expect 1 nthrottle set threshold 2h
	has 'threshold'
	has '3600000'
	expect 1 nthrottle set burst 0
	has 'burst'
	expect 1 nthrottle dev show nope
	has 'no such interface'
	expect 1 setpriv --reuid 65534 --clear-groups nthrottle set burst 3
	expect 1 setpriv --reuid 65534 --clear-groups nthrottle stats reset
	expect 0 setpriv --reuid 65534 --clear-groups nthrottle -j show
	has '"burst":4'
}

case_usage() {
	local words

	for words in '' bogus 'set' 'set bogus 1' 'set threshold' 'set threshold 5' \
		'set burst many' 'set events up,sideways' '-x show' 'monitor bogus'; do
		# shellcheck disable=SC2086 # words
		expect 2 nthrottle $words
		lacks 'core dumped'
	done
	expect 0 nthrottle help
	has 'monitor'
	expect 0 nthrottle version
	has 'nthrottle 0.'
}

case_dev() {
	nthrottle set threshold 1h burst 1
	ip link add d0 type dummy
	poll nothing_pending
	ip link set d0 mtu 1400
	ip link set d0 mtu 1401
	expect 0 nthrottle -j dev show d0
	is_json
	has '"name":"d0","kind":"dummy"'
	has '"mtu":1401'
	has '"pending":{"events":["mtu"],"count":2'
	has '"reason":"throttle"'
	expect 0 nthrottle dev show
	has 'lo:'
	has 'd0:'
	has 'throttle'
	expect 0 nthrottle flush
	poll nothing_pending
	expect 0 nthrottle -j dev show d0
	lacks '"pending"'
}

case_stats() {
	ip link add d0 type dummy
	poll nothing_pending
	expect 0 nthrottle -j stats
	has '"events":2,"delivered":2,"pending":0'
	has '"register":2'
	expect 0 nthrottle stats
	has 'delivered'
	expect 0 nthrottle stats -s
	has 'leading'
	expect 0 nthrottle stats reset
	expect 0 nthrottle -j stats
	has '"events":0,"delivered":0,"pending":0'
	has '"seq":2'
}

case_monitor() {
	local all=/tmp/all.$$ some=/tmp/some.$$

	nthrottle -j monitor >"$all" 2>&1 &
	local a=$!
	nthrottle monitor dev 'd*' count 2 >"$some" 2>&1 &
	local b=$!
	poll test -s "$all" -a -s "$some"
	ip -batch - <<-EOF
		link add e0 type dummy
		link add d0 type dummy
		link add d1 type dummy
	EOF
	poll says "$all" '"name":"d1"'
	ip link del d1
	ip link add last type dummy
	poll says "$all" '"name":"last"'
	kill "$a"
	wait "$a" || fail "the monitor exited with $? after SIGTERM"
	poll ended "$b"
	out=$(<"$all")
	is_json
	has '"name":"e0","kind":"dummy"'
	has '"deleted":true'
	out=$(<"$some")
	# The instance may have any digits, e0 among them.
	has ' d0 '
	lacks ' e0 '
	rm -f "$all" "$some"
}

case_netns() {
	ip netns add other
	expect 0 nthrottle -n other set burst 9
	expect 0 nthrottle -n other -j show
	has '"burst":9'
	expect 0 nthrottle -j show
	has '"burst":4'
	ip netns del other
	expect 1 nthrottle -n other show
	has 'other'
}

case_not_loaded() {
	local words

	rmmod nthrottle || fail "rmmod"
	for words in show 'dev show' 'set burst 3' stats 'stats reset' flush monitor; do
		# shellcheck disable=SC2086 # words
		expect 1 nthrottle $words
		has 'not loaded'
		has 'modprobe nthrottle'
		[ "$(wc -l <<<"$out")" = 1 ] || fail "more than one line:"
	done
	expect 0 nthrottle help
	insmod "$NTHROTTLE_KO" || fail "insmod"
}

"case_$1"
exit "$failed"
