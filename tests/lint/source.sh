#!/bin/sh
# Sizes, forbidden calls, unfinished marks, file endings; formatting where clang-format 14 is there.
set -u
cd "$(dirname "$0")/../.."
found=$(mktemp)
trap 'rm -f "$found"' EXIT

grep -nE '\b(strcpy|strcat|sprintf|vsprintf|atoi|atol|atof|gets|strtok|alloca)\(' -r src |
	sed 's/$/   (not used here)/' >>"$found"
grep -nE '\b(TODO|FIXME|XXX|HACK|unimplemented|not implemented|placeholder)\b' -r src include man README.md Makefile |
	sed 's/$/   (unfinished)/' >>"$found"
grep -nE '[ 	]+$' -r src include --include='*.[ch]' | sed 's/$/   (ends in blanks)/' >>"$found"

for f in $(find src include -name '*.[ch]'); do
	n=$(wc -l <"$f")
	[ "$n" -le 500 ] || echo "$f has $n lines (at most 500)"
	[ -z "$(tail -c 1 "$f")" ] || echo "$f does not end with a newline"
done >>"$found"

# functions over 60 lines need a reason: a comment with "long:" right above them
if ctags --version 2>/dev/null | grep -q Universal; then
	find src -name '*.c' |
		ctags -L - -x --_xformat='%{kind} %N %n %e %F' --fields=+ne --kinds-C=f 2>/dev/null |
		awk '$4 - $3 + 1 > 60 { print $2, $3, $4 - $3 + 1, $5 }' |
		while read -r name line lines file; do
			start=$((line > 12 ? line - 12 : 1))
			sed -n "${start},${line}p" "$file" | grep -q 'long:' ||
				echo "$file: $name has $lines lines (at most 60, or a comment \"long: why\")"
		done >>"$found"
fi

if clang-format --version 2>/dev/null | grep -q 'version 14'; then
	find src tests -name '*.c' | xargs clang-format --dry-run -Werror >/dev/null 2>&1 ||
		echo "some .c files are not formatted: make format" >>"$found"
fi

[ -s "$found" ] || exit 0
cat "$found"
exit 1
