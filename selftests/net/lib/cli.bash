# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# For cases that are shell functions, case_NAME: sourced first, with the words of
# the command line, by a script that then calls its case. Each case runs in a
# network namespace of its own.

if [ "$1" = --list ]; then
	sed -n 's/^case_\([a-z_]*\)() {$/\1/p' "$0"
	exit
fi
[ -n "${CLI_INSIDE-}" ] || CLI_INSIDE=1 exec unshare -n bash "$0" "$1"

failed=0
out=

# expect STATUS COMMAND...: run it; its output is for has() and lacks().
expect() {
	local want=$1 status

	shift
	out=$("$@" 2>&1)
	status=$?
	[ "$status" = "$want" ] || fail "$* exited with $status, not $want:"
}

# shellcheck disable=SC2034 # failed is the script's exit status
fail() {
	echo "$*"
	echo "  $out"
	failed=1
}

# What expect() heard is JSON, one value a line.
is_json() {
	local text

	while IFS= read -r text; do
		python3 -m json.tool <<<"$text" >/dev/null || fail "no JSON: $text"
	done <<<"$out"
}

has() { [[ $out == *"$1"* ]] || fail "no '$1' in:"; }
lacks() { [[ $out != *"$1"* ]] || fail "'$1' in:"; }

# poll COMMAND...: until it succeeds; a deadline that only a bug exceeds.
poll() {
	local end=$((SECONDS + 10))

	[[ ${NTHROTTLE_KERNEL-} != *-* ]] || end=$((SECONDS + 60))
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || { out=; fail "in vain: $*"; return 1; }
		sleep 0.05
	done
}

nothing_pending() { [[ $(nthrottle -j show) == *'"pending":0'* ]]; }
ended() { ! kill -0 "$1" 2>/dev/null; }
says() { grep -q "$2" "$1"; }

# Make veth $1 with the other end $1p, both up, and wait until all is told.
make_veth() {
	ip link add "$1" type veth peer name "${1}p"
	ip link set "$1" up
	ip link set "${1}p" up
	poll has_carrier "$1"
}

has_carrier() { [[ $(nthrottle -j dev show "$1") == *'"operstate":"UP","carrier":1'* ]]; }
