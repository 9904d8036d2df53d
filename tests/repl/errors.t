# Every mistake gets one sentence.
> kingg
vecscope: no word "kingg" here; near in spelling: king (rank 641), kings (rank 3,698), kong (rank 671), kind (rank 847), wing (rank 1,638)
> near king + qween
vecscope: no word "qween" here; near in spelling: queen (rank 1,929), been (rank 40), when (rank 49), week (rank 129), seen (rank 502)
> king queen
vecscope: "king queen" is neither a command nor one word of demo, joined by spaces or by _; write + or - between words to add or subtract them, or: sim king queen
> neer king
vecscope: "neer" is no command: did you mean "near"? (help lists them)
> near
vecscope: near: expression is missing; usage: near <expression> [options] (help near); =near asks for the word
> near king -n 0
vecscope: near: --count is at least 1, not 0; usage: near <expression> [options] (help near)
> near king --cuont 4
vecscope: near: there is no option --cuont; did you mean --count?; usage: near <expression> [options] (help near)
> near king -ing
vecscope: near: there is no option -ing; a word that begins with - needs quotes: '-ing'; minus needs a space on both sides; usage: near <expression> [options] (help near)
> near king --metric manhattan
vecscope: near: --metric is one of cosine|euclidean|dot, not "manhattan"; usage: near <expression> [options] (help near)
> king -
vecscope: after "king -" a word is missing
> sim king
vecscope: sim: needs at least 2 words; usage: sim <word>… [-m NAME] [--relative] [--sets]
> odd king queen
vecscope: odd: needs at least 3 words; usage: odd <word>… [--places]
> rank king
vecscope: rank: needs at least 2 words; usage: rank <word>… [options] (help rank)
> find
vecscope: find: pattern is missing; usage: find <pattern> [options] (help find); =find asks for the word
> open nothing.bin
vecscope: cannot open nothing.bin: No such file or directory
> use nothing
vecscope: no open model is called "nothing"; open are: demo
> close nothing
vecscope: no open model is called "nothing"; open are: demo
> unmark king
vecscope: "king" is not marked
> zoom
vecscope: zoom needs the screen: start vecscope on a terminal without -e, -f or --plain; =zoom asks for the word
> write x.csv
vecscope: there is no answer to write yet
> export x.unknown
vecscope: the name x.unknown does not say which format: add --format, one of word2vec-binary, word2vec-text, projector, glove-text, fasttext-binary, npy, safetensors
> set nonsense 1
vecscope: there is no setting "nonsense"; there are: count, metric, max-rank, threads, seed, reproducible, mode, header, timing, echo, history, bail, ascii, mouse, animate, preview, bars, pager, cache, cache-after, map-words, color, theme, presenter, symbols, labels
> set count many
vecscope: set count takes a whole number from 1 to 1000000, not "many"
> mode xml
vecscope: mode: mode is one of auto|table|tsv|csv|json|md, not "xml"; usage: mode [auto|table|tsv|csv|json|md]
> help nothing
vecscope: there is no command "nothing"; help lists them
> source nothing
vecscope: cannot open nothing: No such file or directory
> near king --in nothing.txt
vecscope: cannot open nothing.txt: No such file or directory
> man : king -n 1
vecscope: after "man : king" "::" is missing: an analogy is written a : b :: c
> near 3*king --mul -n 1
rank	word	score
1	prince	0.8843315
> near - king --mul -n 1
rank	word	score
1	riverbed	1.7169818
