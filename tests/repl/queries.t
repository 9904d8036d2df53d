# Neighbours, expressions and analogies on the model that ships.
> near king -n 5
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
3	son	0.7017427
4	brother	0.70061284
5	monarch	0.697367
> king -n 2
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
> king - man + woman -n 3
rank	word	cosine
1	queen	0.7703906
2	monarch	0.6856545
3	throne	0.6762932
> paris : france :: rome -n 2
rank	word	cosine
1	italy	0.82996345
2	spain	0.7109645
> man : king :: woman --mul -n 2
rank	word	score
1	queen	0.89743346
2	monarch	0.85117483
> man : king :: woman --keep-inputs -n 3
rank	word	cosine
1	king	0.8366997
2	queen	0.7703906
3	monarch	0.6856545
vecscope: note: inputs, left out without --keep-inputs: king (rank 1)
> 0.5*hot + 0.5*cold -n 3
rank	word	cosine
1	cool	0.7789186
2	warm	0.776164
3	dry	0.74522537
> 2 * (paris - france) + 2 * italy -n 2
rank	word	cosine
1	rome	0.8196128
2	milan	0.73856616
> near paris --metric euclidean -n 3
rank	word	euclidean
1	london	4.614225
2	france	4.630692
3	brussels	4.6563
> near paris --metric dot -n 2
rank	word	dot
1	france	31.523062
2	london	29.414658
> near king --max-rank 1000 -n 3
rank	word	cosine
1	son	0.7017427
2	father	0.6799737
3	ii	0.66740525
> near running --match ^[a-z]+ed$ -n 3
rank	word	cosine
1	started	0.65954155
2	turned	0.6491736
3	pulled	0.59665406
> near king --match ^zzz$
rank	word	cosine
vecscope: note: no word is left to list: the filters let none through
> near King -n 1
rank	word	cosine
1	prince	0.76866484
vecscope: note: King: taken as king (rank 641)
> =near -n 2
rank	word	cosine
1	nearby	0.8595771
2	town	0.7908669
> .nn queen -n 1
rank	word	cosine
1	princess	0.79428357
> :similar queen -n 1
rank	word	cosine
1	princess	0.79428357
