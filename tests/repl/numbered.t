# args: %chinese/embedding_Tencent.npz
# A matrix without words: its rows go by their numbers, in every kind of query.
vecscope: SHARED/fixtures/chinese/embedding_Tencent.npz: it holds no words (there is no embedding_Tencent.vocab or vocab.txt beside it): its rows are called by their numbers, 0 to 4761; open FILE --vocab LIST gives them words
> info
key	value
name	embedding_Tencent
path	SHARED/fixtures/chinese/embedding_Tencent.npz
format	NumPy array
packing	zip
rows	4762
dimensions	200
file bytes	4148151
memory bytes	3955068
zero rows	0
bad rows	0
fingerprint	6c9c44d9f090d99f
loading	it holds no words (there is no embedding_Tencent.vocab or vocab.txt beside it): its rows are called by their numbers, 0 to 4761; open FILE --vocab LIST gives them words
> near 17 -n 2
rank	word	cosine
1	55	0.646585
2	97	0.60933477
> 17
rank	word	cosine
1	55	0.646585
2	97	0.60933477
3	11	0.60324866
4	142	0.5882873
5	377	0.5555558
6	891	0.54968643
7	202	0.54733855
8	581	0.5470489
9	1003	0.5407292
10	452	0.5362283
> 17 - 18 + 19 -n 2
rank	word	cosine
1	243	0.5697543
2	5	0.5067768
> 0.5*17 + 0.5*18 -n 2
rank	word	cosine
1	1397	0.65902555
2	55	0.65528595
> 17 : 18 :: 19 -n 2
rank	word	cosine
1	243	0.5816703
2	1070	0.49647984
> sim 17 18 19
a	b	cosine
17	18	0.42342708
17	19	0.3331626
18	19	0.40241653
> odd 17 18 19 4000
word	cosine
4000	0.6190764
19	0.70639133
18	0.7288788
17	0.7329706
> rank 17 18
a	b	rank	cosine
17	18	328	0.42342708
> find ^476[01]$
rank	word
4761	4760
4762	4761
> let first = 17 - 18
key	value
first	17 - 18
> near first -n 1
rank	word	cosine
1	2272	0.35001934
> axis 17 18 : 19 20
word	position	z
20	0.039814886	0.45326722
19	0.064491466	0.6739654
vecscope: note: from 17 (below 0) to 18 (above); |z| below 2 is what axes between random words give
> cluster 17 18 19 20 -k 2
cluster	size	cosine	words
1	3	0.76869386	18, 17, 19
2	1	1	20
vecscope: note: mean cosine of a word with its centre: 0.8265
> near 4762
vecscope: no word "4762" here; near in spelling: 462 (rank 463), 472 (rank 473), 476 (rank 477), 762 (rank 763), 1762 (rank 1,763)
