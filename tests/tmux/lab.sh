# The lab as one watches it: words that move, a learning rate that is turned meanwhile.
run demo
check 'it starts' sees 'Esc keys'
types 'lab breakfast --dim 2'
keys Enter
check 'the lab' sees 'skip-gram · step 0'
keys Escape
check 'its keys' sees 'Space run'
reaches() { # an epoch: on a slow machine the one asked for may never be seen
	n=0
	until [ "$(screen | sed -n 's/.*epoch \([0-9]*\).*/\1/p' | head -n 1)" -ge "$1" ] 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 400 ] || return 1
		tmux_wait
	done
}
keys Space
check 'it goes on by itself' reaches 3
keys +
check 'the rate is turned while it runs' sees 'rate 0.2'
check 'and it runs on' reaches 8
keys Space
still() { # the number of steps stays what it is
	n=0
	until [ -n "${before:-}" ] && [ "$(screen | grep -o 'step [0-9]*')" = "$before" ]; do
		before=$(screen | grep -o 'step [0-9]*')
		n=$((n + 1))
		[ $n -lt 100 ] || return 1
		tmux_wait
		tmux_wait
	done
}
check 'it stops' still
before=
keys n
check 'a single step afterwards' sees 'lab step'
types ':lab ring --model cbow --softmax'
keys Enter
check 'full softmax' sees 'CBOW, softmax · step 0'
keys Escape
check 'its keys again' sees 'Space run'
keys f
check 'five hundred steps' sees 'step 500'
types ':quit'
keys Enter
check 'the shell is back' sees 'shell>'
