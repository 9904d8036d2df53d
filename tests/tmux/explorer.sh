# The explorer from its start to its end.
run tests/data/words.vec
check 'it starts' sees 'Esc keys'
types 'near 女王'
check 'Chinese is typed' sees 'near 女王'
keys Enter
check 'and answered' sees 'Nearest to 女王'
keys Escape
check 'Esc leaves the prompt' sees 'Enter follow'
keys + +
check 'keys echo their commands' sees 'zoom 1.25'
keys 0 '?'
check 'help opens' sees 'type to filter'
types 'mouse on'
check 'and filters' sees 'mouse on or off'
keys Escape
check 'Esc closes it' misses 'type to filter'
keys /
types 'prin'
check '/ finds while one types' sees 'princess'
keys Escape
check 'Esc gives the list back' misses 'Find /'
keys :
types 'king - man + wom'
keys Tab
check 'Tab completes a word' sees 'king - man + woman'
keys Enter
check 'an expression' sees '▸king - man + woman'
t resize-window -x 40 -y 12
check 'smaller' sees '▸king - man + woman'
check 'one pane at a time there' misses '─ Map'
t resize-window -x 20 -y 4
check 'tiny' sees '1 royal'
t resize-window -x 100 -y 30
check 'larger again' sees 'Map  PCA 1×2'
t set-buffer "$(printf 'sim king\nqueen\033[31m')"
t paste-buffer -p
check 'a paste is one line and waits' sees 'sim king queen'
check 'and steers nothing' sees '[31m'
keys C-c
check 'Ctrl-C drops the line' misses 'sim king queen'
keys C-d
check 'Ctrl-D leaves' misses 'Map  PCA'
types 'echo back=$?'
keys Enter
check 'with exit code 0' sees 'back=0'
