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
		[ -e "$path" ] && printf '%s\n' "${path##*/}"
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

_nthrottle_profiles() {
	nthrottle profile show 2>/dev/null | awk '$1 == "profile" { print $2 }'
}

_nthrottle_prefs() {
	nthrottle rule show 2>/dev/null | awk '$2 == "pref" { print $3 }'
}

_nthrottle_agents() {
	nthrottle agent 2>/dev/null | awk '$1 == "agent" { print $2 }'
}

# What may follow the word $1 in a list of parameters; $2 is what is typed of it
# already, $3 are those that no profile has.
_nthrottle_parameters() {
	case $1 in
	threshold) echo 100ms 500ms 1s 2s ;;
	threshold-max) echo off 8s 30s ;;
	burst) echo 1 4 ;;
	events | urgent) _nthrottle_events "$2" ;;
	updelay | downdelay) echo 0ms 100ms 1s ;;
	damp) echo off monitor on ;;
	half-life) echo 5s 15s 1m ;;
	suppress) echo 2000 ;;
	reuse) echo 1000 750 ;;
	max-suppress) echo 20s 1m 4m ;;
	penalty) echo 1000 ;;
	restart-penalty) echo 0 1000 ;;
	batch) echo 0ms 5ms ;;
	rate) echo off 50 1000 ;;
	rate-burst) echo 10 ;;
	tombstones) echo 4096 ;;
	heartbeat) echo off 1s 10s ;;
	*) echo threshold threshold-max burst events urgent updelay downdelay damp \
		half-life suppress reuse max-suppress penalty restart-penalty "$3" ;;
	esac
}

_nthrottle_rule() {
	case $1 in
	pref) echo 10 20 ;;
	name) _nthrottle_interfaces ;;
	kind) echo bond bridge dummy macvlan tun veth vlan vrf vxlan ;;
	profile) _nthrottle_profiles ;;
	*) echo pref name kind profile ;;
	esac
}

# The words of the command that stands behind "--".
_nthrottle_hold() {
	local previous=$1 current=$2 i

	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		[ "${COMP_WORDS[i]}" = -- ] && break
	done
	if [ "$i" -lt $((COMP_CWORD - 1)) ]; then
		compgen -f -- "$current"
	elif [ "$previous" = -- ]; then
		compgen -c -- "$current"
	elif [[ $previous = --limit || $previous = -limit ]]; then
		echo 10s 1m 1h
	else
		echo --limit --
	fi
}

_nthrottle_monitor() {
	case $1 in
	dev) _nthrottle_interfaces ;;
	count | since | rcvbuf) ;;
	--agent) _nthrottle_agents ;;
	--down-time) echo 10s 75s 5m ;;
	*) echo dev count config agents since rcvbuf --no-recover --agent --down-time --replace ;;
	esac
}

_nthrottle_simulate() {
	case $1 in
	--profile | --compare) compgen -f -- "$2" ;;
	--latency) echo 0ms 1ms ;;
	*) _nthrottle_parameters "$1" "$2" \
		'batch rate rate-burst tombstones heartbeat --summary --profile --compare --latency'
		compgen -f -- "$2" ;;
	esac
}

# The first word that may follow an object, whatever comes behind it.
_nthrottle_first() {
	case $1 in
	help) _nthrottle_commands | cut -d ' ' -f 1 | sort -u ;;
	stats) echo -s reset ;;
	*) _nthrottle_commands | awk -v o="$1" \
		'$1 == o && $2 ~ /^[a-z]+$/ { print $2 }' ;;
	esac
}

_nthrottle_arguments() {
	local object=$1 verb=$2 previous=$3 current=$4

	case "$object $verb" in
	"dev show" | "dev reset")
		[ "$previous" = "$verb" ] && _nthrottle_interfaces
		;;
	"dev changes")
		[ "$previous" = "$verb" ] && echo since
		;;
	"agent show" | "agent del")
		[ "$previous" = "$verb" ] && _nthrottle_agents
		;;
	"set "*)
		_nthrottle_parameters "$previous" "$current" 'batch rate rate-burst tombstones heartbeat'
		;;
	"profile show" | "profile del")
		[ "$previous" = "$verb" ] && _nthrottle_profiles
		;;
	"profile set")
		if [ "$previous" = set ]; then
			_nthrottle_profiles
		else
			_nthrottle_parameters "$previous" "$current" ''
		fi
		;;
	"profile add")
		[ "$previous" = add ] || _nthrottle_parameters "$previous" "$current" ''
		;;
	"rule add") _nthrottle_rule "$previous" ;;
	"rule del" | "rule show")
		if [ "$previous" = pref ]; then
			_nthrottle_prefs
		elif [ "$previous" = "$verb" ]; then
			echo pref
		fi
		;;
	"restore "*)
		[ "$previous" = restore ] && echo --check
		compgen -f -- "$current"
		;;
	"hold "*) _nthrottle_hold "$previous" "$current" ;;
	"monitor "*) _nthrottle_monitor "$previous" ;;
	"simulate "*) _nthrottle_simulate "$previous" "$current" ;;
	*) [ "$previous" = "$object" ] && _nthrottle_first "$object" ;;
	esac
}

# Those of the words $1 that begin with $2. Names of interfaces and of whatever else
# is there come from others: nothing of them is expanded here, and each is quoted
# for the command line that it becomes part of.
_nthrottle_reply() {
	local word

	COMPREPLY=()
	while IFS= read -r word; do
		[[ -n $word && $word == "$2"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
	done < <(printf '%s\n' "$1" | tr ' ' '\n')
}

# The option whose value is completed, if it is one, with the "=" in between.
_nthrottle_option() {
	local i=$((COMP_CWORD - 1)) equals=''

	# Readline takes it for a word of its own, or for the one that is completed.
	if [ "${COMP_WORDS[COMP_CWORD]}" = = ]; then
		equals='='
	elif [ "${COMP_WORDS[i]}" = = ]; then
		equals='='
		((i--))
	fi
	echo "${COMP_WORDS[i]}$equals"
}

# What may be $2 where no object is yet, behind the option or command $1.
_nthrottle_before() {
	case $1:$2 in
	-n:* | -n=:* | *-netns:* | *-netns=:*) ip netns list 2>/dev/null | cut -d ' ' -f 1 ;;
	-c=:* | *-color=:*) echo auto always never ;;
	*:-*) echo -json -pretty -netns -color -help -version ;;
	*) _nthrottle_commands | cut -d ' ' -f 1 | sort -u ;;
	esac
}

# The object is the first word that is no option and no option's value.
_nthrottle() {
	local current=${COMP_WORDS[COMP_CWORD]} object='' verb='' i words=''
	local previous=${COMP_WORDS[COMP_CWORD - 1]}

	[ "$current" != = ] || current=''
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		=) ((i++)) ;;
		-n | -netns | --netns) [ "${COMP_WORDS[i + 1]}" = = ] || ((i++)) ;;
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
	else
		words=$(_nthrottle_before "$(_nthrottle_option)" "$current")
	fi
	_nthrottle_reply "$words" "$current"
}

complete -F _nthrottle nthrottle
