# The mouse, as the bytes that a terminal sends.
mouse() { t send-keys -H "$(printf '\033[<%s;%s;%s%s' "$1" "$2" "$3" "$4" | od -An -tx1 | tr -d '\n')"; }
click() {
	for b in $(printf '\033[<0;%s;%sM\033[<0;%s;%sm' "$1" "$2" "$1" "$2" | od -An -tx1); do
		t send-keys -H "$b"
	done
}
run tests/data/words.vec
check 'it starts' sees 'Esc keys'
types 'near king'
keys Enter
check 'it answers' sees 'Nearest to king'
click 60 5
check 'a click selects' sees 'Word  throne'
click 28 1
check 'a click on a tab changes the screen' sees '▸History'
click 3 1
check 'and back' sees 'Nearest to king'
keys m
check 'm leaves the mouse to the terminal' sees 'mouse'
click 60 3
check 'no click then' sees 'Word  throne'
