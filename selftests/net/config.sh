#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Profiles, rules, files and holds by the tool, as a user does it.
# usage: config.sh --list | config.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"

file=/tmp/config.$$
trap 'rm -f "$file" "$file".*' EXIT

case_profiles() {
	expect 0 nthrottle profile add edge threshold 500ms burst 2 updelay 1s
	expect 0 nthrottle profile set edge damp on
	expect 0 nthrottle -j profile show edge
	is_json
	has '"name":"edge","threshold-ms":500'
	has '"updelay-ms":1000'
	has '"damp":"on","half-life-ms":5000,"suppress":2000,"reuse":1000'
	expect 0 nthrottle profile
	has 'default'
	has 'updelay 1s'
	expect 1 nthrottle profile set edge half-life 30s
	has 'half-life-ms 30000 must not be above max-suppress-ms 20000'
	expect 1 nthrottle profile add edge
	has 'edge exists already'
	expect 1 nthrottle profile set nobody burst 3
	has 'nobody'
	expect 0 nthrottle rule add pref 7 name 'v*' profile edge
	expect 1 nthrottle profile del edge
	has 'pref 7'
	expect 0 nthrottle rule del pref 7
	expect 0 nthrottle profile del edge
	expect 1 nthrottle profile show edge
	expect 1 nthrottle profile del default
}

case_rules() {
	nthrottle profile add edge threshold 10m
	ip link add d0 type dummy
	expect 0 nthrottle rule add pref 20 name 'd*' kind dummy profile edge
	expect 0 nthrottle rule add pref 10 name 'd1?' profile default
	expect 0 nthrottle -j rule
	is_json
	has '[{"pref":10,"name":"d1?","profile":"default"},{"pref":20,"name":"d*","kind":"dummy","profile":"edge"}]'
	expect 0 nthrottle rule show
	has 'pref 20 name d* kind dummy profile edge'
	expect 0 nthrottle -j dev show d0
	has '"profile":"edge"'
	expect 0 nthrottle dev show d0
	has 'edge'
	expect 1 nthrottle rule add pref 20 profile edge
	has 'pref 20'
	expect 1 nthrottle rule add pref 21 profile nobody
	has 'nobody'
	expect 2 nthrottle rule add name 'd*' profile edge
	has 'pref'
	expect 1 nthrottle rule del pref 21
}

# What save prints, restore makes of any configuration.
case_save_restore() {
	nthrottle set batch 20ms rate 50 rate-burst 7 threshold 3s events up,down,change urgent down
	nthrottle profile add edge damp monitor half-life 1s max-suppress 4s restart-penalty 12
	nthrottle profile add core updelay 100ms downdelay 1500ms threshold-max 1m
	nthrottle rule add pref 3 name "a'b*" profile edge
	nthrottle rule add pref 4 name '[a-c]\\*' kind veth profile core
	nthrottle rule add pref 4294967295 profile core
	nthrottle save >"$file.1" || fail "save"
	expect 0 nthrottle restore --check "$file.1"
	nthrottle restore - <<<'set batch 5ms' || fail "restore -"
	nthrottle save >"$file.2"
	! cmp -s "$file.1" "$file.2" || fail "restore changed nothing"
	expect 0 nthrottle -j show
	has '"rules":0'
	has '"rate":0'
	nthrottle restore "$file.1" || fail "restore"
	nthrottle save >"$file.2"
	out=$(diff "$file.1" "$file.2") || fail "save | restore | save differs:"
	expect 0 nthrottle -j rule show pref 3
	has "a'b*"
	nthrottle save | nthrottle restore - || fail "save | restore"
	nthrottle save | diff - "$file.1" >/dev/null || fail "not the identity"
}

thousand_rules() {
	local i

	echo 'profile add edge threshold 1s'
	for ((i = 1; i <= 1000; i++)); do
		echo "rule add pref $i name veth$i kind veth profile edge"
	done
}

storm() {
	while :; do
		printf 'link set s%d up\n' {0..7}
		printf 'link set s%d down\n' {0..7}
	done
}

