#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The family as others see it, who know nothing but the spec or the kernel: the
# kernel's YNL library, its controller, libnl's tool. One function a case, in a
# namespace of its own.
# usage: ynl.sh --list | ynl.sh CASE
# shellcheck disable=SC2317 # the cases are called by name
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=lib/cli.bash
. "$here/lib/cli.bash"

# Prints what it found, in the end.
helper() {
	out=
	python3 "$here/lib/$1.py" || fail "$1 exited with $?"
}

case_every_operation() {
	helper ynl_every_operation
}

case_refusals() {
	helper ynl_refusals
}

case_policy() {
	helper ynl_policy
}

# The numbers are those of the uapi header; notifications are no operations.
case_genl_ctrl_list() {
	local numbers ops

	expect 0 genl-ctrl-list -d
	out=$(awk '/^[^ ]/ { mine = $2 == "nthrottle" } mine' <<<"$out")
	has 'nthrottle version 1'
	has 'grp events '
	has 'grp config '
	has 'grp agents '
	numbers=$(sed -n 's/.* op .*(\(0x[0-9a-f]*\)).*/\1/p' <<<"$out")
	ops=$(awk '/NTHROTTLE_CMD_[A-Z_]* = 1,/ { n = 1; begun = 1 }
		/NTHROTTLE_CMD_MAX/ || /__NTHROTTLE/ { begun = 0 }
		begun && /NTHROTTLE_CMD_/ { if (!/_NTF,/) printf "0x%02x\n", n; n++ }' \
		"$here/../../uapi/linux/nthrottle.h")
	[ "$numbers" = "$ops" ] || fail "not the operations of the header:" "$ops"
	[ "$(wc -w <<<"$ops")" -gt 20 ] || fail "no operations in the header"
}

"case_$1"
exit "$failed"
