# Plain line mode: readline on the bare terminal.
kept=' '
run --plain tests/data/words.vec
check 'it says how to get on' sees 'Ctrl-D leaves'
types 'near prin'
keys Tab
check 'Tab completes' sees 'near princ'
keys Tab Tab
check 'and lists' sees 'princess'
keys BSpace BSpace
types 'ce -n 2'
keys C-a C-k
types 'sim king queen'
keys Enter
check 'an answer' sees '0.7243'
types 'near nothere'
keys Enter
check 'an unknown word is one sentence' sees 'no word "nothere"'
types 'half'
keys C-c
check 'Ctrl-C drops the line' sees '^C'
keys Up Up
check 'Up brings the lines back' sees '› sim king queen'
keys C-c
keys C-r
types 'sim'
check 'Ctrl-R finds' sees "reverse-i-search)\`sim': sim king queen"
keys C-g
keys C-d
types 'echo left=$?'
keys Enter
check 'Ctrl-D leaves' sees 'left=0'
t clear-history
types 'clear'
keys Enter
run --plain tests/data/words.vec
check 'again' sees 'Ctrl-D leaves'
keys Up Up
check 'with the lines of the session before' sees '› sim king queen'
keys C-c
types 'history forget all'
keys Enter
check 'forgotten' sees 'forgotten: '
keys C-l Up Up
check 'also by Up' misses '› sim king'
t set-buffer "$(printf 'sim king queen\nsim king dog\n')"
keys C-c
t paste-buffer -p
check 'several pasted lines wait' sees 'sim king dog'
check 'and are not run' misses '-0.36'
keys Enter
check 'until Enter' sees '-0.36'
types 'quit'
keys Enter
types 'echo code=$?'
keys Enter
check 'quit leaves' sees 'code=0'
# words instead of pictures, for those who hear them
run --plain tests/data/words.vec
types 'plot king queen dog'
keys Enter
check 'a map in words' sees 'From the middle, with distances:'
types 'set symbols braille'
keys Enter
types 'plot king queen dog cat'
keys Enter
check 'or as a picture when that is asked for' sees '4 words of words'
types 'quit'
keys Enter
