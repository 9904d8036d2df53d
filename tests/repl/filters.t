# The filters go with every question.
> let colours = {red, green, blue, yellow}
key	value
colours	{red, green, blue, yellow}
vecscope: note: colours is a word of demo too: in quotes it means the word
> let away = "king" - "man" + "woman"
key	value
away	"king" - "man" + "woman"
vecscope: note: away is a word of demo too: in quotes it means the word
> near @colours -n 2
rank	word	cosine
1	purple	0.83745414
2	pink	0.823424
> near @colours - red -n 2 --not @colours
rank	word	cosine
1	creationism	0.3912418
2	kristol	0.3683896
> @colours : blue :: king -n 2
rank	word	cosine
1	queen	0.7236018
2	prince	0.6986611
> near @nothing
vecscope: no word "@nothing" here; near in spelling: nothing (rank 861), anything (rank 1,009), noting (rank 3,609), clothing (rank 3,948), soothing (rank 23,737)
> hubs --in countries -n 2
rank	word	times
4232	bulgaria	23
5014	angola	22
vecscope: note: 1 of the 163 words are no one's neighbour; 10 would be everyone's share
> explain
step	what	value
1	in the list of russia, at place 4: cosine	0.7158467712184554
2	in the list of turkey, at place 3: cosine	0.6886974195511361
3	in the list of poland, at place 4: cosine	0.7553556190734513
4	in the list of greece, at place 1: cosine	0.7626948517924508
5	in the list of ukraine, at place 3: cosine	0.8092009264458706
6	in the list of serbia, at place 6: cosine	0.7574950030949522
7	in the list of croatia, at place 10: cosine	0.6846532843763883
8	in the list of portugal, at place 8: cosine	0.665731130268146
9	in the list of romania, at place 1: cosine	0.886038646903842
10	in the list of hungary, at place 2: cosine	0.8394576622799327
11	in the list of belarus, at place 6: cosine	0.7395632708986212
12	in the list of macedonia, at place 9: cosine	0.7412816891968705
13	… and so in 11 more	
14	lists of 10 nearest in which bulgaria stands	23
vecscope: note: 163 words have such lists: 10 would be everyone's share. A word near the middle of all is near to many
> hubs --match ^k --top 100 -n 2
rank	word	times
233	killed	27
3552	kabul	27
vecscope: note: 0 of the 100 words are no one's neighbour; 10 would be everyone's share
> hubs --max-rank 50 -n 1
rank	word	times
7	that	26
vecscope: note: 2 of the 50 words are no one's neighbour; 10 would be everyone's share
> hubs --in @colours -n 4
rank	word	times
595	red	3
909	green	3
1092	blue	3
2669	yellow	3
vecscope: note: 0 of the 4 words are no one's neighbour; 3 would be everyone's share
> dups --in countries -n 2 --least 0.8
a	b	cosine
estonia	latvia	0.92408866
macedonia	albania	0.89456064
vecscope: note: 2 of 105 pairs; -n shows more
> dups --in @colours --least 0.99
a	b	cosine
vecscope: note: no two of the 4 words have a cosine of 0.99 or more
> dups --max-rank 60 -n 1
a	b	cosine
vecscope: note: no two of the 60 words have a cosine of 0.95 or more
> why king queen -n 2 --match ^p
kind	what	a	b	share
dimension	56	-0.37921092	-0.3336841	0.12653664
dimension	88	-0.28366172	-0.19705752	0.055897675
dimension	53	0.18811251	0.21019469	0.039540254
dimension	95	-0.21797165	-0.13399912	0.029208008
dimension	29	0.15526748	0.17866549	0.027740939
neighbour	prince	0.76866484	0.66478133	
neighbour	philip	0.6234668	0.43996736	
vecscope: note: the cosine is 0.7519; the 5 greatest of 100 dimensions make 0.2789 of it
vecscope: note: of their 50 nearest words they share 23
> why king queen -n 2 --in @colours
kind	what	a	b	share
dimension	56	-0.37921092	-0.3336841	0.12653664
dimension	88	-0.28366172	-0.19705752	0.055897675
dimension	53	0.18811251	0.21019469	0.039540254
dimension	95	-0.21797165	-0.13399912	0.029208008
dimension	29	0.15526748	0.17866549	0.027740939
neighbour	red	0.40403333	0.37515834	
neighbour	green	0.3693012	0.3566279	
vecscope: note: the cosine is 0.7519; the 5 greatest of 100 dimensions make 0.2789 of it
vecscope: note: of their 50 nearest words they share 4
> cluster away cat --in @colours -k 3
cluster	size	cosine	words
1	4	0.9256071	red, blue, yellow, green
2	1	1	away
3	1	1	cat
vecscope: note: mean cosine of a word with its centre: 0.9504
> cluster red --in @colours --match ^b -k 2
cluster	size	cosine	words
1	1	1	red
2	1	1	blue
vecscope: note: mean cosine of a word with its centre: 1.0000
> tree away --in @colours
group	a	b	distance	words
group 1	red	yellow	0.14184164	2
group 2	blue	group 1	0.19063854	3
group 3	green	group 2	0.20763123	4
group 4	away	group 3	0.75408506	5
> tree away
vecscope: tree: write two words or more, or --in LIST, as in: tree --in countries
> tree --in @colours --match ^r
vecscope: a tree needs two words or more that are left
> # names of vectors and places in the vocabulary elsewhere
> sort away king @colours by queen
rank	word	cosine
1	away	0.7703906
2	king	0.75185317
3	red	0.37515834
4	green	0.3566279
5	blue	0.33581933
6	yellow	0.289174
> sort away "away" by queen --metric euclidean
rank	word	euclidean
1	away	4.0805435
2	away	6.460879
> sort --metric euclidean --places cat away dog by queen
rank	word	euclidean	place
1	away	4.0805435	
2	cat	6.201022	5110
3	dog	6.701847	2748
> explain 2
step	what	value
1	sum of the squared differences to cat, number by number	38.4526754966227
2	  of it from dimension 16: -0.5840 and 0.9826	2.454245535324162
3	  of it from dimension 83: 1.4994 and 0.1902	1.7141467533908747
4	  of it from dimension 29: 1.0733 and -0.2324	1.704923556390825
5	  of it from dimension 4: 0.6787 and -0.5917	1.6138472226941758
6	  of it from dimension 13: -0.5209 and 0.7185	1.5359289348054972
7	  of it from the other 95 dimensions	29.429583494017162
8	the root of it: the distance	6.201022133215032
> odd cat away dog --places
word	cosine	place
away	0.6243584	
dog	0.87670827	2748
cat	0.8976771	5110
> # what was marked, what was answered
> near king -n 5
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
3	son	0.7017427
4	brother	0.70061284
5	monarch	0.697367
> tree --of answer
group	a	b	distance	words
group 1	son	brother	0.061856374	2
group 2	king	prince	0.23133516	2
group 3	queen	group 2	0.29168275	3
group 4	group 1	group 3	0.35435474	5
group 5	monarch	group 4	0.44668967	6
> cluster away --of answer -k 3
cluster	size	cosine	words
1	3	0.8973877	away, queen, monarch
2	2	0.9403895	prince, king
3	2	0.98441446	son, brother
vecscope: note: mean cosine of a word with its centre: 0.9345
> cluster --of @colours -k 1
cluster	size	cosine	words
1	4	0.9256071	red, blue, yellow, green
vecscope: note: mean cosine of a word with its centre: 0.9256
> cluster --of everything --max-rank 20 -k 2
cluster	size	cosine	words
1	19	0.8621212	as, the, that, it, for, and, with, on, …
2	1	1	said
vecscope: note: mean cosine of a word with its centre: 0.8690
> mark cat dog red blue
vecscope: note: marked 4, 4 in all
> cluster --of marks -k 2
cluster	size	cosine	words
1	2	0.969358	cat, dog
2	2	0.95975083	blue, red
vecscope: note: mean cosine of a word with its centre: 0.9646
> cluster --of marks --not @colours -k 2
cluster	size	cosine	words
1	1	1	cat
2	1	1	dog
vecscope: note: mean cosine of a word with its centre: 1.0000
> tree --of nothere.txt
vecscope: cannot open nothere.txt: No such file or directory
> # a vector of one's own on the map of others
> plot king queen man woman away "away" --width 30 --height 8
x	y	word
-0.5498314	0.10191727	king
-0.5068531	-0.106752396	queen
0.34062576	-0.17199135	man
0.36083794	-0.40907097	woman
0.3552208	0.58589745	away
-0.51833344	-0.13011932	away
vecscope: note: components 1 and 2 explain 49.5 % and 29.9 % of the variance
> explain 6
vecscope: row 6 of the last answer is no word
> plot king queen man woman away --by tsne
vecscope: t-SNE and UMAP find places for words of the model: "away" has one on principal components only
> let zero = "king" - "king"
key	value
zero	"king" - "king"
vecscope: note: zero is a word of demo too: in quotes it means the word
> plot zero king queen man
vecscope: the words cancel out: no direction is left to look in
