# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Debian packages: install them, or unpack one without installing it. Sourced.

# All chatter goes to stderr: stdout belongs to the caller (often TAP).
note() {
	echo "# $*" >&2
}

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif sudo -n true 2>/dev/null; then
		sudo -n "$@"
	elif command -v sudo >/dev/null && [ -t 0 ]; then
		sudo "$@"
	else
		die "needs root (or sudo) for: $*"
	fi
}

# Run quietly; show what was said only if it fails.
quietly() {
	local log status=0

	log=$(mktemp)
	"$@" >"$log" 2>&1 || status=$?
	[ $status = 0 ] || tail -n 30 "$log" >&2
	rm -f "$log"
	return $status
}

# What apt is told besides, apt_unstable() fills it.
APT_OPTIONS=()

# apt_unstable DIR: from now on apt_has and apt_unpack look at Debian unstable,
# on the mirror that this machine uses anyway. Its lists are kept in DIR; the
# machine's own configuration is neither read nor changed.
apt_unstable() {
	local dir=$1 mirror
	local keys=/usr/share/keyrings/debian-archive-keyring.gpg

	# shellcheck disable=SC2016 # apt fills these in
	mirror=$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" \
		"Origin: Debian" "Label: Debian" | head -n 1)
	[ -n "$mirror" ] || die "apt's sources name no mirror of Debian"
	mkdir -p "$dir"/{lists/partial,archives/partial}
	echo "deb [signed-by=$keys] $mirror unstable main" >"$dir/sources.list"
	APT_OPTIONS=(-o "Dir::Etc::SourceList=$dir/sources.list"
		-o "Dir::Etc::SourceParts=/dev/null" -o "Dir::State::Lists=$dir/lists"
		-o "Dir::Cache=$dir" -o "APT::Sandbox::User=$(id -un)")
	note "reading what Debian unstable has"
	quietly apt-get -q "${APT_OPTIONS[@]}" update || die "apt cannot read Debian unstable"
}

# apt_has PACKAGE
apt_has() {
	[ -n "$(apt-cache "${APT_OPTIONS[@]}" show --no-all-versions "$1" 2>/dev/null)" ]
}

# Once, however many scripts call each other.
apt_update_once() {
	[ -z "${NTHROTTLE_APT_UPDATED-}" ] || return 0
	export NTHROTTLE_APT_UPDATED=1
	note "apt-get update"
	quietly as_root apt-get -q update || note "apt-get update had trouble, going on"
}

# apt_missing PACKAGE...: prints those that are not installed.
apt_missing() {
	local -A have=()
	local pkg state

	while read -r state pkg; do
		[ "$state" = ii ] && have[${pkg%%:*}]=1
	done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null || true)
	for pkg in "$@"; do
		[ -n "${have[$pkg]-}" ] || echo "$pkg"
	done
}

# apt_install WHY PACKAGE...
apt_install() {
	local why=$1 missing size
	shift

	if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
		note "no Debian here; $why needs what these packages have: $*"
		return 0
	fi
	mapfile -t missing < <(apt_missing "$@")
	[ ${#missing[@]} -gt 0 ] || return 0
	note "installing for $why: ${missing[*]}"
	apt_update_once
	size=$(LC_ALL=C apt-get --no-install-recommends --print-uris -qq \
		install "${missing[@]}" 2>/dev/null | awk '{ n += $3 } END { printf "%d MB", n / 1e6 }') || true
	note "downloading $size"
	quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
		--no-install-recommends install "${missing[@]}" ||
		die "could not install: ${missing[*]}"
	note "installed"
}

# apt_unpack PACKAGE DIR: download and unpack into DIR (which it creates); not
# installed, so no initramfs or boot loader of this machine is touched. Root
# downloads as root: user _apt may have no access to DIR.
apt_unpack() {
	local pkg=$1 dir=$2 size deb
	local -a apt=(apt-get -q -o APT::Sandbox::User=root "${APT_OPTIONS[@]}" download "$pkg")

	size=$(LC_ALL=C apt-cache "${APT_OPTIONS[@]}" show --no-all-versions "$pkg" 2>/dev/null |
		awk '/^Size:/ { printf "%d MB", $2 / 1e6; exit }')
	note "downloading $pkg ($size)"
	mkdir -p "$dir.deb"
	(cd "$dir.deb" && quietly "${apt[@]}") || {
		apt_update_once
		(cd "$dir.deb" && quietly "${apt[@]}") || die "could not download $pkg"
	}
	deb=$(echo "$dir.deb/"*.deb)
	note "unpacking $pkg"
	mkdir -p "$dir"
	dpkg-deb -x "$deb" "$dir"
	rm -r "$dir.deb"
}