# All of a thousand rules or none, whatever happens meanwhile; nothing is lost.
case_restore_in_a_storm() {
	local i pid

	thousand_rules >"$file"
	echo 'set batch 5ms' >"$file.none"
	for ((i = 0; i < 8; i++)); do ip link add "s$i" type dummy; done
	ip -batch - < <(storm) &
	pid=$!
	for ((i = 0; i < 5; i++)); do
		expect 0 nthrottle restore "$file"
		expect 0 nthrottle -j show
		has '"profiles":2,"rules":1000'
		expect 0 nthrottle restore "$file.none"
		expect 0 nthrottle -j show
		has '"profiles":1,"rules":0'
	done
	kill "$pid"
	wait
	poll nothing_pending
	out=$(nthrottle -j stats | python3 -c '
import json, sys
s = json.load(sys.stdin)
print(s["events"], s["delivered"])
sys.exit(s["events"] < 100 or s["events"] != s["delivered"])') || fail "events are lost:"
}

# A file with a thousand rules, and one with mistakes, each named with its line.
case_restore_file() {
	thousand_rules >"$file"
	expect 0 nthrottle restore "$file"
	expect 0 nthrottle -j show
	has '"rules":1000'
	nthrottle save >"$file.1"
	cat >"$file" <<-EOF
		# a comment
		profile add edge threshold 1ms
		rule add pref 1 profile nobody
		rule add pref 1 profile edge
		profile add damped damp on reuse 3000
		sideways
	EOF
	expect 1 nthrottle restore "$file"
	has "$file:2: "
	has 'threshold'
	has "$file:3: "
	has 'nobody'
	has "$file:4: "
	has "$file:5: "
	has 'reuse 3000 must be below suppress 2000'
	has "$file:6: "
	nthrottle save | diff - "$file.1" >/dev/null || fail "something was changed"
	rmmod nthrottle
	expect 1 nthrottle restore --check "$file"
	has "$file:5: "
	has 'reuse 3000 must be below suppress 2000'
	expect 0 nthrottle restore --check "$file.1"
	insmod "$NTHROTTLE_KO"
}

says_hold() { [[ $(nthrottle -j show) == *'"holds":'"$1"* ]]; }

case_hold() {
	ip link add d0 type dummy
	poll nothing_pending
	expect 3 nthrottle hold -- sh -c 'exit 3'
	expect 127 nthrottle hold -- /nonexistent
	expect 143 nthrottle hold -- sh -c 'kill -TERM $$'
	expect 1 nthrottle hold --limit 2h -- true
	has 'limit'
	nthrottle monitor config dev d0 >"$file" &
	local monitor=$!
	poll test -s "$file"
	expect 0 nthrottle hold --limit 30s -- sh -c '
		ip link set d0 mtu 1400
		ip link set d0 mtu 1300
		nthrottle -j dev show d0
		nthrottle -j show'
	has '"count":2'
	has '"reason":"hold"'
	has '"holds":1'
	poll says "$file" ' d0 '
	poll says "$file" 'released'
	nthrottle set rate 77
	poll says "$file" 'rate 77'
	kill "$monitor"
	wait
	out=$(<"$file")
	has 'nthrottle'
	has '30s'
	has 'mtu 1300'
	poll says_hold 0
}

# Who is killed holds nothing any more.
case_hold_killed() {
	ip link add d0 type dummy
	poll nothing_pending
	nthrottle hold --limit 1h -- sleep 1000 &
	local pid=$!
	poll says_hold 1
	ip link set d0 mtu 1400
	! nothing_pending || fail "nothing is held"
	kill -9 "$pid"
	poll nothing_pending
	poll says_hold 0
	wait
	pkill -x sleep
}

logged() { dmesg | grep -q "$1"; }
damped() { [[ $(nthrottle -j dev show "$1") == *'"damped":1,'* ]]; }

case_damping() {
	local i

	nthrottle set threshold 10ms burst 1000 damp on
	make_veth v0
	for ((i = 0; i < 10; i++)); do
		damped v0 && break
		ip link set v0p down
		ip link set v0p up
	done
	poll damped v0
	expect 0 nthrottle dev show v0
	has 'damp'
	has 'penalty'
	has 'ceiling 16000'
	expect 0 nthrottle stats
	has 'flaps'
	poll logged 'nthrottle: netns [0-9]*: v0: damped, penalty'
	expect 0 nthrottle dev reset v0
	poll nothing_pending
	poll eval '! damped v0'
	expect 1 nthrottle dev reset nobody
	poll logged 'nthrottle: netns [0-9]*: v0: no longer damped, up'
	ip link del v0
}

"case_$1"
exit "$failed"
