#!/bin/sh
# Golden screens. Each tests/tui/NAME.keys holds, in its first line, the size and the arguments of
# vecscope, then keys in their written form (line ends are not keys; # begins a comment line).
# The last screen must equal NAME.screen.
#
#	tests/tui/run.sh [NAME…]	run all, or these
#	BLESS=1 tests/tui/run.sh	write what is shown now; look at the difference before committing
#	VECSCOPE=path			the program (default build/vecscope)
set -u
cd "$(dirname "$0")/../.." || exit 2
program=${VECSCOPE:-build/vecscope}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export VECSCOPE_APART=no HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state" \
	XDG_CACHE_HOME="$work/cache" TZ=UTC LC_ALL=C.UTF-8 INPUTRC=/dev/null
unset NO_COLOR COLUMNS LINES
# memory that nobody set is never zero by luck: a screen that hangs on it differs
export MALLOC_PERTURB_=165
failed=0
count=0

run_one() {
	name=$1
	keys_file=tests/tui/$name.keys
	expected=tests/tui/$name.screen
	read -r size arguments <"$keys_file"
	keys=$(sed -e 1d -e '/^#/d' "$keys_file" | tr -d '\n')
	rm -rf "$work/state"
	# shellcheck disable=SC2086 # the arguments are words
	"$program" $arguments --no-config --seed 1 --screen "$size" --keys "$keys" \
		--dump txt >"$work/screen" 2>"$work/errors"
	status=$?
	if [ -n "${BLESS:-}" ] && [ $status -eq 0 ]; then
		cp "$work/screen" "$expected"
	fi
	if [ $status -eq 0 ] && cmp -s "$expected" "$work/screen"; then
		echo "ok $count - tui/$name"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $count - tui/$name (exit $status)"
	diff -u "$expected" "$work/screen" | sed 's/^/# /'
	sed 's/^/# stderr: /' "$work/errors"
}

if [ $# -eq 0 ]; then
	set -- $(ls tests/tui/*.keys | sed 's|.*/||; s|\.keys$||')
fi
for name in "$@"; do
	count=$((count + 1))
	run_one "$name"
done
echo "1..$count"
echo "$((count - failed)) passed, $failed failed"
[ $failed -eq 0 ]
