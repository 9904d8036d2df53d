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
