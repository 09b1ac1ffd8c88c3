# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# For cases with programs that listen in the background: sourced behind cli.bash,
# by a script that knows where it is.
# shellcheck disable=SC2154,SC2034 # here and out are theirs

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
