#!/bin/sh
# One command, one file, one line in the table; every header compiles alone; the README's map of
# the source names every folder.
set -u
cd "$(dirname "$0")/../.."
found=$(mktemp)
trap 'rm -f "$found"' EXIT

for name in $(grep -hoE '^const struct command cmd_[a-z_0-9]+' -r src/commands | sed 's/.*cmd_//'); do
	grep -q "&cmd_$name\b" src/commands/*table*.c || echo "cmd_$name is in no table"
done >>"$found"

for h in $(find include src -name '*.h'); do
	printf '#include "%s"\n' "$(echo "$h" | sed -E 's,^(include|src)/,,')" |
		${CC:-cc} -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -fsyntax-only -x c - ||
		echo "$h does not compile alone"
done >>"$found" 2>&1

for dir in $(find src -mindepth 1 -maxdepth 1 -type d); do
	grep -q "$(basename "$dir")/" README.md || echo "README.md does not mention $dir/"
done >>"$found"

[ -s "$found" ] || exit 0
cat "$found"
exit 1
