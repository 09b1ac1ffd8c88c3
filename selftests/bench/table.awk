#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-2.0
# From the lines "COUNT VARIANT NAME MEDIAN LEAST MOST" to the table of
# Documentation/performance.rst; -v kernel=VERSION. Exit status 1: over budget.

BEGIN {
	split("none empty merging leading paced rtnetlink", variants)
	title["none"] = "without the module, nobody listening"
	title["empty"] = "a notifier that does nothing adds"
	title["merging"] = "nthrottle merging, nobody listening, adds"
	title["leading"] = "nthrottle, a notification for each operation, one listener, adds"
	title["paced"] = "nthrottle, default ``batch``, one listener, adds"
	title["rtnetlink"] = "without the module, one listener of rtnetlink, adds"
	left = 66
}

{
	if (!($1 in seen)) {
		seen[$1] = 1
		count[++counts] = $1
	}
	v[$1, $2, $3] = $4
}

# 1234567 as 1,234,567
function digits(n,    s) {
	n = sprintf("%d", n + (n < 0 ? -0.5 : 0.5))
	while (length(n) > 3 && n !~ /^-...$/) {
		s = "," substr(n, length(n) - 2) s
		n = substr(n, 1, length(n) - 3)
	}
	return n s
}

function rule(    i) {
	printf "%s", substr("==========================================================================", 1, left)
	for (i = 1; i <= counts; i++)
		printf "  =========="
	print ""
}

function row(what, cells) {
	printf "%-" left "s%s\n", what, cells
}

function cell(text) {
	return sprintf("  %10s", text)
}

function added(n, variant) {
	return v[n, variant, "instructions"] - v[n, "none", "instructions"]
}

# The first row is whole, the others are what comes on top of it.
function first(n, variant) {
	return variant == "none" ? v[n, variant, "instructions"] : added(n, variant)
}

function heading(what,    i, cells) {
	for (i = 1; i <= counts; i++)
		cells = cells cell(digits(count[i]))
	rule()
	row(what, cells)
	rule()
}

function operations(    i, k, cells, variant) {
	heading("instructions per operation; interfaces:")
	for (k = 1; k in variants; k++) {
		variant = variants[k]
		cells = ""
		for (i = 1; i <= counts; i++)
			cells = cells cell(digits(first(count[i], variant)))
		row(title[variant], cells)
	}
	rule()
}

function figures(what, variant, name, format,    i, cells) {
	for (i = 1; i <= counts; i++)
		cells = cells cell(sprintf(format, v[count[i], variant, name]))
	row(what, cells)
}

function others() {
	heading("per operation or notification; interfaces:")
	figures("calls of the notifier per operation", "empty", "calls", "%.2f")
	figures("notifications per operation, one for each", "leading", "messages", "%.2f")
	figures("notifications per operation, default ``batch``", "paced", "messages", "%.2f")
	figures("rtnetlink messages per operation", "rtnetlink", "messages", "%.2f")
	figures("instructions under RTNL, each further notification of a send", "rtnl", "each", "%d")
	figures("instructions under RTNL, a send of one (and the probes)", "rtnl", "first", "%d")
	rule()
}

# What it costs to learn of changes, or of everything.
function answer(what, name,    i, cells) {
	for (i = 1; i <= counts; i++)
		cells = cells cell(digits(v[count[i], "since", name]))
	row(what, cells)
}

function answers() {
	heading("per request and answer; interfaces:")
	answer("instructions, ``since``, 10 interfaces changed", "since-instructions")
	answer("instructions, ``since``, nothing changed", "nothing-instructions")
	answer("instructions, ``since 0``", "everything-instructions")
	answer("instructions, rtnetlink as ``ip link`` asks it", "links-instructions")
	answer("bytes, ``since``, 10 interfaces changed", "since-bytes")
	answer("bytes, rtnetlink as ``ip link`` asks it", "links-bytes")
	rule()
}

function verdict(ok, what) {
	print "* " (ok ? "kept" : "**exceeded**") ": " what
	failed += !ok
}

function growth(variant) {
	return added(count[counts], variant) / added(count[1], variant)
}

function budgets(    i, most, bytes, last) {
	last = count[counts]
	for (i = 1; i <= counts; i++)
		if (added(count[i], "merging") > most)
			most = added(count[i], "merging")
	verdict(most <= 600, "merging adds at most 600 instructions to an operation: " digits(most))
	verdict(growth("merging") <= 1.3, "it adds at " digits(last) \
		" interfaces at most 1.3 times what it adds at " digits(count[1]) \
		": " sprintf("%.2f", growth("merging")))
	verdict(growth("leading") <= 1.3, "so does a notification: " \
		sprintf("%.2f", growth("leading")))
	bytes = v[last, "memory", "record"] + v[last, "memory", "index"]
	verdict(bytes > 0 && bytes <= 512, "a record takes at most 512 bytes: " \
		int(v[last, "memory", "record"]) " in its slab and " \
		int(v[last, "memory", "index"]) " in the index; the kernel's slabs grew by " \
		int(v[last, "memory", "slab"]))
}

END {
	print "Kernel " kernel ".\n"
	operations()
	print ""
	others()
	print ""
	answers()
	print "\nBudgets:\n"
	budgets()
	exit failed > 0
}
