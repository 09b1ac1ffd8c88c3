#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who listens and misses something: changes since, monitor, agents, the library
# and its example. One function a case, in a namespace of its own.
# usage: watch.sh --list | watch.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
top=${here%/*/*}
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"
tmp=$(mktemp -d)
jobs=()
trap 'kill -CONT "${jobs[@]}" 2>/dev/null; kill "${jobs[@]}" 2>/dev/null; rm -rf "$tmp"' EXIT

# A random storm on 40 interfaces: creation, deletion, renaming, what else changes.
# Only on names that exist: for others the kernel asks modprobe, which takes long.
storm() {
	awk -v seed="$1" -v operations="$2" 'BEGIN {
		srand(seed)
		for (i = 0; i < 40; i++)
			print "link add n" i " type dummy"
		for (i = 0; i < operations; i++) {
			k = int(rand() * 40)
			n = (renamed[k] ? "r" : "n") k
			x = rand()
			if (gone[k] || x < 0.1) {
				print gone[k] ? "link add n" k " type dummy" : "link del " n
				gone[k] = !gone[k]
				renamed[k] = 0
			} else if (x < 0.2) {
				print "link set " n " down"
				print "link set " n " name " (renamed[k] ? "n" : "r") k
				renamed[k] = !renamed[k]
			} else if (x < 0.5) {
				print "link set " n " up"
			} else {
				print "link set " n " mtu " 1400 + int(rand() * 100)
			}
		}
		for (i = 0; i < 40; i += 2)
			if (!gone[i])
				print "link del " (renamed[i] ? "r" : "n") i
		for (i = 1; i < 40; i += 2)
			if (renamed[i])
				print "link del r" i
	}' | ip -force -batch - >/dev/null 2>&1
}

seq_of() { nthrottle -j show | sed 's/.*"seq":\([0-9]*\).*/\1/'; }
last_seen() { grep -o '"seq":[0-9]*' "$1" | tail -n 1; }

# Whether all was notified, and the monitor that writes file $1 has seen it.
caught_up() { nothing_pending && [ "$(last_seen "$1")" = "\"seq\":$(seq_of)" ]; }

# start NAME COMMAND...: in the background, with its output in NAME.out and NAME.err
start() {
	local name=$1

	shift
	"$@" >>"$tmp/$name.out" 2>"$tmp/$name.err" &
	jobs+=($!)
}

# stop: the last one that was started, and wait for it
stop() {
	kill "${jobs[-1]}" 2>/dev/null
	wait "${jobs[-1]}"
	unset 'jobs[-1]'
}

# What a program wrote to its standard error.
heard() { out=$(cat "$tmp/$1.err"); }

# The table that a JSON monitor's output amounts to is the kernel's.
same_table() {
	out=$(ip -j -d link | python3 "$here/lib/watch_table.py" "$tmp/$1.out" 2>&1) ||
		fail "another table:"
}

# overrun SEED...: a monitor that is stopped while a storm goes on for each
overrun() {
	local seed

	for seed; do
		kill -STOP "${jobs[-1]}"
		storm "$seed" 100
		kill -CONT "${jobs[-1]}"
		# What comes last must not be a deletion: a resync does not show those.
		poll nothing_pending
		ip link set lo mtu $((60000 + seed))
		"${poll:-poll}" caught_up "$tmp/m.out"
	done
}

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
	has 'instance'
	stop
}

# Killed and started again, an agent is told what it missed, and nothing else.
case_agent() {
	make_veth v0
	start a nthrottle -j monitor --agent frr --down-time 20s
	poll says "$tmp/a.out" v0p
	poll agent_is frr '"state":"up"' '"lag":0'
	expect 1 nthrottle monitor --agent frr
	has "pid ${jobs[-1]}"
	kill -KILL "${jobs[-1]}"
	wait "${jobs[-1]}" 2>/dev/null
	poll agent_is frr '"state":"down"' '"cause":"closed"'
	ip link set v0 mtu 1400
	poll nothing_pending
	poll agent_is frr '"lag":1'
	expect 0 nthrottle agent
	has 'frr'
	has 'down (closed)'
	start b nthrottle -j monitor --agent frr
	poll says "$tmp/b.out" '"mtu":1400'
	poll agent_is frr '"state":"up"' '"lag":0'
	out=$(cat "$tmp/b.out")
	has '"recovered":true'
	lacks v0p
	start c nthrottle -j monitor --agent frr --replace
	poll says "$tmp/c.out" instance
	ip link set v0 mtu 1500
	poll says "$tmp/b.err" 'another socket'
	poll says "$tmp/c.out" '"mtu":1500'
	expect 0 nthrottle agent del frr
	expect 1 nthrottle agent show frr
	has 'no such agent'
	expect 1 nthrottle agent del frr
	expect 2 nthrottle monitor --agent 'two words'
	expect 2 nthrottle monitor --agent frr --down-time 1ms
	has '1s to'
}

