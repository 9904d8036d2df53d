# The mouse, as the bytes that a terminal sends.
# All bytes at once: an ESC that comes alone is a key of its own.
click() {
	# shellcheck disable=SC2046 # the bytes are words
	t send-keys -H $(printf '\033[<0;%s;%sM\033[<0;%s;%sm' "$1" "$2" "$1" "$2" | od -An -tx1)
}
column_of() { screen | head -n 1 | awk -v w="$1" '{ print index($0, w) }'; }
run tests/data/words.vec
check 'it starts' sees 'Esc keys'
types 'near king'
keys Enter
check 'it answers' sees 'Nearest to king'
click 60 5
check 'a click selects' sees 'Word  throne'
click "$(column_of History)" 1
check 'a click on a tab changes the screen' sees '▸History'
click "$(column_of Map)" 1
check 'and back' sees 'Nearest to king'
keys m
check 'm leaves the mouse to the terminal' sees 'mouse'
click 60 3
check 'no click then' sees 'Word  throne'
keys m
# drag FROM TO: with Ctrl held (16), moved (32)
ctrl_drag() {
	# shellcheck disable=SC2046 # the bytes are words
	t send-keys -H $(printf '\033[<16;%s;%sM\033[<48;%s;%sM\033[<48;%s;%sM' \
		"$1" "$2" "$((($1 + $3) / 2))" "$2" "$3" "$4" | od -An -tx1)
}
let_go() {
	# shellcheck disable=SC2046 # the bytes are words
	t send-keys -H $(printf '\033[<16;%s;%sm' "$1" "$2" | od -An -tx1)
}
ctrl_drag 2 3 49 20
check 'dragging with Ctrl draws a box' sees 'box of 64 words'
let_go 49 20
check 'letting go marks what is inside' sees 'marked 64, 64 in all'
check 'and says which line does the same' sees 'mark the of'
