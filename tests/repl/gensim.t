# args: %gensim/euclidean_vectors.bin
# The numbers that gensim gives on its own test file (test_keyedvectors.py and a port in f64):
# similarity(war, conflict) .933054; most_similar(war) conflict .933054, administration .923550,
# terrorism .916921, call .899590, israel .884735; restrict_vocab=5 {the, to, in, of, and};
# rank(war, terrorism) 3; +war -peace trade .712400, delhi .705522, interrogation .692085, other
# .667593, economy .662083; cosmul guilty 1.717337, cent 1.705279, other 1.644718, interrogation
# 1.531169, number 1.528475; the odd one of war conflict terrorism good: good .383357;
# closer_than(war, terrorism) {conflict, administration}; relative cosine of good and nice .078645,
# good and worst .041404; the mean of conflict, administration, terrorism, call without
# pre_normalize .01343237 -.47651053 .45645328 …, with it .02000151 -.12685453 .09196121 .25514853 …,
# with weights 1 2 3 1 -.0145228 -.11530358 .1169825 ….
> sim war conflict
a	b	cosine
war	conflict	0.933054
> near war -n 5
rank	word	cosine
1	conflict	0.933054
2	administration	0.92354995
3	terrorism	0.9169207
4	call	0.8995903
5	israel	0.8847347
> near war -n 5 --max-rank 5
rank	word	cosine
1	the	0.3737453
2	to	0.35555926
3	in	0.2210196
4	of	0.078262
5	and	0.05727104
> rank war terrorism
a	b	rank	cosine
war	terrorism	3	0.9169207
> war - peace -n 5
rank	word	cosine
1	trade	0.7124003
2	delhi	0.7055217
3	interrogation	0.69208527
4	other	0.6675928
5	economy	0.6620829
> war - peace -n 5 --mul
rank	word	score
1	guilty	1.7173374
2	cent	1.7052794
3	other	1.6447176
4	interrogation	1.5311695
5	number	1.5284748
> near war --mul -n 3
rank	word	score
1	conflict	0.96652603
2	administration	0.961774
3	terrorism	0.95845944
> odd war conflict terrorism good
word	cosine
good	0.38335714
war	0.88209087
terrorism	0.94172686
conflict	0.9560426
> closer war terrorism
rank	word	cosine
1	conflict	0.933054
2	administration	0.92354995
> rank war war
a	b	rank	cosine
war	war	1	1
> sim good nice --relative
a	b	cosine	relative
good	nice	0.69426703	0.078644656
> sim good worst --relative
a	b	cosine	relative
good	worst	0.3655139	0.041404407
> centroid conflict administration terrorism call -n 3
rank	word	cosine
1	war	0.9586106
2	measures	0.9040257
3	activities	0.8971997
> vec 0.25*conflict + 0.25*administration + 0.25*terrorism + 0.25*call
dimension	value
1	0.013432378
2	-0.47651052
3	0.45645326
4	0.98304355
5	1.1840123
6	-0.5164793
7	-0.25308794
8	-0.7793108
9	-3.5595474
10	-0.5542971
> odd war conflict terrorism good
word	cosine
good	0.38335714
war	0.88209087
terrorism	0.94172686
conflict	0.9560426
> vec conflict + administration + terrorism + call --mean
dimension	value
1	0.020001512
2	-0.12685454
3	0.091961205
4	0.25514853
5	0.25740656
6	-0.11134843
7	-0.050266102
8	-0.19278568
9	-0.83346176
10	-0.12068878
> vec conflict + 2*administration + 3*terrorism + call --mean
dimension	value
1	-0.014522802
2	-0.115303576
3	0.1169825
4	0.2253777
5	0.29353586
6	-0.10458107
7	-0.052724805
8	-0.17547794
9	-0.84245104
10	-0.10356516
> let given = {terrorism, administration, peace}
key	value
given	{terrorism, administration, peace}
vecscope: note: given is a word of euclidean_vectors too: in quotes it means the word
> near war --in @given -n 1
rank	word	cosine
1	administration	0.92354995
