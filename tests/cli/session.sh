# A session as a document: what is in it, and that it comes out the same, or is told.
h() { timeout 60 "$program" --no-config "$@"; }
rm -rf "$XDG_STATE_HOME"
check 'a document' h -e 'near king -n 3' -e 'sim cat dog' -e 'near xqzxqz' -e 'near "a <b> & c--d"' -e 'note 1 the | royal family' \
	-e 'open animals' -e 'near kitten -n 2' -e 'session export out.md' -e 'session export out.html' >/dev/null 2>err || [ $? -eq 1 ]
check 'holds the lines' grep -q '^## 1. near king -n 3$' out.md
check 'the answers' grep -q '^| 2 | queen | 0.7519 |$' out.md
check 'the note, harmless' grep -q '^> the \\| royal family$' out.md
check 'what failed' grep -q '^Not done: ' out.md
check 'in HTML too' grep -q '<td>queen</td>' out.html
check 'with nothing that is markup' grep -q '&lt;b&gt;' out.html
check 'no comment ends early' test "$(grep -c '^<!-- vecscope .* -->$' out.html)" -eq "$(grep -o -- '-->' out.html | wc -l)"
check 'not over another file' sh -c "! '$program' --no-config -e 'near king' -e 'session export out.md' 2>/dev/null"
check 'replayed, the same' sh -c "'$program' --no-config --no-header -e 'session replay out.md' >got 2>err && grep -q ', 0 different' err"
check 'every answer' test "$(grep -c '	same	' got)" -eq "$(grep -c '^<!-- vecscope' out.md)"
sed 's/"queen",0.75/"monk",0.75/' out.html >bad.html
check 'a difference' gives 0 --no-header -e 'session replay bad.html'
check 'is named' grep -q '^near king -n 3	differs	row 2: queen, was monk$' out
sed 's/0.7518/0.7618/' out.md >bad.md
check 'in a number' sh -c "'$program' --no-config --no-header -e 'session replay bad.md' 2>/dev/null | grep -q 'differs	row 2: 0.7519, was 0.7619'"
check 'no document' gives 1 -e "session replay $root/README.md"
check 'no such file' gives 1 -e 'session replay nowhere.md'
check 'no such form' gives 1 -e 'session export out.doc'
check 'nothing to write' gives 1 -e 'session export none.md'
printf '<!-- vecscope {"command":"session replay loop.md","rows":[]} -->\n<!-- vecscope {broken -->\n<!-- vecscope ' >loop.md
check 'it does not run itself' gives 1 -e 'session replay loop.md'

# pictures: what a command drew stands for its table; on the screen, what the pane showed
rm -rf "$XDG_STATE_HOME"
check 'a session with pictures' h -e 'plot cat dog cow car' -e 'tree cat dog car' -e 'scree -c 3' -e 'near king -n 2' -e 'lab breakfast' \
	-e 'open animals' -e 'plot' -e 'session export pic.md' -e 'session export pic.html' >/dev/null 2>err
check 'drawn in HTML' test "$(grep -c '<svg ' pic.html)" -eq 4
check 'as text in Markdown' test "$(grep -c '^```text$' pic.md)" -eq 5
check 'a plot' sh -c "sed -n '/^## 1/,/^## 2/p' pic.md | grep -q 'cow ⡀'"
check 'instead of its table' sh -c "! sed -n '/^## 1/,/^## 2/p' pic.md | grep -q '^| x '"
check 'a tree' sh -c "sed -n '/^## 2/,/^## 3/p' pic.md | grep -q '└─* dog'"
check 'bars' sh -c "sed -n '/^## 3/,/^## 4/p' pic.md | grep -q '███'"
check 'a table where none was drawn' sh -c "sed -n '/^## 4/,/^## 5/p' pic.md | grep -q '^| 2 | queen '"
check 'the lab' sh -c "sed -n '/^## 5/,/^## 6/p' pic.md | grep -q '^toast '"
check 'each model is named once' test "$(grep -c '^On ' pic.md)" -eq 2
check 'they come out the same' sh -c "'$program' --no-config --no-header -e 'session replay pic.html' 2>&1 >/dev/null | grep -q ' 0 different'"
if command -v python3 >/dev/null; then
	check 'the HTML is well-formed' python3 -c 'import sys, xml.etree.ElementTree as e; e.parse("pic.html"); e.parse("out.html")'
else
	skip 'the HTML is well-formed' 'python3 is not here'
fi

rm -rf "$XDG_STATE_HOME"
keys='near king<CR>project tsne<CR><Esc>p:paris : france :: rome<CR>axis he she : nurse doctor<CR>sim cat dog car<CR>vec king<CR>'
keys="${keys}cluster -k 3<CR>lab breakfast<CR>lab step 20<CR>plot cat dog car cow<CR><Esc>7:glossary cosine<CR><Esc>:help near<CR><Esc>"
check 'a session on the screen' h demo --screen 100x30 --keys "$keys:session export screen.md<CR>session export screen.html<CR>" >/dev/null
picture() { sed -n "/^## $1\\. /,/^## $(($1 + 1))\\. /p" screen.md | sed -n '/^```text$/,/^```$/p' >picture; }
for p in '1 Map  PCA' '2 Map  t-SNE' '3 paris' '4 nurse' '5 Matrix' '6 king' '7 Clusters' '8 step 0' '9 step 20' '10 PCA 1 and 2'; do
	picture "${p%% *}"
	check "line ${p%% *} has its picture: ${p#* }" grep -q "${p#* }" picture
done
check 'the lab is there with its numbers' sh -c "sed -n '/^## 9/,/^## 10/p' screen.md | grep -q 'predicts'"
picture 11
check 'a term has none' test ! -s picture
check 'the same pictures in HTML' test "$(grep -c '<svg ' screen.html)" -eq 10
check 'what the screen answered, a line terminal answers' sh -c "'$program' --no-config --no-header -e 'session replay screen.md' 2>&1 >/dev/null | grep -q ' 0 different'"
