#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What others chose (names of interfaces, of processes, in rules, in files) never
# tells the terminal anything: it is shown with control characters and broken UTF-8
# escaped, and JSON is JSON.
# usage: escape.sh --list | escape.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"
# shellcheck source=lib/watch.bash
. "$here/lib/watch.bash"

# All that the kernel takes as the name of an interface: ESC, BEL, SOH, DEL, C1 in
# both forms, no UTF-8. The other strings are for the other places: they have blanks.
names=($'\e[31m\x9b\xc2\x9b\xff\x7f\a' $'"\\\x01\xc3')
globs=($'\x9b31m\xc2\x9b*' $'\xff"\xc3')
strings=("${names[0]}" $'%s%n\n\r\t\v\e[2J and a name that is longer than any may be, \x9b')

shown=0
mkdir "$tmp/all"

# All that was kept is looked at when the case ends: one interpreter is enough.
keep() {
	shown=$((shown + 1))
	cp "$2" "$tmp/all/$shown.$1"
}

clean() {
	out=$(cd "$tmp/all" && python3 "$here/lib/printable.py" ./* 2>&1) || fail "not clean:"
}

# show STATUS ARGUMENT...: what the tool prints, on both of its outputs
show() {
	local want=$1 status

	shift
	nthrottle "$@" >"$tmp/shown" 2>&1 </dev/null
	status=$?
	out=
	[ "$want" = any ] || [ "$status" = "$want" ] || fail "$(printf '%q ' "$@") exited with $status"
	# What succeeds may say nothing.
	[ "$status" = 0 ] && [ ! -s "$tmp/shown" ] && return
	keep text "$tmp/shown"
}

# The same as JSON, which is what the outputs of success are.
show_json() {
	nthrottle -j "$@" >"$tmp/shown" || fail "-j $(printf '%q ' "$@") failed"
	keep lines "$tmp/shown"
	nthrottle -j -p "$@" >"$tmp/shown" || fail "-j -p $(printf '%q ' "$@") failed"
	keep whole "$tmp/shown"
}

case_interfaces() {
	local name words

	start text nthrottle monitor config agents
	start json nthrottle -j monitor config agents
	poll test -s "$tmp/text.out" -a -s "$tmp/json.out"
	nthrottle set threshold 1h burst 2
	for name in "${names[@]}"; do
		ip link add "$name" type dummy || fail "no interface $(printf %q "$name")"
		ip link set "$name" mtu 1400
		show 0 dev show "$name"
		show_json dev show "$name"
	done
	ip link add br0 type bridge
	ip link add $'\e[1mbr' type bridge
	ip link set "${names[0]}" master $'\e[1mbr'
	nthrottle flush
	for words in 'dev show' 'dev changes since 0' show stats 'stats -s'; do
		# shellcheck disable=SC2086 # words
		show 0 $words
		# shellcheck disable=SC2086
		[ "$words" = 'dev changes since 0' ] || show_json $words
	done
	nthrottle -j dev changes since 0 >"$tmp/shown"
	keep lines "$tmp/shown"
	for name in "${names[@]}"; do
		ip link del "$name"
	done
	show 0 dev changes since 0
	nthrottle flush
	poll says "$tmp/json.out" '"deleted":true'
	poll nothing_pending
	poll says "$tmp/text.out" deleted
	stop
	stop
	keep text "$tmp/text.out"
	keep lines "$tmp/json.out"
}

# A process calls itself what it likes: whoever holds, or is an agent.
case_processes() {
	local name n=0

	start text nthrottle monitor config agents
	start json nthrottle -j monitor config agents
	poll test -s "$tmp/text.out" -a -s "$tmp/json.out"
	for name in "${strings[@]}"; do
		ln -sf "$(command -v nthrottle)" "$tmp/$name"
		n=$((n + 1))
		"$tmp/$name" hold -- true || fail "no hold as $(printf %q "$name")"
		"$tmp/$name" monitor --agent "a$n" >"$tmp/agent" 2>&1 &
		jobs+=($!)
		poll test -s "$tmp/agent"
		show 0 agent
		show_json agent
		show 1 monitor --agent "a$n"
		says "$tmp/shown" 'in use by' || fail "not refused: $(cat -v "$tmp/shown")"
		stop
		keep text "$tmp/agent"
		rm -f "$tmp/$name"
	done
	poll says "$tmp/json.out" "\"name\":\"a$n\".*down"
	poll says "$tmp/text.out" "agent a$n is down"
	stop
	stop
	keep text "$tmp/text.out"
	keep lines "$tmp/json.out"
}

# Rules name interfaces; what is saved is the same again when it is restored.
case_rules() {
	local name pref=0

	for name in "${globs[@]}" "${strings[@]}"; do
		pref=$((pref + 1))
		show any rule add pref "$pref" name "$name" kind "$name" profile default
		show any rule add pref "$((pref + 100))" name "$name" profile "$name"
	done
	show 0 rule show
	says "$tmp/shown" x9b31m || fail "no such rule: $(cat -v "$tmp/shown")"
	show_json rule show
	show_json save
	show 0 save
	cp "$tmp/shown" "$tmp/saved"
	show 0 restore "$tmp/saved"
	nthrottle save >"$tmp/again"
	cmp "$tmp/saved" "$tmp/again" || fail "restored is something else"
}

# Whatever a command line or a file has in it is quoted when it is refused.
case_refusals() {
	local s words

	for s in "${strings[@]}"; do
		for words in '' -- dev 'dev show' 'dev reset' set 'set threshold' 'set burst' 'set events' \
			'profile show' 'profile del' 'agent show' 'agent del' 'rule del pref' restore \
			'restore --check' 'hold --' 'hold --limit' 'monitor' 'monitor --agent' \
			'monitor since' help simulate 'simulate --profile' 'stats' '-n'; do
			# shellcheck disable=SC2086 # words
			show any $words "$s"
		done
		show any -n "$s" show
		show any hold "--$s" -- true
		for words in 'rule add pref 1 name x profile ' 'set threshold ' 'profile add ' ''; do
			printf '%s%s\n' "$words" "$s" >"$tmp/file"
			show any restore --check "$tmp/file"
			show any restore "$tmp/file"
			show any simulate "$tmp/file"
		done
		printf 'set threshold 1\n' >"$tmp/$s"
		show any restore --check "$tmp/$s"
	done
}

case_simulation() {
	local name

	nthrottle set threshold 2s
	for name in "${names[@]}"; do
		printf '1 up %s\n2 down %s\n3 up %s\n' "$name" "$name" "$name"
	done | sort -n -s >"$tmp/events"
	ln -s events "$tmp/"$'\e[5m'
	show 0 simulate "$tmp/events"
	says "$tmp/shown" '\\x1b\[31m' || fail "not there: $(cat -v "$tmp/shown")"
	show 0 simulate -s damp on "$tmp/"$'\e[5m'
	show 0 simulate --compare '' 'damp on' "$tmp/events"
	for name in "$tmp/events" "-s $tmp/events" "--compare x $tmp/events"; do
		case $name in
		--*)
			nthrottle save >"$tmp/"$'\x9b'
			nthrottle -j simulate --compare "$tmp/"$'\x9b' '' "$tmp/events"
			;;
		*)
			# shellcheck disable=SC2086 # words
			nthrottle -j simulate $name
			;;
		esac >"$tmp/shown" || fail "-j simulate $name"
		keep whole "$tmp/shown"
	done
}

"case_$1"
clean
exit "$failed"
