#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tracepoints, and what they are for: tracers, and the simulation.
# usage: trace.sh --list | trace.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"

tracing=/sys/kernel/tracing
file=/tmp/trace.$$
trap 'rm -f "$file" "$file".*' EXIT

mounted() { [ -e "$tracing/events" ] || mount -t tracefs tracefs "$tracing"; }

flap() {
	ip link set "${1}p" down
	poll eval "! has_carrier $1"
	ip link set "${1}p" up
	poll has_carrier "$1"
}

# Each station of an event's way.
case_stations() {
	local i name

	mounted
	nthrottle set threshold 10ms burst 1000
	nthrottle profile add bounce downdelay 1m
	nthrottle profile add damped threshold 10ms burst 1000 damp on half-life 1m max-suppress 4m
	nthrottle profile add deaf events register threshold 10m burst 1
	nthrottle rule add pref 1 name 'b*' profile bounce
	nthrottle rule add pref 2 name 'd*' profile damped
	nthrottle rule add pref 3 name 'f*' profile deaf
	echo >"$tracing/trace"
	echo 1 >"$tracing/events/nthrottle/enable"
	make_veth b0
	make_veth d0
	ip link add f0 type dummy mtu 1400
	ip link set f0 mtu 1300
	flap b0
	for ((i = 0; i < 6; i++)); do flap d0; done
	nthrottle dev reset d0
	poll grep -q 'reuse: dev=d0' "$tracing/trace"
	echo 0 >"$tracing/events/nthrottle/enable"
	cat "$tracing/trace" >"$file"
	for name in \
		'event: now_ns=[0-9]* instance=[0-9]* dev=d0 ifindex=[0-9]* id=[0-9]* event=change kind=veth flags=0x[0-9a-f]* operstate=6 carrier=1 losses=[0-9]*' \
		'merge: dev=d0 ' \
		'defer: dev=b0 .* reason=debounce' \
		'defer: dev=d0 .* reason=damp' \
		'send: sent_ns=[0-9]* .* dev=d0 .* why=leading carrier=1' \
		'send: .* dev=d0 .* why=damped carrier=0' \
		'drop: dev=b0 .* why=bounced' \
		'drop: dev=f0 .* events=0x80 count=1 why=filtered' \
		'damp: dev=d0 .* penalty=2[0-9]* flaps=[0-9]* reuse_in_ns=[0-9]*' \
		'reuse: dev=d0 '; do
		grep -q "$name" "$file" || fail "no line '$name'"
	done
	ip link del b0
	ip link del d0
}

case_trace_cmd() {
	mounted
	(cd /tmp && trace-cmd record -q -e nthrottle -o "$file" ip link add t0 type dummy) || fail "record"
	trace-cmd report -i "$file" >"$file.txt" 2>/dev/null
	out=$(<"$file.txt")
	has 'event:'
	has 'dev=t0'
	has 'event=register'
	expect 0 nthrottle -j simulate threshold 2s "$file.txt"
	has '"name":"t0"'
	ip link del t0
}

# What perf records of the kernel itself, which nobody looks at, takes it ten seconds to
# find; unless addresses are hidden.
case_perf() {
	local hidden

	mounted
	hidden=$(</proc/sys/kernel/kptr_restrict)
	echo 2 >/proc/sys/kernel/kptr_restrict
	perf record -q -a -e nthrottle:event -o "$file" -- ip link add t0 type dummy >/dev/null 2>&1 ||
		fail "perf record"
	echo "$hidden" >/proc/sys/kernel/kptr_restrict
	perf script -i "$file" >"$file.txt" 2>/dev/null
	out=$(<"$file.txt")
	has 'nthrottle:event:'
	has 'event=register'
	expect 0 nthrottle -j simulate threshold 2s "$file.txt"
	has '"name":"t0"'
	ip link del t0
}

# The profiles that interfaces got for each pattern in $1, by the kernel in FILE.kernel and
# by a simulation in FILE.simulated: a document for each.
same_profiles() {
	python3 - "$1" "$file" <<-'PY'
		import json, sys

		def documents(name):
		    text, decoder, found, at = open(name).read(), json.JSONDecoder(), [], 0
		    while text[at:].strip():
		        at += len(text[at:]) - len(text[at:].lstrip())
		        document, at = decoder.raw_decode(text, at)
		        found.append(document)
		    return found

		wrong = 0
		patterns = sys.argv[1].split()
		kernel = documents(sys.argv[2] + ".kernel")
		simulated = documents(sys.argv[2] + ".simulated")
		assert len(patterns) == len(kernel) == len(simulated)
		for pattern, k, s in zip(patterns, kernel, simulated):
		    k = {d["name"]: d["profile"] for d in k}
		    s = {n["name"]: n["profile"] for n in s["notifications"]}
		    assert len(s) > 10 and set(k.values()) == {"default", "edge"}, pattern
		    for name in s:
		        if s[name] != k[name]:
		            print("pattern", pattern + ":", name, "has", s[name], "not", k[name])
		            wrong += 1
		sys.exit(bool(wrong))
	PY
}

