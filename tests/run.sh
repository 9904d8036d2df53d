#!/bin/sh
# Run the test groups and count: tests/run.sh [lint|unit|kernels|fault|fuzz|repl|cli|tui|tmux|docs …]
#
# B (default build/release) is the build tree under test. Every group prints TAP-like lines
# ("ok name", "not ok name", "ok name # SKIP why"); the last line here is
# "N passed, N failed, N skipped". Logs stay in $B/log.
set -u
cd "$(dirname "$0")/.."
B=${B:-build/release}
log=$B/log
export B CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 TZ=UTC
export LSAN_OPTIONS="suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0"
export VECSCOPE_APART=no # nothing goes on when a program has ended
unset NO_COLOR CDPATH COLORFGBG

# One cmocka program: its TAP, and a failing line if it died.
one_program() {
	name=$(echo "$1" | sed "s,^$B/,,; s,/,-,g")
	timeout "${TEST_TIMEOUT:-300}" "$1" >"$log/$name.tap" 2>"$log/$name.err"
	rc=$?
	sed -i 's/^not ok \(.*# SKIP\)/ok \1/' "$log/$name.tap"	# as cmocka writes a skipped test
	[ $rc -eq 0 ] && return
	sed 's/^/# /' "$log/$name.err" | tail -n 40 >>"$log/$name.tap"
	grep -q '^not ok' "$log/$name.tap" || echo "not ok $name - ended with status $rc" >>"$log/$name.tap"
}

if [ "${1:-}" = --program ]; then
	one_program "$2"
	exit 0
fi

# no test may see or touch the user's own files
home=$(mktemp -d "${TMPDIR:-/tmp}/vecscope-home-XXXXXX")
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state"
export XDG_CACHE_HOME="$home/cache" XDG_DATA_HOME="$home/data"

rm -rf "$log"
mkdir -p "$log"

lint() {
	for script in tests/lint/*.sh; do
		if "$script" >"$log/out" 2>&1; then
			echo "ok lint/$(basename "$script" .sh)"
		else
			sed 's/^/# /' "$log/out"
			echo "not ok lint/$(basename "$script" .sh)"
		fi
	done
}

programs() {
	find "$B/$1" -type f -perm -u+x -name 'test_*' 2>/dev/null | sort |
		xargs -P "${JOBS:-2}" -n 1 sh tests/run.sh --program
	cat "$log/$1"-*.tap 2>/dev/null
}

for group in ${*:-lint unit kernels fault fuzz repl cli tui tmux docs}; do
	case $group in
	lint) lint ;;
	unit | kernels | fault) programs "$group" ;;
	*) [ ! -x "tests/$group/run.sh" ] || "tests/$group/run.sh" 2>&1 ;;
	esac >"$log/$group.group"
	grep -E '^(not ok|#|Bail)' "$log/$group.group" | grep -vE '^# (ok|Starting|Finished)'
	printf '%-8s %4d ok\n' "$group" "$(grep -c '^ok' "$log/$group.group")"
done

cat "$log"/*.group >"$log/all"
skipped=$(grep -ciE '^ok.*# SKIP' "$log/all")
passed=$(($(grep -c '^ok' "$log/all") - skipped))
failed=$(grep -c '^not ok' "$log/all")
grep -hE 'SKIPPED:|# SKIP' "$log/all" "$log"/*.err 2>/dev/null | sed 's/^ok [0-9]* *-* */skipped: /; s/^# *//' |
	sort | uniq -c | sort -rn | head -n 20
echo "$passed passed, $failed failed, $skipped skipped" | tee "$log/summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
