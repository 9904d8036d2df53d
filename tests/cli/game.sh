# Games from outside. The seed names the game, so the hidden word can be asked for first.
word=$(v --no-header -e 'game --seed 7' -e 'game give-up' 2>/dev/null | sed -n 's/^word	//p')
check 'a word is hidden' test -n "$word"
check 'the same seed hides the same' test "$(v --no-header -e 'game --seed 7' -e 'game give-up' 2>/dev/null | sed -n 's/^word	//p')" = "$word"
check 'another one hides another' test "$(v --no-header -e 'game --seed 8' -e 'game give-up' 2>/dev/null | sed -n 's/^word	//p')" != "$word"
near=$(v --no-header -e "near $word -n 3" 2>/dev/null | sed -n 's/^3	\([^	]*\).*/\1/p')
check 'the third neighbour has rank 3' gives 0 --no-header -e 'game --seed 7' -e "game $near"
check 'and its cosine' grep -qE "^$near	[0-9.]+	3$" out
check 'guessed' gives 0 --no-header -e 'game --seed 7' -e "game $near" -e "game $word" -e 'game share'
check 'is said with the number of guesses' grep -q '^found in	2 guesses, 0 hints$' out
check 'the line to share gives nothing away' sh -c "tail -n 1 out | grep -q '  3 !\$' && ! tail -n 1 out | grep -q '$word'"
check 'a far word is cold' gives 0 -e 'game --seed 7' -e 'game zoology'
check 'a hint is nearer' gives 0 --no-header -e 'game --seed 7' -e "game hint" -e 'game hint'
check 'by half' sh -c "grep -q '	500\$' out && grep -q '	250\$' out"
check 'hints down to the nearest' gives 1 -e 'game --seed 7' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint' -e 'game hint'
check 'nothing after the end' gives 1 -e 'game --seed 7' -e 'game give-up' -e 'game house'
check 'an unknown word' gives 1 -e 'game --seed 7' -e 'game xqzxqz'
check 'no game' gives 1 -e 'game house'

for kind in odd analogy; do
	check "$kind: four answers" sh -c "test \$('$program' --no-history --no-config --no-header -e 'game $kind' 2>/dev/null | wc -l) -eq 4"
	i=0
	for a in a b c d; do
		v -e "game $kind --seed 5" -e "game $a" 2>&1 | grep -q 'right: 1 of 1' && i=$((i + 1))
	done
	check "$kind: one of them is right" test $i -eq 1
done
check 'a quiz in a model without its words' gives 1 animals -e 'game analogy'
check 'unrelated words' sh -c "
	a=\$('$program' --no-history --no-config --no-header -e 'game unrelated cat dog horse cow sheep' 2>/dev/null | sed -n 's/^score	//p')
	b=\$('$program' --no-history --no-config --no-header -e 'game unrelated cat algebra vinegar monday senate' 2>/dev/null | sed -n 's/^score	//p')
	awk \"BEGIN { exit !(\$b > \$a + 20) }\""
check 'one word is no pair' gives 1 -e 'game unrelated cat'

rm -rf "$XDG_STATE_HOME"
"$program" --no-config -e 'game --seed 7' -e "game $word" >/dev/null 2>&1
"$program" --no-config --no-header -e 'game scores' >out 2>err
check 'scores are in the history' grep -q 'found in 1 guesses' out
