#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Nothing that the tool is given, or finds, is ever a shell's command. Each case
# puts commands where names belong; a file shows if one of them was run.
# usage: shell.sh --list | shell.sh CASE
# shellcheck disable=SC2317,SC2016 # called by name; not to be expanded
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"
# The mounts are a case's own, too.
[ -n "${SHELL_INSIDE-}" ] || SHELL_INSIDE=1 exec unshare -m bash "$0" "$1"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1

# Short enough for an interface, without blanks and slashes; each would make a file.
hostile=('$(>bad)' '`>bad`;>bad' "';>bad;" '">bad"|&')
# Whatever is a name: no file, no directory.
traversals=('../../etc/passwd' '..' '.' '-x' '--' '' '/' '/etc/passwd' './bad')

not_run() {
	local found

	found=$(ls -A)
	[ -n "$found" ] || return
	fail "$1 was run: there is $found"
	rm -rf -- "${tmp:?}"/*
}

# Neither the tool nor what it starts makes a file, or another process.
case_arguments() {
	local h

	for h in "${hostile[@]}"; do
		expect 1 nthrottle -n "$h" show
		expect 1 nthrottle dev show "$h"
		expect 1 nthrottle dev reset "$h"
		expect 2 nthrottle profile add "$h"
		expect 2 nthrottle agent show "$h"
		expect 1 nthrottle restore "$h"
		expect 1 nthrottle simulate "$h"
		expect 2 nthrottle set threshold "$h"
		expect 2 nthrottle "$h"
		expect 127 nthrottle hold -- "$h"
		not_run "$h"
	done
}

case_files() {
	local h

	for h in "${hostile[@]}"; do
		printf 'rule add pref 1 name %q profile default\n' "$h" >"$tmp.rules"
		expect 0 nthrottle restore "$tmp.rules"
		expect 0 nthrottle save
		nthrottle save >"$tmp.saved"
		expect 0 nthrottle restore "$tmp.saved"
		expect 0 nthrottle -j rule show
		is_json
		printf '1 up %s\n2 down %s\n' "$h" "$h" >"$tmp.events"
		expect 0 nthrottle simulate "$tmp.events"
		nthrottle simulate --compare "$h" '' "$tmp.events" >/dev/null 2>&1
		not_run "$h"
	done
	rm -f "$tmp".*
}

case_netns() {
	local t

	for t in "${traversals[@]}"; do
		expect "$([ -n "$t" ] && echo 1 || echo 2)" nthrottle -n "$t" show
		[ "$(wc -l <<<"$out")" = 1 ] || fail "more than one line:"
		not_run "$t"
	done
}

# The words of a command reach it as they are.
case_hold() {
	# shellcheck disable=SC1003 # a backslash is what it is
	local words=('$(>bad)' '`>bad`' ';' '>bad' '|' '-n' '--' '*' "'" '"' '\' '' 'a b' $'\n')

	expect 0 nthrottle hold -- python3 -c '
import sys
print(ascii(sys.argv[1:]))' "${words[@]}"
	[ "$out" = "$(python3 -c 'import sys; print(ascii(sys.argv[1:]))' "${words[@]}")" ] ||
		fail "other words:"
	not_run "words of a command"
	expect 127 nthrottle hold -- 'true;' '>bad'
	expect 127 nthrottle hold -- '-x'
	expect 126 nthrottle hold -- /
	not_run "words of a command"
}

# completes WORDS WORD...: these are offered for the last word, as readline splits them.
completes() {
	local wanted=$1

	shift
	COMP_WORDS=(nthrottle "$@") COMP_CWORD=$#
	_nthrottle
	[ "${COMPREPLY[*]}" = "$wanted" ] || fail "$* is completed to ${COMPREPLY[*]}"
}

# Interfaces are called so; what is completed is quoted, and runs nothing either.
case_completion() {
	local h word
	local COMP_WORDS COMP_CWORD COMPREPLY=()

	# shellcheck source=/dev/null
	. "$here/../../tools/completion/nthrottle.bash"
	mount -t sysfs sysfs /sys
	for h in "${hostile[@]}"; do
		[ "${#h}" -le 15 ] || continue
		ip link add "$h" type dummy || fail "no interface $h"
		COMP_WORDS=(nthrottle dev show '') COMP_CWORD=3
		_nthrottle
		not_run "the completion of $h"
		for word in "${COMPREPLY[@]}"; do
			eval "printf '%s\n' $word"
		done >"$tmp.words"
		grep -qxF -e "$h" "$tmp.words" || fail "$h is not completed: ${COMPREPLY[*]}"
		not_run "what is completed of $h"
		ip link del "$h"
	done
	ip netns add red
	completes dev d
	completes dev -color d
	completes always -color = al
	completes "auto always never" -color =
	completes dev -color = always d
	completes red -netns ''
	completes red -n = r
	completes dev -netns red d
	completes dev -netns = red d
	completes -netns -n
	ip netns del red
	rm -f "$tmp".*
}

# What starts programs: the command of a hold is run by name, without a shell.
case_imports() {
	local program

	for program in nthrottle lib/libnthrottle.so; do
		out=$(nm -D --undefined-only "$here/../../tools/$program") || fail "no nm of $program:"
		out=$(awk '{ sub(/@.*/, "", $2); print $2 }' <<<"$out" |
			grep -xE 'system|popen|wordexp|glob|posix_spawnp?|exec.*|v?fork|dlopen')
		! grep -qvxE 'execvp|fork|' <<<"$out" || fail "$program starts programs:"
		[[ $program != nthrottle || $out == *execvp* ]] || fail "$program runs no command:"
	done
}

"case_$1"
exit "$failed"
