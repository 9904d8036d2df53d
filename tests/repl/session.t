# Settings, models, marks and files.
> models
name	rows	dimensions	format	path
demo	50000	100	safetensors	SRC/assets/models/demo.safetensors
vecscope: note: demo is in use
> open demo as small
key	value
name	small
rows	50000
dimensions	100
format	safetensors
path	SRC/assets/models/demo.safetensors
> models
name	rows	dimensions	format	path
demo	50000	100	safetensors	SRC/assets/models/demo.safetensors
small	50000	100	safetensors	SRC/assets/models/demo.safetensors
vecscope: note: small is in use
> use demo
vecscope: note: demo is in use
> close small
vecscope: note: closed small; demo is in use
> set count 2
> set count
setting	value	meaning
count	2	how many words a query lists (-n)
> king
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
> mark king queen
vecscope: note: marked 2, 2 in all
> marks
word	rank
king	641
queen	1929
> unmark king
vecscope: note: unmarked 1, 1 left
> marks
word	rank
queen	1929
> write answer.csv
vecscope: note: written to answer.csv
> write answer.csv
vecscope: answer.csv exists already: --force replaces it
> write answer.csv --force
vecscope: note: written to answer.csv
> write answer.svg
vecscope: the last answer is no picture: make one with "plot", or write it as .csv, .tsv, .json, .md or .txt
> once next.json
> near queen
vecscope: note: written to next.json
> export part.txt --format glove-text --top 3
key	value
file	part.txt
format	GloVe text
rows	3
dimensions	100
bytes	3203
> open part.txt as part
key	value
name	part
rows	3
dimensions	100
format	GloVe text
path	part.txt
> info
key	value
name	part
path	part.txt
format	GloVe text
rows	3
dimensions	100
file bytes	3203
memory bytes	1462
zero rows	0
bad rows	0
fingerprint	82f09076b4421844
> near the -n 1
rank	word	cosine
1	of	0.8337965
> save part.txt --format glove-text
vecscope: part.txt exists already: --force replaces it
> set
setting	value	meaning
count	2	how many words a query lists (-n)
metric	cosine	measure of queries (--metric)
max-rank	0	look only at the most frequent N words; 0 = all
threads	0	processor threads to use; 0 = all
seed	1	seed of everything random
reproducible	off	training gives the same bytes on every machine (slow: plain arithmetic, one thread)
mode	auto	form of results; auto = table on a terminal, tsv elsewhere
header	on	column names above tsv and csv
timing	off	say how long each command took
echo	on	in batch, print each line before its answer
history	off	remember lines and results
bail	off	in batch, stop at the first command that fails
ascii	off	draw with ASCII characters only
mouse	on	react to the mouse
animate	on	let the map glide from view to view
preview	on	show the neighbours of what is being typed
bars	on	bars beside scores; off suits screen readers
pager	on	show long tables through $PAGER
cache	16384	MiB that copies of big models may take; 0 = make none (help cache)
cache-after	on	copies that are not finished at the end are made after it; off = wait for them
map-words	2000	how many frequent words the map shows
color	auto	colour in the output
theme	auto	colours of the screen
presenter	off	for an audience: high contrast, lines that stand apart, few labels, keys named as they are pressed
symbols	auto	how points are drawn
labels	normal	how many words the map names
> # a comment
> mode
setting	value	meaning
mode	auto	form of results; auto = table on a terminal, tsv elsewhere
> quit
