#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-2.0
# From many lines "COUNT VARIANT NAME VALUE" to one of each kind, in the order in
# which the kinds first came: its median, and behind that its least and most.

NF == 4 {
	key = $1 " " $2 " " $3
	if (!(key in n))
		order[++kinds] = key
	# Insertion keeps each kind's values in order.
	for (i = ++n[key]; i > 1 && v[key, i - 1] > $4 + 0; i--)
		v[key, i] = v[key, i - 1]
	v[key, i] = $4 + 0
}

END {
	for (k = 1; k <= kinds; k++) {
		key = order[k]
		print key, v[key, int((n[key] + 1) / 2)], v[key, 1], v[key, n[key]]
	}
}
