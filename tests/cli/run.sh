#!/bin/sh
# The program from outside: tests/cli/run.sh [NAME…]. Each script here is sourced with the functions
# below and an empty folder as the current one.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
B=$root/${B:-build/release}
program=$B/vecscope
failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/vecscope-cli-XXXXXX")
trap 'rm -rf "$work"' EXIT
unset NO_COLOR
export VECSCOPE_APART=no LC_ALL=C.UTF-8 HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
export XDG_CACHE_HOME="$work/cache" XDG_DATA_HOME="$work/data"

# without history and configuration
v() { timeout 60 "$program" --no-history --no-config "$@"; }

# check WHAT COMMAND…: it must succeed
check() {
	what=$1
	shift
	if "$@"; then
		echo "ok cli/$script: $what"
	else
		echo "not ok cli/$script: $what"
		failed=1
	fi
}

# gives CODE ARGS…: exit code of the program; its output is in ./out and ./err
gives() {
	code=$1
	shift
	v "$@" >out 2>err </dev/null
	got=$?
	[ $got -eq "$code" ] || { echo "# exit code $got instead of $code"; sed 's/^/# /' err; return 1; }
}

skip() { echo "ok cli/$script: $1 # SKIP $2"; }

for path in ${*:-tests/cli/*.sh}; do
	[ -e "$path" ] || path=tests/cli/$path.sh
	script=$(basename "$path" .sh)
	[ "$script" != run ] || continue
	rm -rf "$work/here"
	mkdir -p "$work/here"
	cd "$work/here" || exit 1
	. "$root/$path"
	cd "$root" || exit 1
done
exit $failed
