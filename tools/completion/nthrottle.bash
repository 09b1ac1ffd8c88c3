# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of nthrottle's command line. The commands come from the tool's own
# help, so that this file need not know them.

_nthrottle_commands() {
	nthrottle help 2>/dev/null | awk '
		/^Commands:/ { on = 1; next }
		/^$/ { on = 0 }
		on && /^  [a-z]/ { sub(/^  /, ""); split($0, usage, /  +/)
			split(usage[1], word, " ")
			print word[1], word[2] ~ /^[a-z]+$/ ? word[2] : "" }'
}

_nthrottle_interfaces() {
	local path

	for path in /sys/class/net/*; do
		[ -e "$path" ] && echo "${path##*/}"
	done
}

_nthrottle_events() {
	local kinds='register unregister up down change rename address mtu master
		txqlen features type'
	local done=${1%"${1##*,}"} kind

	[ -n "$done" ] || echo all none
	for kind in $kinds; do
		echo "$done$kind"
	done
}

# What may follow the words of a set command, of which $1 is the last.
_nthrottle_set() {
	case $1 in
	threshold) echo 100ms 500ms 1s 2s ;;
	threshold-max) echo off 8s 30s ;;
	burst) echo 1 4 ;;
	events | urgent) _nthrottle_events "$2" ;;
	batch) echo 0ms 5ms ;;
	*) echo threshold threshold-max burst events urgent batch ;;
	esac
}

_nthrottle_arguments() {
	local object=$1 verb=$2 previous=$3 current=$4

	case "$object $verb" in
	"dev show")
		[ "$previous" = show ] && _nthrottle_interfaces
		return
		;;
	"set "*)
		_nthrottle_set "$previous" "$current"
		return
		;;
	"monitor "*)
		case $previous in
		dev) _nthrottle_interfaces ;;
		count) ;;
		*) echo dev count ;;
		esac
		return
		;;
	esac
	[ "$previous" = "$object" ] || return
	case $object in
	help) _nthrottle_commands | cut -d ' ' -f 1 | sort -u ;;
	stats) echo -s reset ;;
	*) _nthrottle_commands | awk -v o="$object" \
		'$1 == o && $2 ~ /^[a-z]+$/ { print $2 }' ;;
	esac
}

# The object is the first word that is no option and no option's value.
_nthrottle() {
	local current=${COMP_WORDS[COMP_CWORD]} object='' verb='' i words=''
	local previous=${COMP_WORDS[COMP_CWORD - 1]}

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-n | -netns | --netns) ((i++)) ;;
		-*) ;;
		*)
			object=${COMP_WORDS[i]}
			[ $((i + 1)) -lt "$COMP_CWORD" ] && verb=${COMP_WORDS[i + 1]}
			break
			;;
		esac
	done
	if [ -n "$object" ]; then
		words=$(_nthrottle_arguments "$object" "$verb" "$previous" "$current")
	elif [[ $previous = -n || $previous = *-netns ]]; then
		words=$(ip netns list 2>/dev/null | cut -d ' ' -f 1)
	elif [[ $current = -* ]]; then
		words='-json -pretty -netns -color -help -version'
	else
		words=$(_nthrottle_commands | cut -d ' ' -f 1 | sort -u)
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _nthrottle nthrottle
