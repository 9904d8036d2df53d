# How numbers came about that many words or two models have a share in.
> text 'the king opened the gates' -n 2
rank	word	cosine
1	later	0.7339567
2	came	0.7173183
> explain 2
step	what	value
1	length of the: its row is divided by it	5.8206543053766415
2	weight of the: 0.001 / (0.001 + p), p = 1 / (1 × 11.40)	0.011268575944733631
3	length of king: its row is divided by it	6.117195674359299
4	weight of king: 0.001 / (0.001 + p), p = 1 / (641 × 11.40)	0.8795975601157253
5	length of opened: its row is divided by it	5.185864720430817
6	weight of opened: 0.001 / (0.001 + p), p = 1 / (709 × 11.40)	0.8898736121299102
7	length of the: its row is divided by it	5.8206543053766415
8	weight of the: 0.001 / (0.001 + p), p = 1 / (1 × 11.40)	0.011268575944733631
9	length of gates: its row is divided by it	4.917911278173423
10	weight of gates: 0.001 / (0.001 + p), p = 1 / (3149 × 11.40)	0.9728917694891365
11	length of the sum of all these	2.17378986071306
12	products with the numbers of came, added (dot product)	7.574203259861581
13	length of came	4.857440653294941
14	dot product / (both lengths): the cosine	0.7173182720311371
15	  of it from dimension 56: -1.1480 and -2.4343	0.26466185953765575
16	  of it from dimension 59: 0.5813 and 1.2267	0.06753374162675622
17	  of it from dimension 85: -0.3655 and -1.2650	0.0437935971465724
18	  of it from dimension 19: -0.4781 and -0.8434	0.0381850239633992
19	  of it from dimension 54: 0.2765 and 1.0734	0.02811162914240531
20	  of it from the other 95 dimensions	0.2750324206143483
21	as an angle, in degrees	44.16648645143767
vecscope: note: frequent words say little about a text: p is how often a word may be expected by Zipf's law, 1 / (its rank × the sum of all 1 / rank)
> text 'a cat sat' 'the dog lay' 'stocks fell'
a	b	cosine
a cat sat	the dog lay	0.70649165
a cat sat	stocks fell	0.3516417
the dog lay	stocks fell	0.3212058
vecscope: note: unknown: a
> explain 3
step	what	value
1	length of the: its row is divided by it	5.8206543053766415
2	weight of the: 0.001 / (0.001 + p), p = 1 / (1 × 11.40)	0.011268575944733631
3	length of dog: its row is divided by it	5.638021605336716
4	weight of dog: 0.001 / (0.001 + p), p = 1 / (2748 × 11.40)	0.9690584168559516
5	length of lay: its row is divided by it	5.395925873607751
6	weight of lay: 0.001 / (0.001 + p), p = 1 / (2723 × 11.40)	0.9687832085728392
7	length of the sum of all these	1.5054696593618622
8	length of stocks: its row is divided by it	7.058062149835095
9	weight of stocks: 0.001 / (0.001 + p), p = 1 / (823 × 11.40)	0.9036584197735779
10	length of fell: its row is divided by it	6.184398156430378
11	weight of fell: 0.001 / (0.001 + p), p = 1 / (501 × 11.40)	0.8509664596753204
12	length of the sum of all these	1.6126174536503628
13	products with the numbers of the first text, added (dot product)	0.7798062737760767
14	length of the first text	1.5054696551961995
15	dot product / (both lengths): the cosine	0.32120578824586493
16	  of it from dimension 59: 0.5266 and 0.4098	0.08889337507062112
17	  of it from dimension 56: -0.4141 and -0.4511	0.07694287721511434
18	  of it from dimension 54: 0.2669 and 0.4183	0.045974110856998575
19	  of it from dimension 85: -0.2125 and -0.3914	0.034256765484605475
20	  of it from dimension 86: -0.2806 and -0.2303	0.0266196745520325
21	  of it from the other 95 dimensions	0.048518985066493124
22	as an angle, in degrees	71.26413847563155
vecscope: note: frequent words say little about a text: p is how often a word may be expected by Zipf's law, 1 / (its rank × the sum of all 1 / rank)
> text 'a cat sat' 'xyzzy'
vecscope: no word of "xyzzy" is in demo
> explain
step	what	value
1	length of cat: its row is divided by it	5.039404747160666
2	weight of cat: 0.001 / (0.001 + p), p = 1 / (5110 × 11.40)	0.9831191405997041
3	length of sat: its row is divided by it	5.288241167583777
4	weight of sat: 0.001 / (0.001 + p), p = 1 / (3020 × 11.40)	0.9717665276469474
5	length of the sum of all these	1.528393188491782
6	length of the: its row is divided by it	5.8206543053766415
7	weight of the: 0.001 / (0.001 + p), p = 1 / (1 × 11.40)	0.011268575944733631
8	length of dog: its row is divided by it	5.638021605336716
9	weight of dog: 0.001 / (0.001 + p), p = 1 / (2748 × 11.40)	0.9690584168559516
10	length of lay: its row is divided by it	5.395925873607751
11	weight of lay: 0.001 / (0.001 + p), p = 1 / (2723 × 11.40)	0.9687832085728392
12	length of the sum of all these	1.5054696593618622
13	products with the numbers of the first text, added (dot product)	1.625601623648956
14	length of the first text	1.528393190231312
15	dot product / (both lengths): the cosine	0.7064916332718627
16	  of it from dimension 56: -0.4511 and -0.5263	0.10317977611316266
17	  of it from dimension 54: 0.4183 and 0.3170	0.05762302205132259
18	  of it from dimension 59: 0.4098 and 0.2095	0.037319188370215105
19	  of it from dimension 85: -0.3914 and -0.2171	0.03692582760886757
20	  of it from dimension 13: 0.3863 and 0.2172	0.03647506908654107
21	  of it from the other 95 dimensions	0.43496875004175367
22	as an angle, in degrees	45.049822837394004
vecscope: note: frequent words say little about a text: p is how often a word may be expected by Zipf's law, 1 / (its rank × the sum of all 1 / rank)
> hubs --top 100 -n 3
rank	word	times
25	but	40
37	one	31
82	so	31
vecscope: note: 4 of the 100 words are no one's neighbour; 10 would be everyone's share
> explain
step	what	value
1	in the list of and, at place 5: cosine	0.8284327004568359
2	in the list of that, at place 3: cosine	0.8851955603314424
3	in the list of said, at place 2: cosine	0.745201474881959
4	in the list of he, at place 3: cosine	0.8464469963344862
5	in the list of as, at place 4: cosine	0.8390029534855488
6	in the list of it, at place 4: cosine	0.8912250674562525
7	in the list of by, at place 10: cosine	0.7474030506507113
8	in the list of not, at place 5: cosine	0.8966815392141754
9	in the list of this, at place 4: cosine	0.8667726073252935
10	in the list of they, at place 6: cosine	0.8779027698216793
11	in the list of which, at place 10: cosine	0.7953720321011596
12	in the list of one, at place 10: cosine	0.8442166874506493
13	… and so in 28 more	
14	lists of 10 nearest in which but stands	40
vecscope: note: 100 words have such lists: 10 would be everyone's share. A word near the middle of all is near to many
> explain 4
vecscope: the last answer has 3 rows
> plot cat dog cow horse car bus train plane --by tsne --width 20 --height 6
x	y	word
-63.644417	35.733925	cat
-68.61859	25.16607	dog
-85.61692	24.621763	cow
-59.309162	12.78464	horse
54.03946	-19.088667	car
68.21442	-15.014521	bus
75.55897	-24.32527	train
79.37625	-39.87794	plane
vecscope: note: trustworthiness 1.000, continuity 1.000 over 3 neighbours
> explain 2
step	what	value
1	p of dog and cat: cosine 0.8793	0.093289315700531
2	  q: distance 11.6800, 1 / (1 + distance²) / Z	0.09064311543294257
3	p of dog and horse: cosine 0.7105	0.05549705773591995
4	  q: distance 15.4908, 1 / (1 + distance²) / Z	0.051693573318145974
5	p of dog and cow: cosine 0.6218	0.04707109555602074
6	  q: distance 17.0070, 1 / (1 + distance²) / Z	0.04291747881817038
7	p of dog and car: cosine 0.4203	0.0009615258313715458
8	  q: distance 130.3974, 1 / (1 + distance²) / Z	0.0007325336995640616
9	p of dog and train: cosine 0.3480	0.0007551537128165364
10	  q: distance 152.4354, 1 / (1 + distance²) / Z	0.0005360439048108295
11	p of dog with all its neighbours together	0.19825875922106206
12	pulls to the right: 4 p / (1 + distance²) × way, added	0.011119712738315099
13	pushes to the right, by all words: the same with q	-0.01111989943282006
14	what is left of both: here the map came to rest	-1.8669450496146267e-7
15	where it stands, to the right of the middle	-68.61858861213459
vecscope: note: p: the share of two words in all nearness of the model; q: the same on the map. t-SNE has no formula for one word: it moves all until q is as like p as it gets
> plot cat dog cow horse car bus train plane --by umap --width 20 --height 6
x	y	word
-7.0006776	-7.626342	cat
-7.703662	-6.337794	dog
-7.6283364	-7.0399017	cow
-6.8299704	-6.594228	horse
-8.029013	-8.785329	car
-7.9343524	-7.987667	bus
-8.66562	-7.478461	train
-8.82324	-8.203967	plane
vecscope: note: trustworthiness 0.903, continuity 0.972 over 3 neighbours
> explain 2
vecscope: UMAP has no formula for one word: hundreds of times all points were moved a little, so that near ones come together
