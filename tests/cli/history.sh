# The history from one run of the program to the next.
h() { timeout 60 "$program" --no-config "$@"; }
db=$XDG_STATE_HOME/vecscope/history.db
rm -rf "$XDG_STATE_HOME"

h -e 'near king -n 1' -e 'sim king queen' >/dev/null
h --no-header -e 'history' >out 2>err
check 'the newest comes last' test "$(cut -f 1,3,4 out | tr '\t\n' ' |')" = '1 demo near king -n 1|2 demo sim king queen|'
check 'nothing is said about it' test ! -s err
check 'history itself is not kept' test "$(h --no-header -e history | wc -l)" -eq 2
check 'again runs the line' test "$(h --no-header -e 'again 2' 2>/dev/null)" = "$(h --no-header -e ' sim king queen')"
h -e 'note 1 look here' -e 'pin 1' 2>/dev/null
check 'a note is found' test "$(h --no-header -e 'history look' | cut -f 1)" = 1
check 'a pin is listed' test "$(h --no-header -e 'history --pinned' | cut -f 1)" = 1
h -e 'near nosuchwordatall' >/dev/null 2>&1
check 'what failed is kept with its sentence' sh -c "'$program' --no-config -e 'history nosuchword' | grep -q 'nosuchwordatall.*nosuchwordatall'"
h -e 'history forget 1' 2>/dev/null
check 'what is forgotten is not in the file' sh -c "! grep -q 'look here' '$db'"
h -e 'history forget all' 2>/dev/null
check 'nor is anything after forget all' sh -c "! grep -q -e queen -e nosuchword '$db'"

yes 'near king -n 1' | head -n 500 | h >/dev/null
check 'all lines of a long input are kept' test "$(h --no-header -e 'history --all' | wc -l)" -eq 500
for i in 1 2 3 4; do
	yes "near queen -n $i" | head -n 50 | h >/dev/null 2>"err$i" &
done
wait
check 'programs at once keep all of theirs' test "$(h --no-header -e 'history queen --all' | wc -l)" -eq 200
check 'and none complains' test -z "$(cat err1 err2 err3 err4)"

printf 'this is no database, but long enough to look like one at first' >"$db"
h -e 'near king -n 1' >out 2>err
check 'a damaged file is one warning' test "$(wc -l <err)" -eq 1
check 'it is kept beside the new one' sh -c "grep -q 'this is no database' '$XDG_STATE_HOME'/vecscope/history.corrupt-*"
check 'and the answer comes' grep -q prince out
rm -rf "$XDG_STATE_HOME"
