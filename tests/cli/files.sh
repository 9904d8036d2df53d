# Word lists, scripts and models in files.
printf 'queen\n# not this\nprince\r\n  monarch \nno-such-word\n' >list
check '--in looks only at the list' test "$(v --no-header -e 'near king --in list' 2>err | cut -f 2 | sort | tr '\n' ' ')" = 'monarch prince queen '
check 'words that are not there are counted' grep -q 'list: 1 of 4 words are not in demo' err
check '--not leaves the list out' sh -c "! '$program' --no-history --no-config -e 'near king --not list' 2>/dev/null | grep -qE 'queen|prince'"
echo 'no-such-word' >empty
check 'a list without a word of the model fails' gives 1 -e 'near king --in empty'

printf 'set count 1\nnear king\n' >script
check 'source runs lines' test "$(v --no-header -e 'source script' | cut -f 2)" = prince
printf 'near king -n 1\nsource loop\n' >loop
check 'a script that runs itself ends' gives 1 -e 'source loop'
check 'and says why' grep -q 'does a script run itself' err
printf 'source script\nnear queen\n' >outer
check 'lines of an inner script come first' test "$(v --no-header -e 'source outer' | cut -f 2 | grep . | head -n 1)" = prince

check 'export and open again' gives 0 -e 'export part.bin --top 1000' -e 'open part.bin' -e 'near king -n 1'
v -e 'near the -n 5 --max-rank 1000' >whole
v part.bin -e 'near the -n 5' >part
check 'give the same neighbours' sh -c '[ "$(cut -f 2 whole)" = "$(cut -f 2 part)" ]'
check 'export --words keeps a list' gives 0 -e 'export three.txt --format glove-text --words list'
check 'of three words' test "$(wc -l <three.txt)" -eq 3
check 'a file is not replaced' gives 1 -e 'export part.bin --top 10'
check 'unless --force' gives 0 -e 'export part.bin --top 10 --force'
mkdir 'a folder'
check 'names with spaces' gives 0 -e "export 'a folder/x y.bin' --top 10" -e 'open "a folder/x y.bin"' -e models
check 'two models at once' gives 0 part.bin demo -e models
check 'the first one is in use' grep -q 'part is in use' err
check 'write follows the name' gives 0 -e 'plot king queen man' -e 'write map.svg' -e 'write map.txt' -e 'write map.json'
check 'SVG is SVG' grep -q '<svg' map.svg
# points and words in their own coordinates, well-formed whatever the words are
cp "$root/tests/data/words.vec" .
check 'a plot of hostile words' gives 0 words.vec -e plot -e 'write hostile.svg' -e 'plot king queen dog' -e 'write few.svg'
check 'each point is one' test "$(grep -o '<circle' few.svg | wc -l)" -eq 3
check 'numbers stand at the axes' grep -q '>0.0<' few.svg
explorer() { v words.vec --seed 1 --screen 100x30 --keys "$1" --dump txt >screen.txt; }
check 'the map as it is on the screen' explorer 'near king<CR>write screen.svg<CR>'
check 'with axes and a caption' grep -q 'principal component 1 (.*most frequent words' <<END
$(tr '\n' ' ' <screen.svg)
END
check 'and what was asked' grep -q '>words · king<' screen.svg
check 'the screen itself when that is asked for' explorer 'near king<CR>write cells.svg --screen<CR>'
check 'with its tabs' grep -q '>History' cells.svg
if command -v xmllint >/dev/null; then
	for svg in map hostile few screen cells; do
		check "xmllint takes $svg.svg" xmllint --noout $svg.svg
	done
fi