# The simulation takes a rule's pattern for what the kernel takes it for.
case_globs() {
	# shellcheck disable=SC1003 # a backslash is what it is
	local names=(a b ^ - ! ']' '[' '\' '*' aab d] 1 eth eth0)
	# shellcheck disable=SC1003
	local patterns=('[!ab]' '[^a]' '[[:digit:]]' '[]]' '[a-]' '[\]' '[' '\*' '\\' '*ab' 'eth?'
		'eth[!1]' '*[!0]')
	local name pattern

	for name in "${names[@]}"; do
		ip link add name "$name" type dummy || fail "no interface $name"
		echo "1 up $name" >>"$file.events"
	done
	for pattern in "${patterns[@]}"; do
		printf 'profile add edge\nrule add pref 1 name "%s" profile edge\n' \
			"${pattern//\\/\\\\}" >"$file.rules"
		nthrottle restore "$file.rules" || fail "restore $pattern"
		nthrottle -j dev show >>"$file.kernel"
		nthrottle -j simulate --profile "$file.rules" "$file.events" >>"$file.simulated"
	done
	out=$(same_profiles "${patterns[*]}" 2>&1) || fail "otherwise:"
}

now_us() { echo "${EPOCHREALTIME/[^0-9]/}"; }

# Wait until so many milliseconds after $start, without a process of its own.
# Says so in $file.late if it is much too late already.
until_ms() {
	local left=$((start + $1 * 1000 - ${EPOCHREALTIME/[^0-9]/}))

	[ "$left" -gt -150000 ] || echo "$1 ms: $((-left)) us late" >>"$file.late"
	[ "$left" -le 0 ] || read -rt "$(printf '%d.%06d' $((left / 1000000)) $((left % 1000000)))" <> <(:)
}

# For ip -batch: a storm in bursts, with pauses where thresholds end. Which side
# of a notification an event falls is then the same with a worker that needs
# its time and with one that needs none.
storm() {
	local i round t

	start=$(now_us)
	for ((i = 0; i < 4; i++)); do
		echo "link set w$i mtu $1"
		echo "link set w${i}p mtu $1"
	done
	for round in 0 2000 4000; do
		for ((i = 0; i < 12; i++)); do
			t=$((round + 300 + i * 60))
			until_ms "$t"
			echo "link set w$((i % 4))p down"
			until_ms $((t + 30))
			echo "link set w$((i % 4))p up"
		done
		until_ms $((round + 1050))
		echo "link set w1p down"
		until_ms $((round + 1750))
		echo "link set w1p up"
	done
}

# Record a storm. The simulation knows nothing of before: begin with full buckets
# and without penalties. Fails if the machine was too busy for the storm's pauses.
record() {
	local i

	poll nothing_pending
	for ((i = 0; i < 4; i++)); do nthrottle dev reset "w$i"; done
	rm -f "$file.late"
	start=$(now_us)
	until_ms 2300
	echo >"$tracing/trace"
	echo 1 >"$tracing/events/nthrottle/event/enable"
	echo 1 >"$tracing/events/nthrottle/send/enable"
	storm "$1" | ip -batch - || fail "storm"
	poll nothing_pending
	echo 0 >"$tracing/events/nthrottle/enable"
	[ ! -e "$file.late" ]
}

# The simulation with the kernel's settings and its events, compared with what the
# kernel sent. 3: a busy machine explains how they differ.
agree() {
	nthrottle save >"$file.conf"
	cat "$tracing/trace" >"$file.trace"
	nthrottle -j simulate --profile "$file.conf" "$file.trace" >"$file.json" || return 1
	python3 "$here/lib/agree.py" "$file.trace" "$file.json"
}

# The kernel's settings, its events, its notifications: the simulation makes the
# same of the events.
case_simulation_agrees() {
	local i late ret

	mounted
	nthrottle profile add damped threshold 10ms burst 1000 damp on half-life 500ms max-suppress 2s
	nthrottle profile add slow threshold 10ms burst 1000 updelay 400ms downdelay 400ms
	nthrottle rule add pref 1 name w0 profile damped
	nthrottle rule add pref 2 name w1 profile slow
	nthrottle set threshold 2s burst 1
	for ((i = 0; i < 4; i++)); do make_veth "w$i"; done
	echo 20000 >"$tracing/buffer_size_kb"
	for ((i = 0; i < 8; i++)); do
		late=
		record $((1400 - i)) || late="the storm was late: $(tail -n 1 "$file.late")"
		out=$(agree)
		ret=$?
		if [ "$ret" = 3 ]; then late="the worker was late"; fi
		if [ "$ret" = 0 ] || [ -z "$late" ]; then break; fi
		echo "note: $late"
	done
	if [ "$ret" = 0 ]; then
		echo "note: $out"
	else
		fail "kernel and simulation differ:"
	fi
	for ((i = 0; i < 4; i++)); do ip link del "w$i"; done
}

"case_$1"
exit "$failed"
