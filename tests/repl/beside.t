# args: @words.vec @later.vec
# Where the numbers of two models side by side came from.
> compare the -n 3
rank	here	cosine	both	there	cosine	both
1	man	0.9627732	=	a‮b	0.9612206	=
2	and	0.95811844	=	man	0.94836843	=
3	a‮b	0.95559853	=	and	0.93993145	=
vecscope: note: 3 of 3 in both (=)
> explain 3
step	what	value
1	in words:	
2	length of the: its row is divided by it	3.454423693859599
3	products with the numbers of a‮b, added (dot product)	3.3184793522383154
4	length of a‮b	3.472671004595665
5	dot product / (both lengths): the cosine	0.955598542979368
6	  of it from dimension 1: 0.8721 and 3.0692	0.7708002546173721
7	  of it from dimension 4: -0.4086 and -1.2681	0.14919846904006584
8	  of it from dimension 3: -0.2129 and -0.7340	0.04500279582436014
9	  of it from dimension 5: 0.1054 and -0.3877	-0.011770542598824757
10	  of it from dimension 7: 0.0665 and 0.4304	0.008244855676104031
11	  of it from the other 3 dimensions	-0.00587728957970944
12	as an angle, in degrees	17.13785352815067
13	in later:	
14	length of the: its row is divided by it	3.441436113650391
15	products with the numbers of and, added (dot product)	2.818595511738762
16	length of and	2.998724570924158
17	dot product / (both lengths): the cosine	0.9399314425432934
18	  of it from dimension 6: -0.6802 and -1.9921	0.45187435724159514
19	  of it from dimension 2: 0.3836 and 1.8477	0.23635347033230159
20	  of it from dimension 3: 0.4660 and 0.7144	0.11102361825210336
21	  of it from dimension 7: -0.3711 and -0.8265	0.10228017463104007
22	  of it from dimension 5: -0.1182 and -0.4889	0.019267169104850098
23	  of it from the other 3 dimensions	0.019132652981403327
24	as an angle, in degrees	19.95995373052784
> compare the --metric euclidean -n 2
rank	here	euclidean	both	there	euclidean	both
1	man	0.9471302	=	a‮b	0.96155494	=
2	a‮b	1.0322886	=	man	1.0935545	=
vecscope: note: 2 of 2 in both (=)
> explain 2
step	what	value
1	in words:	
2	sum of the squared differences to a‮b, number by number	1.0656195589462847
3	  of it from dimension 5: 0.3642 and -0.3877	0.5653535911411192
4	  of it from dimension 6: 0.3092 and -0.1944	0.2536129463363077
5	  of it from dimension 8: -0.1941 and 0.1637	0.1280208449136353
6	  of it from dimension 2: -0.0703 and -0.3041	0.05466244415837296
7	  of it from dimension 7: 0.2298 and 0.4304	0.04024036527050989
8	  of it from the other 3 dimensions	0.02372936712633944
9	the root of it: the distance	1.0322885056738182
10	in later:	
11	sum of the squared differences to man, number by number	1.1958613297139584
12	  of it from dimension 3: 1.6038 and 0.7367	0.7518625140279234
13	  of it from dimension 1: -0.0540 and -0.4925	0.1922822550443709
14	  of it from dimension 5: -0.4067 and -0.0426	0.1325688004250552
15	  of it from dimension 2: 1.3201 and 1.5277	0.04309775897048951
16	  of it from dimension 4: -0.4995 and -0.6943	0.037947035894355885
17	  of it from the other 3 dimensions	0.03810296535176316
18	the root of it: the distance	1.0935544475306012
> compare soup - apple + king -n 2
rank	here	cosine	both	there	cosine	both
1	国王	0.85756856		run	0.68226856	
2	throne	0.82877827		a‮b	0.6584586	
vecscope: note: 0 of 2 in both (=)
> explain
step	what	value
1	in words:	
2	length of soup: its row is divided by it	3.2747605776009525
3	weight of soup in the sum	1
4	length of apple: its row is divided by it	2.6018670454485604
5	weight of apple in the sum	-1
6	length of king: its row is divided by it	2.08270590299555
7	weight of king in the sum	1
8	length of the sum of all these	1.2023904478547809
9	products with the numbers of 国王, added (dot product)	1.6221013416743615
10	length of 国王	1.5731264142733659
11	dot product / (both lengths): the cosine	0.8575685444434052
12	  of it from dimension 8: -0.6263 and -1.0968	0.36317801972858343
13	  of it from dimension 6: -0.3475 and -0.7702	0.14149568711739274
14	  of it from dimension 7: 0.5916 and 0.4448	0.13912809677501076
15	  of it from dimension 2: 0.4418 and 0.5791	0.13526808788637915
16	  of it from dimension 4: 0.5349 and 0.2963	0.08378532523043038
17	  of it from the other 3 dimensions	-0.005286672294391373
18	as an angle, in degrees	30.95533437330379
19	in later:	
20	length of soup: its row is divided by it	2.8368375008085795
21	weight of soup in the sum	1
22	length of apple: its row is divided by it	1.9679955263836515
23	weight of apple in the sum	-1
24	length of king: its row is divided by it	2.1031490351515587
25	weight of king in the sum	1
26	length of the sum of all these	1.7769098789844995
27	products with the numbers of run, added (dot product)	3.483838109301268
28	length of run	2.8736720674693785
29	dot product / (both lengths): the cosine	0.6822685573172432
30	  of it from dimension 6: -1.1349 and -2.1071	0.46832078175095193
31	  of it from dimension 7: -0.9734 and -0.8787	0.16750755381322105
32	  of it from dimension 5: 0.5399 and -0.9106	-0.09628382051036508
33	  of it from dimension 2: 0.4426 and 0.5567	0.04825390918400972
34	  of it from dimension 8: -0.2442 and -0.9026	0.043173083928636745
35	  of it from the other 3 dimensions	0.05129704915078884
36	as an angle, in degrees	46.978828533548295
> near the --metric dot -n 2
rank	word	dot
1	a‮b	11.463433
2	man	10.533846
> explain 2
step	what	value
1	products with the numbers of man, added (dot product)	10.533845662094349
2	  of it from dimension 1: 3.0127 and 2.9611	8.920906515170373
3	  of it from dimension 4: -1.4114 and -0.6642	0.93745186494791
4	  of it from dimension 3: -0.7355 and -0.7641	0.5619955443925377
5	  of it from dimension 6: 0.3092 and 0.4228	0.13072975666831965
6	  of it from dimension 5: 0.3642 and -0.1708	-0.062205359472169874
7	  of it from the other 3 dimensions	0.04496734038737771
vecscope: note: this was done for each of 64 words; it stands at place 2
