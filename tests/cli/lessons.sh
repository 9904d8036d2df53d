# Every lesson that ships is without mistakes and runs to its end; what it says on the way is that
# the task was solved. A wrong attempt is not taken for a right one.
run_lesson() { # number, arguments of the program: every step is predicted, shown, left
	n=$1
	shift
	{
		echo "lesson $n"
		i=0
		while [ $i -lt 12 ]; do
			printf 'lesson a\nlesson show\nlesson next\n'
			i=$((i + 1))
		done
	} | v "$@" >out 2>err
}

check 'eight lessons' test "$(v --no-header -e lesson 2>/dev/null | wc -l)" -eq 8
for file in "$root"/assets/lessons/*.lesson; do
	n=$(basename "$file" | sed 's/^0*//; s/-.*//')
	check "lesson $n has no mistakes" test -z "$(v --no-header -e "lesson check $file" 2>/dev/null)"
	run_lesson "$n"
	check "lesson $n runs to its end" grep -q ' · the end' out
	check "lesson $n: each task is solved by what it shows" \
		grep -qE '^You did ([0-9]+) of \1 tasks' out
	grep -hE '^You did' out | sed 's/^/# /'
	keys="<F7>lesson $n<CR>"
	for i in $(seq "$(grep -c '^==' "$file")"); do
		keys="${keys}lesson a<CR>lesson show<CR><C-c>lesson next<CR>"
	done
	check "lesson $n runs to its end on the screen" gives 0 --screen 80x24 --keys "$keys"
	check "lesson $n: each task is solved there too" grep -qE 'You did ([0-9]+) of \1 tasks' out
done

# what is trained in a lesson is the same everywhere, without a word about it
for k in scalar ''; do
	VECSCOPE_KERNELS=$k v --threads 2 -e 'lesson 7' -e 'train town --epochs 3 --min-count 1 --dim 16' -e "export lesson$k.bin" \
		-e 'lesson stop' -e 'set reproducible' >out 2>err
done
check 'training in a lesson gives the same bytes' cmp lessonscalar.bin lesson.bin
check 'and is as before when it is left' grep -q '^reproducible	off	' out

# another model: words are replaced, or the step says what is missing
printf '6 2\nthe 1 1\nlord 1 2\nqueen 2 1\ntea 1 3\nlarge 3 1\nsmall 3 2\n' >small.vec
sed 's/^at-least: .*/at-least: 3/' "$root/assets/lessons/03-neighbours.lesson" >mine.lesson
check 'on a model without king' gives 0 small.vec -e 'lesson ./mine.lesson' -e 'lesson next'
check 'another word stands there' grep -q 'near lord' out
check 'a word that nothing replaces' gives 0 small.vec -e 'lesson ./mine.lesson' -e 'lesson next' -e 'lesson next' \
	-e 'lesson next' -e 'lesson next'
check 'is named' grep -q 'this model lacks bank' out

# what is judged is the answer, not the letters
check 'the same by another way' gives 0 -e 'lesson 3' -e 'lesson next' -e 'king'
check 'counts' grep -q 'note: yes: ' err
check 'another word' gives 0 -e 'lesson 3' -e 'lesson next' -e 'near house'
check 'does not' grep -q 'note: not yet' err
check 'looking before predicting' gives 0 -e 'lesson 3' -e 'lesson next' -e 'lesson next' -e 'sim coffee tea hot'
check 'is answered by a reminder' grep -q 'first your prediction' err
check 'a wrong prediction' gives 0 -e 'lesson 3' -e 'lesson next' -e 'lesson next' -e 'lesson b' -e 'sim coffee tea hot'
check 'is told' grep -q 'you predicted otherwise; it is: tea' err
check 'an answer twice' gives 1 -e 'lesson 3' -e 'lesson next' -e 'lesson next' -e 'lesson b' -e 'lesson a'
check 'no lesson' gives 1 -e 'lesson next'
check 'no such lesson' gives 1 -e 'lesson 99'
check 'no such file' gives 1 -e 'lesson ./nowhere.lesson'

# it goes on where it was left, also another day
"$program" --no-config -e 'lesson 2' -e 'lesson next' -e 'lesson next' >/dev/null 2>&1
"$program" --no-config -e 'lesson 2' >out 2>err
check 'it goes on where it was left' grep -q 'step 3 of' out
"$program" --no-config -e 'lesson 3' -e 'lesson next' >/dev/null 2>&1
"$program" --no-config -e 'lesson 3 --anew' >out 2>err
check 'or anew' grep -q 'step 1 of' out

"$program" --no-config --screen 80x24 --keys 'lesson 1<CR>lesson next<CR>lesson next<CR>lesson next<CR>' >/dev/null 2>&1
"$program" --no-config -e 'lesson 1' >out 2>err
check 'also from the screen' grep -q 'step 4 of' out
"$program" --no-config --screen 80x24 --keys 'lesson 2<CR>' >out 2>err
check 'and on it' grep -q 'step 3 of' out

"$program" --no-config --no-header -e lesson >out 2>err
check 'the list says how far each was gone' test "$(cut -f 1,5 out | tr '\t\n' ': ')" = '1:step 4 of 7 2:step 3 of 6 3:step 1 of 7 4: 5: 6: 7: 8: '

# mistakes, line by line
cat >bad.lesson <<'F'
title: A bad one
minutes: many
colour: red
== One
Prose about {nothing}.
task: do
check: cos(king queen) > 1
check: top >
check: command fly
== Two
predict: What?
option: this
F
check 'a file with mistakes' gives 0 --no-header -e 'lesson check bad.lesson'
for line in 2 3 4 7 8 9 10; do
	check "line $line is named" grep -qE "^$line	" out
done
check 'and cannot be begun' gives 1 -e 'lesson ./bad.lesson'
check 'its first line is in the sentence' grep -q 'bad.lesson:2: ' err
head -c 3000 /dev/urandom | tr '\000' 'x' >noise.lesson
check 'noise is only mistakes' gives 0 -e 'lesson check noise.lesson'
