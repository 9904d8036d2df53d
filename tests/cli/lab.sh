# The lab from outside: its texts, its numbers, the model it leaves; what cannot be.
v --no-header -e lab 2>/dev/null >texts
check 'there are texts' test "$(wc -l <texts)" -ge 5
check 'in order' sort -c texts
while read -r text; do
	for how in '' '--model cbow' '--softmax' '--model cbow --softmax --dim 2'; do
		check "$text $how" gives 0 -e "lab $text $how" -e 'lab step' -e 'lab step 500' -e 'lab show' -e 'lab keep' -e info
	done
done <texts
check 'the first outputs are zero' sh -c "'$program' --no-history --no-config --no-header -e 'lab ring' -e 'lab step' 2>/dev/null | awk -F '\t' 'NF == 5 && (\$3 != 0 || \$4 != 0.5) { bad = 1 } END { exit bad }'"
check 'softmax shares add up to 1' sh -c "'$program' --no-history --no-config --no-header -e 'lab ring --softmax' -e 'lab step 77' 2>/dev/null | awk -F '\t' 'NF == 5 { s += \$4 } END { exit (s - 1) * (s - 1) > 1e-9 }'"
check 'words that never meet come together' sh -c "'$program' --no-history --no-config --no-header -e 'lab twins --softmax --model cbow --dim 3' -e 'lab step 2000' -e 'lab keep' -e 'near big -n 1' 2>/dev/null | grep -q '	large	'"
check 'the same on every set of kernels' sh -c "
	for k in scalar ''; do VECSCOPE_KERNELS=\$k '$program' --no-history --no-config -e 'lab castle' -e 'lab step 3000' >steps\$k 2>&1; done
	cmp stepsscalar steps"
check 'a learning rate of nothing learns nothing' sh -c "
	'$program' --no-history --no-config -e 'lab ring --alpha 0' -e 'lab step 100' 2>&1 | grep -q 'length 0.0000'"
check 'a text of ones own' sh -c "printf 'a b\nb c\n' >my.txt && '$program' --no-history --no-config -e 'lab my.txt' -e 'lab step 9'"
check 'too many words' gives 1 -e "lab $root/tests/data/tale.txt"
check 'are named' grep -q 'at most 30' err
check 'no such text' gives 1 -e 'lab nowhere'
check 'no lab' gives 1 -e 'lab step'
check 'no steps' gives 1 -e 'lab ring' -e 'lab step 0'
check 'no rate' gives 1 -e 'lab ring' -e 'lab alpha -1'
check 'two lonely words' sh -c "printf 'a\nb\n' >lonely.txt; '$program' --no-history --no-config -e 'lab lonely.txt' -e 'lab step' 2>err; grep -q 'side by side' err"
check 'line mode has the picture too' sh -c "'$program' --no-history --no-config -e 'lab castle' -e 'lab step 1500' -e 'lab show' 2>/dev/null | sed -n '/plane that keeps/,\$p' | grep -q '· king'"
check 'without braille as well' sh -c "'$program' --no-history --no-config --ascii -e 'lab castle' -e 'lab show' 2>/dev/null | sed -n '/plane that keeps/,\$p' | grep -q 'king' && ! '$program' --no-history --no-config --ascii -e 'lab castle' -e 'lab show' 2>/dev/null | LC_ALL=C grep -q '[^ -~]'"
