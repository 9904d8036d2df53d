# What belongs to the terminal comes back: stopped, killed, crashed.
types "cd '$work'; stty -g >before"
keys Enter
run "'$root/tests/data/words.vec'"
check 'it starts' sees 'Esc keys'
types 'near king'
keys Enter
check 'it answers' sees 'Nearest to king'
types 'half a li'
keys C-z
check 'Ctrl-Z stops it' sees 'topped'
types 'stty -g >stopped; echo was=$?'
keys Enter
check 'and the shell has its terminal' sees 'was=0'
check 'in its own mode' cmp -s "$work/before" "$work/stopped"
t resize-window -x 90 -y 28
types 'fg'
keys Enter
check 'fg comes back' sees 'Nearest to king'
check 'with the line as it was' sees '› half a li'
check 'in the new size' sees 'Ctrl-P commands'

pid=$(pgrep -n -f "vecscope .*words.vec" 2>/dev/null || :)
kill -TERM "$pid"
check 'SIGTERM ends it' misses 'Nearest to king'
types 'echo code=$?; stty -g >killed; echo again=$?'
keys Enter
check 'with its exit code' sees 'code=143'
check 'the shell goes on' sees 'again=0'
check 'with the terminal as before' cmp -s "$work/before" "$work/killed"

run "'$root/tests/data/words.vec'"
check 'once more' sees 'Esc keys'
kill -SEGV "$(pgrep -n -f "vecscope .*words.vec")"
check 'a crash too' misses 'Esc keys'
types 'stty -g >crashed; echo third=$?'
keys Enter
check 'leaves a shell' sees 'third=0'
check 'with the terminal as before' cmp -s "$work/before" "$work/crashed"
