# The last question once more without a direction: the line that it stands for is run.
asked() { "$program" --no-history --no-config --no-header "$@" 2>/dev/null; }
check 'again, without a direction' test "$(asked -e 'near rock -n 2' -e 'without music' | tail -n 2)" = "$(asked -e 'near rock -n 2 --without music')"
check 'said twice, without both' test "$(asked -e 'near rock -n 2' -e 'without music' -e 'without film' | tail -n 2)" = \
	"$(asked -e "near rock -n 2 --without 'music, film'")"
check 'in one line' test "$(asked -e 'without river, water : bank -n 3 --max-rank 9000')" = \
	"$(asked -e "near bank -n 3 --max-rank 9000 --without 'river, water'")"
check 'of an analogy' test "$(asked -e 'man : king :: woman -n 1' -e 'without queen' | tail -n 1)" = \
	"$(asked -e 'analogy man : king :: woman -n 1 --without queen')"
check 'an option that takes no value' gives 0 -e 'without monarch : king --keep-inputs -n 1'
check 'unknown words' gives 1 -e 'without qwzx : king'
check 'nothing left' gives 1 -e 'without king : king'
check 'nothing asked' gives 1 -e 'without music'
check 'no question of that kind' gives 1 -e 'without music : sim king queen'
