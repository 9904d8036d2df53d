# Data on standard output, everything else on standard error; closed and full pipes.
check 'lines come from standard input' \
	test "$(printf 'near king -n 1\nsim king queen\n' | v 2>/dev/null | grep -c .)" -eq 4
check 'an empty line between answers' \
	test "$(printf 'near king -n 1\nsim king queen\n' | v 2>/dev/null | grep -c '^$')" -eq 1
check 'CRLF lines are lines' \
	test "$(printf 'near king -n 1\r\n' | v 2>&1 | sed -n 2p | cut -f 2)" = prince
check 'a last line without its end counts' \
	test "$(printf 'near king -n 1' | v | sed -n 2p | cut -f 2)" = prince
check 'notes go to standard error' sh -c "'$program' --no-history --no-config -e 'find a -n 1' 2>/dev/null | grep -qv note"
check 'a file of lines' sh -c "echo 'near king -n 1' >lines && '$program' --no-history --no-config -f lines | grep -q prince"
check '-e and -f run in order' \
	test "$(v -e 'sim king queen' -f lines -e 'sim king man' | grep -c cosine)" -eq 3
check '-o writes a file' sh -c "'$program' --no-history --no-config -o out.tsv -e 'near king -n 1' && grep -q prince out.tsv"

# a reader that goes away is no error; its side decides when
v -e 'vec king' -e 'vec queen' -e 'find a -n 40000' 2>err | head -n 1 >first
check 'head gets its line' grep -q dimension first
check 'and nobody complains' test ! -s err
(
	v -e 'vec king' -e 'find a -n 40000' -e 'find b -n 40000' 2>err
	echo $? >code
) | head -n 1 >/dev/null
check 'with exit code 0' test "$(cat code)" = 0

if [ -w /dev/full ]; then
	v -e 'near king' >/dev/full 2>err
	check 'a full disk gives 1' test $? -eq 1
	check 'and one sentence' test "$(grep -c 'cannot write the output' err)" -eq 1
else
	skip 'a full disk gives 1' 'there is no /dev/full'
fi
v -e 'near king' >&- 2>err
check 'closed standard output gives 1' test $? -eq 1