# agent_is NAME TEXT...: what is shown of it has all of these
agent_is() {
	local shown text

	shown=$(nthrottle -j agent show "$1" 2>/dev/null)
	shift
	for text; do
		[[ $shown == *"$text"* ]] || return
	done
}

# A silent agent is told of, in words and in JSON.
case_monitor_agents() {
	start m nthrottle monitor agents
	poll says "$tmp/m.out" instance
	start j nthrottle -j monitor agents
	poll says "$tmp/j.out" instance
	start a nthrottle monitor --agent bird --down-time 1s
	poll says "$tmp/m.out" 'bird.* up'
	kill -STOP "${jobs[-1]}"
	poll says "$tmp/m.out" 'bird.*silent'
	kill -CONT "${jobs[-1]}"
	poll says "$tmp/j.out" '"cause":"silent"'
	out=$(cat "$tmp/j.out")
	is_json
}

# Build the example as a daemon's author would, from what is installed.
build_example() {
	export PKG_CONFIG_PATH=$tmp/usr/lib/pkgconfig LD_LIBRARY_PATH=$tmp/usr/lib
	local flags

	expect 0 make -s -C "$top/tools/lib" PREFIX="$tmp/usr" install
	mkdir -p "$tmp/usr/include/linux"
	cp "$top/uapi/linux/nthrottle.h" "$tmp/usr/include/linux/"
	flags=$(pkg-config --cflags --libs libnthrottle) || fail 'pkg-config'
	# shellcheck disable=SC2086 # words
	expect 0 gcc -Wall -Wextra -Wno-unused-parameter -Werror -o "$tmp/example" \
		"$top/Documentation/example-watch.c" $flags
}

# Before it has blocked them, signals end it.
blocks_signals() { grep -q '^SigBlk:.*[1-9a-f]' "/proc/${jobs[-1]}/status"; }

# The example's table on demand; whether it is the kernel's.
example_agrees() {
	local i

	: >"$tmp/e.out"
	kill -USR1 "${jobs[-1]}" || return
	for ((i = 0; i < 20; i++)); do
		says "$tmp/e.out" '^$' && break
		sleep 0.05
	done
	ip -j -d link | python3 "$here/lib/watch_table.py" --lines "$tmp/e.out" >"$tmp/why" 2>&1
}

case_example() {
	build_example
	nthrottle set threshold 50ms
	start e "$tmp/example"
	poll blocks_signals
	poll example_agrees
	storm 8 400
	make_veth v0
	poll nothing_pending
	poll example_agrees
	rmmod nthrottle || fail 'rmmod'
	ip link add fresh type dummy
	ip link del v0
	insmod "$NTHROTTLE_KO" || fail 'insmod'
	poll nothing_pending
	poll example_agrees || out=$(cat "$tmp/why" "$tmp/e.out")
	kill "${jobs[-1]}"
	wait "${jobs[-1]}" || fail "the example exited with $?"
}

# Neither leaks, whatever happens to it.
case_valgrind() {
	local check=(valgrind -q --leak-check=full --error-exitcode=99 --errors-for-leak-kinds=all)

	build_example
	nthrottle set threshold 10ms burst 100
	start e "${check[@]}" "$tmp/example"
	start m "${check[@]}" "$(readlink -f "$(command -v nthrottle)")" -j monitor \
		--agent frr rcvbuf 4096 agents config
	poll_long says "$tmp/m.out" instance
	poll=poll_long overrun 9
	rmmod nthrottle || fail 'rmmod'
	insmod "$NTHROTTLE_KO" || fail 'insmod'
	poll_long says "$tmp/m.err" 'the module is back'
	ip link add last type dummy
	poll_long says "$tmp/m.out" last
	kill "${jobs[@]}"
	wait "${jobs[1]}" || fail "monitor: $? $(cat "$tmp/m.err")"
	wait "${jobs[0]}" || fail "example: $? $(cat "$tmp/e.err")"
}

# valgrind is slow in an emulated machine.
poll_long() {
	local i

	for ((i = 0; i < 600; i++)); do
		"$@" && return
		sleep 0.1
	done
	out=$(tail -n 5 "$tmp"/*.err)
	fail "in vain: $*"
}

"case_$1"
exit "$failed"
