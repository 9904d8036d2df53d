#!/bin/sh
# The documents that are made from tables are complete and well-formed; the README tells the truth
# about commands and options.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build/release}
program=$B/vecscope
page=build/man/vecscope.1

ok() { echo "ok docs/$1"; }
bad() { echo "not ok docs/$1"; [ -z "${2:-}" ] || echo "$2" | sed 's/^/# /' | head -n 20; }
check() { # name, output that must be empty
	if [ -z "$2" ]; then ok "$1"; else bad "$1" "$2"; fi
}

missing=
for c in $("$program" --no-history --no-config -e help --tsv 2>/dev/null | sed -n '2,$p' | cut -f2); do
	grep -qE "^.fB$(echo "$c" | sed 's/-/..?/g')( |.fR)" "$page" || missing="$missing $c"
done
check "every command is in the manual page" "$missing"

missing=$("$program" --help | grep -oE '^ +(-[a-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | while read -r o; do
	grep -qF -- "$(echo "$o" | sed 's/-/\\-/g')" "$page" || echo "$o"
done)
check "every option is in the manual page" "$missing"

# the example of the page on lessons is a lesson
sed -n '/^title: Hot/,/^.fi/p' man/vecscope-lessons.5.in | sed '/^.fi/d' >"$B/log/example.lesson"
check "the example of the page on lessons has no mistakes" \
	"$("$program" --no-history --no-config --no-header -e "lesson check $B/log/example.lesson" 2>/dev/null)"

check "no mark is left in the manual page" "$(grep -n '@[A-Z_]*@' "$page")"
formats=build/man/vecscope-formats.5
check "no mark is left in the page on formats" "$(grep -n '@[A-Z_]*@' "$formats")"
missing=
for f in $("$program" --no-history --no-config -e 'help formats' 2>/dev/null | sed -n 's/^  \([a-z0-9-]*\)  .*/\1/p'); do
	grep -qF -- "$(echo "$f" | sed 's/-/\\-/g')" "$formats" || missing="$missing $f"
done
check "every format is in the page on formats" "$missing"
if command -v mandoc >/dev/null 2>&1; then
	check "mandoc finds no fault" "$(mandoc -T lint -W warning "$page" "$formats" build/man/vecscope-lessons.5 2>&1)"
else
	echo "ok docs/mandoc finds no fault # SKIP mandoc is not here"
fi

for shell in bash zsh fish; do
	case $shell in
	zsh) file=build/completions/_vecscope ;;
	*) file=build/completions/vecscope.$shell ;;
	esac
	if command -v $shell >/dev/null 2>&1; then
		check "the completion for $shell parses" "$($shell -n $file 2>&1)"
	else
		echo "ok docs/the completion for $shell parses # SKIP $shell is not here"
	fi
done

# in bash, for real: options, values of options, commands behind -e
complete() { # words…: what bash would offer for the last one
	bash -c '. build/completions/vecscope.bash; compopt() { :; }; COMP_WORDS=(vecscope "$@"); COMP_CWORD=$#; _vecscope; printf "%s\n" "${COMPREPLY[@]}"' - "$@"
}
if command -v bash >/dev/null 2>&1; then
	check "bash completes an option" "$(complete --no-h | grep -qx -- --no-history || echo "no --no-history")"
	check "bash completes a value" "$(complete --color n | grep -qx never || echo "no never")"
	check "bash completes a command" "$(complete -e nea | grep -qx near || echo "no near")"
fi

check "the README's pictures are there" "$(grep -oE 'assets/[a-zA-Z/.-]+\.svg' README.md | while read -r f; do
	[ -s "$f" ] || echo "no $f"; done)"

# every command line of the README that needs nothing but the model that ships
sed -n '/^## Sixty seconds/,/^## Train on/s/^› *//p' README.md | sed 's/  *#.*//' |
	grep -vE '^(open|build)' >"$B/log/readme-lines"
out=$("$program" --no-history --no-config --bail -f "$B/log/readme-lines" 2>&1 >/dev/null | grep -v 'note:')
check "the README's lines answer" "$out"

# the drills: every line of the table runs, and what the table says is in its answer
wordsim=../shared/data/eval/wordsim353.tsv
sed -n '/^### The drills/,/^## /p' README.md | grep -E '^[|] [0-9]+ [|]' >"$B/log/drills"
check "the README has the ten drills" "$([ "$(cut -d ' ' -f 2 "$B/log/drills" | tr '\n' ' ')" = '60 61 62 63 64 65 66 67 68 69 ' ] ||
	cat "$B/log/drills")"
while IFS='|' read -r _ number _ line answer _; do
	number=$(echo $number)
	line=$(echo "$line" | sed 's/^ *`//; s/` *$//')
	case $line in
	*wordsim353.tsv)
		if [ ! -e "$wordsim" ]; then
			echo "ok docs/drill $number # SKIP the test set is not here"
			continue
		fi
		line="eval pairs $wordsim"
		;;
	esac
	# as a terminal would show it, blanks, frames and line ends as one blank
	"$program" --no-history --no-config --bail -e 'set mode table' -e "$line" </dev/null 2>&1 |
		tr '\n' ' ' | sed 's/[ ─┬┐└┘├┤│┴┼]\{1,\}/ /g' >"$B/log/drill"
	check "drill $number answers as the README says: $line" "$(echo "$answer" | grep -oE '`[^`]+`' |
		tr -d '`' | while read -r said; do grep -qF -- "$said" "$B/log/drill" || echo "no \"$said\""; done)"
done <"$B/log/drills"
