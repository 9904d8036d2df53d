# Names for vectors, sets and axes.
> let
name	kind	means
vecscope: note: nothing has a name yet: let royal = king - man
> let royal = king - man
key	value
royal	king - man
vecscope: note: royal is a word of demo too: in quotes it means the word
> royal + woman -n 2
rank	word	cosine
1	queen	0.7703906
2	monarch	0.6856545
> king - man + woman -n 2
rank	word	cosine
1	queen	0.7703906
2	monarch	0.6856545
> near 'royal' -n 1
rank	word	cosine
1	imperial	0.7382059
> let q = 0.5*(royal + woman)
key	value
q	0.5*(royal + woman)
> near q -n 2
rank	word	cosine
1	queen	0.7703906
2	monarch	0.6856545
> let colours = {red, "green", blue , 'yellow'}
key	value
colours	{red, "green", blue , 'yellow'}
vecscope: note: colours is a word of demo too: in quotes it means the word
> near colours -n 3
rank	word	cosine
1	purple	0.83745414
2	pink	0.823424
3	black	0.81591505
> odd @colours car
word	cosine
car	0.59145385
yellow	0.8880931
blue	0.8911319
green	0.8999986
red	0.9343333
> sim @colours
a	b	cosine
red	green	0.81990457
red	blue	0.8422434
red	yellow	0.85815835
green	blue	0.78767794
green	yellow	0.7695238
blue	yellow	0.77647954
> odd @nothing red blue
vecscope: no word "@nothing" here; near in spelling: nothing (rank 861), anything (rank 1,009), noting (rank 3,609), clothing (rank 3,948), soothing (rank 23,737)
> let v = < vector.txt
vecscope: cannot open vector.txt: No such file or directory
> let colours
name	kind	means
colours	set	{red, "green", blue , 'yellow'}
> let
name	kind	means
royal	vector	king - man
q	vector	0.5*(royal + woman)
colours	set	{red, "green", blue , 'yellow'}
> let q =
> let q
vecscope: nothing is named "q"
> let = king
vecscope: write let NAME = EXPRESSION, let NAME = {word, word} or let NAME = < FILE
> let x = {}
vecscope: the set is empty: let NAME = {word, word}
> let x = {red, blue
vecscope: a set ends with "}": let NAME = {word, word}
> let x = king -
vecscope: after "king -" a word is missing
> let two words = king
vecscope: write let NAME = EXPRESSION, let NAME = {word, word} or let NAME = < FILE
> axis he she : nurse doctor engineer
word	position	z
engineer	-0.16132128	-1.2242501
doctor	0.04281929	0.30918777
nurse	0.27848002	2.1366525
vecscope: note: from he (below 0) to she (above); |z| below 2 is what axes between random words give
> axis gender = man:woman, king:queen
key	value
gender	man:woman, king:queen
> axis gender : nurse, soldier
word	position	z
soldier	-0.050832972	-0.36784473
nurse	0.27919585	2.1421447
vecscope: note: from man (below 0) to woman (above); |z| below 2 is what axes between random words give
> axis cold hot -n 2
word	position	z
wartime	-0.41428208	-3.222926
soviet	-0.3839266	-2.769836
chart	0.41906205	3.518378
billboard	0.51963663	4.524704
vecscope: note: from cold (below 0) to hot (above); |z| below 2 is what axes between random words give
> axis cold hot -n 2 --max-rank 500
word	position	z
war	-0.3435537	-2.3017151
union	-0.26174113	-1.8229847
number	0.23811798	1.6293055
music	0.25477225	1.6917415
vecscope: note: from cold (below 0) to hot (above); |z| below 2 is what axes between random words give
> axis king king
vecscope: the two ends of the axis are the same: it has no direction
> axis one
vecscope: an axis has two ends: axis he she : nurse doctor, or axis NAME = girl:boy, mother:father
> axis he she : qwzx
vecscope: no word "qwzx" here; near in spelling: wax (rank 13,820), twx (rank 32,413), qazi (rank 33,178), zx (rank 48,292)
> vec v
vecscope: no word "v" here; near in spelling: tv (rank 748), iv (rank 5,597), vs (rank 6,655), vi (rank 8,056), va (rank 11,869)
> near red --in @colours
rank	word	cosine
1	yellow	0.85815835
2	blue	0.8422434
3	green	0.81990457
> near red --not @colours -n 3
rank	word	cosine
1	black	0.76757824
2	purple	0.76617193
3	white	0.7661713
> near rose --in flowers -n 3
rank	word	cosine
1	violet	0.22591236
2	lily	0.21691719
3	poppy	0.20129478
vecscope: note: flowers: 11 of 25 words are not in demo
> near rose --in flowers --not @colours --match ^l --max-rank 30000 -n 2
rank	word	cosine
1	lily	0.21691719
vecscope: note: flowers: 11 of 25 words are not in demo
> near red --in @nothing
vecscope: there is no set "nothing": let nothing = {word, word} makes one
> let a = {king, queen}
key	value
a	{king, queen}
> let b = {man, woman}
key	value
b	{man, woman}
> let c = {sushi, shop}
key	value
c	{sushi, shop}
> let e = {japanese, restaurant, qwzx}
key	value
e	{japanese, restaurant, qwzx}
> sim a b --sets
a	b	cosine
a	b	0.5179125
> sim c e --sets
a	b	cosine
c	e	0.7053667
vecscope: note: unknown: qwzx
> sim a nothing --sets
vecscope: there is no set "nothing": let nothing = {word, word} makes one
> # in every query, not in expressions only
> let away = "king" - "man" + "woman"
key	value
away	"king" - "man" + "woman"
vecscope: note: away is a word of demo too: in quotes it means the word
> sim away queen
a	b	cosine
away	queen	0.7703906
> sim away queen --metric euclidean
a	b	euclidean
away	queen	4.0805435
> rank away queen
a	b	rank	cosine
away	queen	2	0.7703906
> closer away queen
rank	word	cosine
1	king	0.8366997
> odd away queen king banana
word	cosine
banana	0.4849012
queen	0.87030727
king	0.8808602
away	0.8856898
> why away queen -n 1
kind	what	a	b	share
dimension	56	-0.3055905	-0.3336841	0.10197069
dimension	53	0.20260686	0.21019469	0.042586885
dimension	88	-0.19631585	-0.19705752	0.038685516
dimension	33	0.19559993	0.17341062	0.033919103
dimension	83	0.13322194	0.24960619	0.03325302
neighbour	king	0.8366997	0.75185317	
vecscope: note: the cosine is 0.7704; the 5 greatest of 100 dimensions make 0.2504 of it
vecscope: note: of their 50 nearest words they share 27
> between away colours -n 2
rank	word	cosine
1	name	0.48063627
2	later	0.4539259
> between away queen -n 2
rank	word	cosine
1	king	0.75185317
2	monarch	0.6678257
> centroid away duchess -n 2
rank	word	cosine
1	queen	0.80573773
2	princess	0.79007447
> axis he she : nurse away
word	position	z
away	0.19445787	1.5044192
nurse	0.27848002	2.1366525
vecscope: note: from he (below 0) to she (above); |z| below 2 is what axes between random words give
> axis away "king" : prince
word	position	z
prince	0.20486186	1.569779
vecscope: note: from away (below 0) to king (above); |z| below 2 is what axes between random words give
> path away queen
step	word	cosine
0	away	
1	queen	0.7703906
> explain 1
vecscope: "away" is a vector of yours: explain retraces words of the model
> explain 2
vecscope: "away" is a vector of yours: explain retraces words of the model
> path "queen" away --max-rank 20000
step	word	cosine
0	queen	
1	away	0.7703906
> path away colours -n 20
step	word	cosine
0	away	
1	king	0.8366997
2	brother	0.70061284
3	younger	0.70346975
4	young	0.79422504
5	black	0.6822955
6	colours	0.81591505
> path "royal" queen
step	word	cosine
0	royal	
1	queen	0.70620155
> let zero = "king" - "king"
key	value
zero	"king" - "king"
vecscope: note: zero is a word of demo too: in quotes it means the word
> path zero queen
vecscope: the words cancel out: no direction is left to look in
> # vectors of one's own among words that are grouped
> tree @colours car away queen king
group	a	b	distance	words
group 1	red	yellow	0.14184164	2
group 2	away	king	0.16330029	2
group 3	blue	group 1	0.19063854	3
group 4	green	group 3	0.20763123	4
group 5	queen	group 2	0.23887812	3
group 6	car	group 4	0.6282326	5
group 7	group 5	group 6	0.7073131	8
> explain 6
step	what	value
1	1 - cosine of car and green	0.592602655150383
2	1 - cosine of car and blue	0.6591821066877593
3	1 - cosine of car and red	0.5914247308780431
4	1 - cosine of car and yellow	0.6697208891642952
5	their mean: the distance of the two groups	0.6282325954701202
> tree @colours car away queen king --linkage ward --metric euclidean
group	a	b	distance	words
group 1	red	yellow	3.1190317	2
group 2	away	king	3.360697	2
group 3	blue	group 1	3.793201	3
group 4	green	group 3	3.8851793	4
group 5	queen	group 2	4.416125	3
group 6	car	group 4	8.177651	5
group 7	group 5	group 6	11.561665	8
> tree away away "away" zero
vecscope: the words cancel out: no direction is left to look in
> cluster @colours away "king" queen prince -k 2
cluster	size	cosine	words
1	4	0.9256071	red, blue, yellow, green
2	4	0.897495	king, away, queen, prince
vecscope: note: mean cosine of a word with its centre: 0.9116
> explain
step	what	value
1	length of red: its row is divided by it	5.8984684374232526
2	length of blue: its row is divided by it	5.929043033350743
3	length of yellow: its row is divided by it	5.809116054066572
4	length of green: its row is divided by it	5.765141093872522
5	length of the sum of all these: its direction is the middle	3.7024282809209947
6	cosine of red with it	0.9508101209384316
7	cosine of blue with it	0.9200450675942183
8	cosine of yellow with it	0.9194402833305759
9	cosine of green with it	0.9121328090577683
10	the mean of these	0.9256070702302486
> explain 2
vecscope: "away" is a vector of yours: explain retraces words of the model
