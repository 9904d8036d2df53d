# The forms of answers, the same in every locale.
v --json -e 'near king -n 3' -e 'near kingg' -e 'vec king' -e 'info' -e 'help near' -e 'set' -e 'plot king queen man' \
	>answers.json 2>/dev/null
check 'JSON is one line a command' test "$(grep -c . answers.json)" -eq 7
check 'an error is JSON too' grep -q '"status":"error","error":"' answers.json
if command -v python3 >/dev/null; then
	check 'JSON is valid' sh -c 'while read -r line; do printf "%s\\n" "$line" | python3 -m json.tool >/dev/null || exit 1; done <answers.json'
else
	skip 'JSON is valid' 'python3 is not here'
fi
check 'CSV has a header' test "$(v --csv -e 'sim king queen' | head -n 1)" = 'a,b,cosine'
check '--no-header leaves it out' test "$(v --no-header -e 'near king -n 1' | cut -f 2)" = prince
check 'Markdown is a table' test "$(v --md -e 'sim king queen' | sed -n 2p)" = '| --- | --- | ---: |'
check 'a pipe has no colour' sh -c "! '$program' --no-history --no-config -e 'mode table' -e 'near king' | grep -q '$(printf '\033')'"
check '--color always has' sh -c "'$program' --no-history --no-config --color always -e 'mode table' -e 'near king' | grep -q '$(printf '\033')'"
check '--ascii has nothing else' sh -c "! '$program' --no-history --no-config --ascii -e 'mode table' -e 'near king' -e 'plot king queen man' 2>&1 | LC_ALL=C grep -q '[^ -~]'"

v -e 'vec king' -e 'near king' -e 'mode table' -e 'near king' >posix.tsv 2>/dev/null
german=de_DE.UTF-8
if ! locale -a 2>/dev/null | grep -qi '^de_DE.utf-\?8$'; then # build it where the system has none
	mkdir -p locales
	localedef -f UTF-8 -i de_DE locales/de_DE.UTF-8 >/dev/null 2>&1 || german=
fi
if [ -n "$german" ]; then
	check 'numbers have a point in German too' sh -c "LOCPATH=\$PWD/locales LC_ALL=de_DE.UTF-8 '$program' --no-history --no-config -e 'vec king' -e 'near king' -e 'mode table' -e 'near king' | cmp -s - posix.tsv"
else
	skip 'numbers have a point in German too' 'there is no German locale and no localedef'
fi
check 'LC_ALL=C gives the same bytes' sh -c "LC_ALL=C '$program' --no-history --no-config -e 'vec king' -e 'near king' -e 'mode table' -e 'near king' | cmp -s - posix.tsv"
for n in 1 2 3; do
	check "--threads $n gives the same bytes" sh -c "'$program' --no-history --no-config --threads $n -e 'vec king' -e 'near king' -e 'mode table' -e 'near king' | cmp -s - posix.tsv"
done
check '--kernels scalar gives the same bytes' sh -c "'$program' --no-history --no-config --kernels scalar -e 'vec king' -e 'near king' -e 'mode table' -e 'near king' | cmp -s - posix.tsv"
if command -v script >/dev/null; then
	script -qec "'$program' --no-history --no-config --color never '$root/tests/data/wide.txt' --tsv -e 'near café'" /dev/null >typed </dev/null
	check 'a terminal never gets an escape of a word' sh -c "grep -q 'x1B.31mred' typed && ! grep -q '$(printf '\033')' typed"
else
	skip 'a terminal never gets an escape of a word' 'script is not here'
fi
check '--complete lists what may follow' sh -c "'$program' --no-config --complete 'near queen' | grep -qx queens"
check 'and commands, options, choices' sh -c "'$program' --no-config --complete 'near king --metric eu' | grep -qx euclidean"
