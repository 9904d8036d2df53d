#!/bin/sh
# Who may include whom. Fails with the offending line.
#
# Each line of `layers`: a folder of src/ or include/, then the folders whose headers it may use
# (besides its own). Each line of `libraries`: a header pattern, then the files that may use it.
set -eu
cd "$(dirname "$0")/../.."

layers='
base
math      base
draw      base
io        base
job       base
text      base io
history   base
model     base math io
train     base math io text model job
app       base math draw io job history model text train
commands  base math draw io job history model text train app
ui        base draw math job model history text train app
term      base draw
front     base draw io job history model math app ui term
'

libraries='
sqlite3[.]h               src/history/|src/io/sqlite_table[.]c
(n?curses[a-z]*/)?n?curses[.]h|term[.]h  src/term/
readline/                 src/term/
archive(_entry)?[.]h      src/io/
jansson[.]h               src/io/
unicode/                  src/text/|src/base/utf8[.]c
cblas[.]h|lapacke[.]h     src/math/
[a-z]*intrin[.]h|arm_neon[.]h  src/math/kernels/
'

found=$(mktemp)
trap 'rm -f "$found"' EXIT

# project headers
grep -nE '^#include "[a-z_0-9]+/' -r src include |
	sed -E 's/^([^:]+):([0-9]+):#include "([^"]+)".*/\1 \2 \3/' |
	while read -r file line header; do
		from=$(echo "$file" | cut -d/ -f2)
		to=${header%%/*}
		[ "$file" != src/main.c ] && [ "$from" != "$to" ] || continue
		allowed=$(echo "$layers" | awk -v f="$from" '$1 == f { $1 = ""; print }')
		case " $allowed " in
		*" $to "*) ;;
		*) echo "$file:$line: $from may not include $header" ;;
		esac
	done >"$found"

# library headers
echo "$libraries" | while read -r pattern files; do
	[ -n "$pattern" ] || continue
	grep -nE "^#include <($pattern)" -r src include | grep -vE "^($files)" |
		sed 's/$/   (not in this folder)/' || :
done >>"$found"

# printing, leaving and the environment belong to the front
grep -nE '(^|[^_a-z])(printf|puts|putchar|exit|getenv)\(|fprintf\((stdout|stderr)' -r src --include='*.c' |
	grep -vE '^src/(front|term)/|^src/main[.]c|^src/base/(path|mem)[.]c|^src/math/kernels/' |
	sed 's/$/   (only in src\/front)/' >>"$found" || :

[ -s "$found" ] || exit 0
cat "$found"
exit 1
