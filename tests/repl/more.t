# More questions: what stands near, between, together.
> closer king monarch
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
3	son	0.7017427
4	brother	0.70061284
> closer king monarch --max-rank 1000
rank	word	cosine
1	son	0.7017427
> closer king king
rank	word	cosine
vecscope: note: no word is closer
> centroid king queen prince -n 3
rank	word	cosine
1	princess	0.76490694
2	throne	0.7238028
3	crown	0.721691
> centroid apple
rank	word	cosine
1	microsoft	0.74452275
2	ibm	0.68234575
3	intel	0.67800826
4	software	0.6779745
5	dell	0.6738547
6	pc	0.66741025
7	macintosh	0.6618442
8	iphone	0.6584323
9	ipod	0.65255195
10	hewlett	0.6516686
> between river money -n 3
rank	word	cosine
1	portion	0.50742865
2	flow	0.49745074
3	where	0.49109936
> between river money --match ^[fp] -n 2
rank	word	cosine
1	portion	0.50742865
2	flow	0.49745074
> path cat car
step	word	cosine
0	cat	
1	dog	0.87931
2	horse	0.7104852
3	bike	0.6605471
4	bicycle	0.89688444
5	car	0.6871098
> path cat car --max-rank 3000 -n 20
step	word	cosine
0	cat	
1	dog	0.87931
2	horse	0.7104852
3	racing	0.6633628
4	car	0.628151
> sort cat car cow computer by animal
rank	word	cosine
1	cow	0.6363083
2	cat	0.61928034
3	computer	0.30090058
4	car	0.26654658
> sort cat car by animal - cat --metric euclidean
rank	word	euclidean
1	car	7.924809
2	cat	7.932159
> sort cat car
vecscope: write sort WORD WORD … by EXPRESSION
> sort by animal
vecscope: write sort WORD WORD … by EXPRESSION
> cluster cat dog cow car bus train red green blue -k 3
cluster	size	cosine	words
1	3	0.89028335	dog, cat, cow
2	3	0.91484284	bus, train, car
3	3	0.9368773	red, blue, green
vecscope: note: mean cosine of a word with its centre: 0.9140
> cluster --top 300 -k 3
cluster	size	cosine	words
1	152	0.809077	so, even, well, but, not, one, they, only, …
2	77	0.7829873	last, after, week, came, before, first, days, month, …
3	71	0.7110812	government, officials, country, united, official, new, according, states, …
vecscope: note: mean cosine of a word with its centre: 0.7792
> hubs --top 500 -n 3
rank	word	times
125	well	62
62	last	55
37	one	53
vecscope: note: 11 of the 500 words are no one's neighbour; 10 would be everyone's share
> dups --top 2000 -n 3
a	b	cosine
tuesday	thursday	0.9951596
tuesday	wednesday	0.99515504
october	february	0.9946907
vecscope: note: 3 of 101 pairs; -n shows more
> dups --top 200 --least 0.99
a	b	cosine
tuesday	thursday	0.9951596
tuesday	wednesday	0.99515504
tuesday	monday	0.99458176
monday	thursday	0.99393934
wednesday	thursday	0.9927596
wednesday	monday	0.9923572
thursday	friday	0.99231416
monday	friday	0.9918525
tuesday	friday	0.99030894
> dups --least 2
vecscope: --least is a cosine above 0 and at most 1
> random -n 2
rank	word
8990	fuels
14888	heroine
> random -n 2
rank	word
39925	infuse
18175	fetched
> random --match ^zu -n 3
rank	word
22021	zuh
41225	zune
42017	zurab
> near rock --without music -n 3
rank	word	cosine
1	rocks	0.66275007
2	limestone	0.6041843
3	outcrop	0.5789404
> near rock --without 'music + film' -n 2 --metric dot
rank	word	dot
1	rocks	19.594202
2	limestone	17.916264
> king --without king
vecscope: nothing is left of the query without that
> king --without qwzx
vecscope: --without: no word "qwzx" here; near in spelling: wax (rank 13,820), twx (rank 32,413), qazi (rank 33,178), zx (rank 48,292)
> king - man --mul --without woman
vecscope: --mul multiplies cosines: leave --without out
> sim king queen --relative
a	b	cosine	relative
king	queen	0.75185317	0.1072617
> sim good nice worst --relative
a	b	cosine	relative
good	nice	0.73249406	0.08820482
good	worst	0.48139036	0.05796764
nice	worst	0.28285655	0.04039572
> sim king queen --relative --metric dot
vecscope: --relative is of cosines: leave --metric out
> text 'The king opened the gates of his castle.' -n 3
rank	word	cosine
1	later	0.7476709
2	house	0.7316561
3	palace	0.7178809
> text 'a cat sat on the mat' 'the dog lay on a rug' 'stocks fell sharply, xyzzy'
a	b	cosine
a cat sat on the mat	the dog lay on a rug	0.7305521
a cat sat on the mat	stocks fell sharply, xyzzy	0.24509016
the dog lay on a rug	stocks fell sharply, xyzzy	0.30785966
vecscope: note: unknown: a
vecscope: note: unknown: a
vecscope: note: unknown: xyzzy
> text xyzzy
vecscope: no word of "xyzzy" is in demo
> wmd 'the president greets the press in chicago' 'obama speaks to the media in illinois'
a	b	distance
the president greets the press in chicago	obama speaks to the media in illinois	0.61820173
> wmd 'king' 'King!'
a	b	distance
king	King!	0
> wmd king
vecscope: wmd: needs at least 2 texts; usage: wmd <text>…
> why coffee tea -n 3
kind	what	a	b	share
dimension	50	-0.22941013	-0.17238356	0.03954653
dimension	57	-0.17341238	-0.21547945	0.037366804
dimension	69	0.20773357	0.16699657	0.034690794
dimension	44	-0.18786341	-0.18136187	0.03407126
dimension	59	0.2221846	0.15263128	0.03391232
neighbour	drinks	0.72836	0.6754267	
neighbour	beer	0.7243586	0.6787889	
neighbour	wine	0.699037	0.62391824	
vecscope: note: the cosine is 0.7730; the 5 greatest of 100 dimensions make 0.1796 of it
vecscope: note: of their 50 nearest words they share 26
> near king -n 3 --places
rank	word	cosine	place
1	prince	0.76866484	1664
2	queen	0.75185317	1929
3	son	0.7017427	587
> closer king monarch --places -n 2
rank	word	cosine	place
1	prince	0.76866484	1664
2	queen	0.75185317	1929
vecscope: note: 2 of 4 words; -n shows more
> sort cat car cow by animal
rank	word	cosine
1	cow	0.6363083
2	cat	0.61928034
3	car	0.26654658
> path cat car -n 10 --places
step	word	cosine	place
0	cat		5110
1	dog	0.87931	2748
2	horse	0.7104852	2692
3	bike	0.6605471	7229
4	bicycle	0.89688444	7938
5	car	0.6871098	529
> # two directions at once; the second lies along the first
> near rock --without 'music, film' -n 1
rank	word	cosine
1	rocks	0.6640062
> near rock --without 'music, music' -n 1
rank	word	cosine
1	rocks	0.66275007
> sim king queen
a	b	cosine
king	queen	0.75185317
> without music
vecscope: ask for neighbours first: near rock, then without music; or in one line: without music : rock
> help without
without: Ask the last question again without the direction of a word.

usage: without <expression>

Orthogonal negation (Widdows 2003): what the question has in common with the
word, or with an expression, is taken out of it, and the words nearest to the
rest are listed. without music, film takes out two; said again it takes out
more. The same as the option --without of near and analogy.

arguments
  expression           a word or an expression; then, if you like, " : " and the question

examples
  without music : rock -n 5                  # the other meaning
  without river, water : bank -n 5           # two meanings less
