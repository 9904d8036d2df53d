# Words made of what steers a terminal: no front end lets them through to one.
printf '%b' '\033[31mred 1 0 2\n\033]0;title\007 0 1 1\n\033]52;c;aGk=\007 1 1 0\n\033P$q m\033\\\\ 2 1 0\n\033_Gi=1\033\\\\ 1 2 1\n' \
	'\2339m 0 2 1\n\302\233m 1 0 1\nb\b\b 3 1 1\ndel\177 1 3 1\n\342\200\256evil 1 1 3\n\342\201\246iso 2 2 1\nz\342\200\213w 2 1 2\n' \
	'\033[6n 1 2 2\n\033[201~paste 3 1 2\n\033[8;1;1t 3 2 1\n\363\240\201\201tag 1 3 2\n\342\200\250ls 2 3 1\n' \
	'\033[?1049h 1 2 3\n\016\017shift 2 1 3\n\033(0line 3 3 1\nking 1 1 1\nqueen 1 1 2\n' >words.txt
printf '%s\n' info 'near king -n 30' 'find .' 'random -n 9' dups hubs 'odd king queen' 'rank king queen' \
	'plot all' 'mode md' 'near king -n 30' 'mode json' 'near king -n 30' 'near ' >lines
# what no terminal may get, our own colours and newlines apart
steers() {
	LC_ALL=C sed 's/\r$//; s/'"$(printf '\033')"'\[[0-9;]*m//g' "$1" |
		LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xf3\xa0[\x80\x81]'
}
steers words.txt
check 'the words would' test $? -eq 0
if command -v script >/dev/null 2>&1; then
	for mode in --tsv --csv --json --md ''; do
		script -qec "'$program' --no-history --no-config words.txt $mode -f lines" typed >/dev/null 2>&1
		sed '1{/^Script started/d}' typed >seen
		check "on a terminal ${mode:-as a table} they are visible" grep -qE 'x1B|u001b' seen
		steers seen
		check "nothing steers it" test $? -ne 0
	done
else
	skip 'on a terminal' 'script is not here'
fi
for view in F2 F3 F4 F5; do
	v words.txt --screen 100x30 --keys "near king<CR><$view>" >seen 2>&1
	steers seen
	check "nor does the screen of $view" test $? -ne 0
done
v words.txt --screen 80x24 --keys 'near king<CR>' --dump svg >seen 2>&1
steers seen
check 'nor a picture of it' test $? -ne 0
v --complete 'near ' words.txt >seen 2>&1
check 'nor what the shell completes' sh -c 'grep -q king seen'
steers seen
check 'which are the words that it can show' test $? -ne 0
for name in "$(printf 'a\033[31m\nb.txt')"; do
	v "$name" >seen 2>&1
	steers seen
	check 'nor a file by its name' test $? -ne 0
done
