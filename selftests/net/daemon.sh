#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Daemons: agents, and the library's example, also under valgrind. One function a
# case, in a namespace of its own.
# usage: daemon.sh --list | daemon.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
top=${here%/*/*}
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"
# shellcheck source=lib/watch.bash
. "$here/lib/watch.bash"

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
	poll says "$tmp/b.err" 'in use by pid'
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
	poll_long says "$tmp/m.out" '"name":"last"'
	kill "${jobs[@]}"
	wait "${jobs[1]}" || fail "monitor: $? $(cat "$tmp/m.err")"
	wait "${jobs[0]}" || fail "example: $? $(cat "$tmp/e.err")"
}

"case_$1"
exit "$failed"
