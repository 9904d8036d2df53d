#!/bin/sh
# Golden transcripts: tests/repl/run.sh [NAME…]; BLESS=1 rewrites them.
#
# A file NAME.t begins with comments; "# args: …" gives arguments of the program (a MODEL: "@" is
# the folder tests/data, "%" the shared fixtures beside the checkout; options). Each line "> …" is
# fed to the program; what follows up to the next one is all that it says, on standard output and
# (beginning with "vecscope: ") on standard error. The program runs in an empty folder and the
# path of the checkout reads SRC in the file, that of the fixtures SHARED.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=$root/${B:-build/release}/vecscope
work=$(mktemp -d "${TMPDIR:-/tmp}/vecscope-repl-XXXXXX")
trap 'rm -rf "$work"' EXIT
shared=${VECSCOPE_SHARED:-$root/../shared}
unset NO_COLOR
export VECSCOPE_APART=no LC_ALL=C.UTF-8 HOME="$work"
failed=0

transcript() {
	args=$(sed -n 's/^# args: *//p' "$1" | head -n 1 |
		sed "s,@,$root/tests/data/,g; s,%,$shared/fixtures/,g")
	sed -n '/^#/!q; p' "$1" # the comments at its head
	mkdir -p "$work/here"
	# shellcheck disable=SC2086
	(cd "$work/here" && { echo 'set echo on'; sed -n 's/^> \{0,1\}//p' "$root/$1"; } |
		timeout 60 "$program" --no-history --no-config $args 2>&1) | sed "s,$shared,SHARED,g; s,$root,SRC,g"
	rm -rf "$work/here"
}

for file in ${*:-tests/repl/*.t}; do
	[ -e "$file" ] || file=tests/repl/$file.t
	name=$(basename "$file" .t)
	if grep -q '^# args:.*%' "$file" && [ ! -d "$shared/fixtures" ]; then
		echo "ok repl/$name # SKIP the shared fixtures are not here"
		continue
	fi
	transcript "$file" >"$work/got"
	if [ -n "${BLESS:-}" ]; then
		cmp -s "$work/got" "$file" || { cp "$work/got" "$file" && echo "# blessed $file"; }
	fi
	if diff -u "$file" "$work/got" >"$work/diff"; then
		echo "ok repl/$name"
	else
		sed 's/^/# /' "$work/diff"
		echo "not ok repl/$name"
		failed=1
	fi
done
exit $failed
