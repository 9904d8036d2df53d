# Judging the model that ships.
> eval analogies questions-words --max-rank 5000
section	correct	total	percent	oov
capital-common-countries	167	182	91.75824175824175	324
capital-world	125	141	88.65248226950355	4383
currency	3	28	10.714285714285714	838
city-in-state	82	224	36.607142857142854	2243
family	117	132	88.63636363636364	374
gram1-adjective-to-adverb	57	182	31.318681318681318	810
gram2-opposite	2	12	16.666666666666668	800
gram3-comparative	195	240	81.25	1092
gram4-superlative	90	110	81.81818181818181	1012
gram5-present-participle	161	210	76.66666666666667	846
gram6-nationality-adjective	776	791	98.10366624525916	808
gram7-past-tense	370	506	73.12252964426878	1054
gram8-plural	165	210	78.57142857142857	1122
gram9-plural-verbs	94	156	60.256410256410255	714
total	2404	3124	76.95262483994878	16420
vecscope: note: semantic: 494 of 707, 69.87 %
vecscope: note: syntactic: 1910 of 2417, 79.02 %
vecscope: note: unknown are 463 words of the questions: Macedonia (214), Slovakia (156), Moldova (156), Albania (156), Malta (156), Nevada (154), dancing (142), decreasing (142); --missing lists them all
> eval analogies questions-words --max-rank 5000 --method mul
section	correct	total	percent	oov
capital-common-countries	168	182	92.3076923076923	324
capital-world	125	141	88.65248226950355	4383
currency	3	28	10.714285714285714	838
city-in-state	81	224	36.160714285714285	2243
family	116	132	87.87878787878788	374
gram1-adjective-to-adverb	58	182	31.86813186813187	810
gram2-opposite	2	12	16.666666666666668	800
gram3-comparative	195	240	81.25	1092
gram4-superlative	93	110	84.54545454545455	1012
gram5-present-participle	163	210	77.61904761904762	846
gram6-nationality-adjective	771	791	97.4715549936789	808
gram7-past-tense	373	506	73.71541501976284	1054
gram8-plural	163	210	77.61904761904762	1122
gram9-plural-verbs	100	156	64.1025641025641	714
total	2411	3124	77.17669654289372	16420
vecscope: note: semantic: 493 of 707, 69.73 %
vecscope: note: syntactic: 1918 of 2417, 79.35 %
vecscope: note: unknown are 463 words of the questions: Macedonia (214), Slovakia (156), Moldova (156), Albania (156), Malta (156), Nevada (154), dancing (142), decreasing (142); --missing lists them all
> eval analogies questions-words --max-rank 3000 --like word2vec
section	correct	total	percent	oov
capital-common-countries	81	90	90	416
capital-world	28	28	100	4496
currency	4	28	14.285714285714286	838
city-in-state	14	35	40	2432
family	61	72	84.72222222222223	434
gram1-adjective-to-adverb	8	30	26.666666666666668	962
gram2-opposite	1	6	16.666666666666668	806
gram3-comparative	97	132	73.48484848484848	1200
gram4-superlative	38	42	90.47619047619048	1080
gram5-present-participle	116	156	74.35897435897436	900
gram6-nationality-adjective	449	450	99.77777777777777	1149
gram7-past-tense	189	272	69.48529411764706	1288
gram8-plural	63	90	70	1242
gram9-plural-verbs	36	72	50	798
total	1185	1503	78.84231536926147	18041
vecscope: note: semantic: 188 of 253, 74.31 %
vecscope: note: syntactic: 997 of 1250, 79.76 %
vecscope: note: unknown are 593 words of the questions: Denmark (214), Macedonia (214), Bulgaria (214), Slovakia (156), Moldova (156), Peru (156), Belarus (156), Chile (156); --missing lists them all
> eval weat
test	targets	attributes	effect	p	words	oov
1	flowers, insects	pleasant-5, unpleasant-5a	1.1570232668008282	0.00041	31	20
2	instruments, weapons	pleasant-5, unpleasant-5a	1.2118325859413432	0.00001	48	3
3	european-american-names-5, african-american-names-5	pleasant-5, unpleasant-5b	0.7319238362033885	0.00518	52	13
4	european-american-names-7, african-american-names-7	pleasant-5, unpleasant-5b	1.476037511659167	0.00002	29	8
5	european-american-names-7, african-american-names-7	pleasant-9, unpleasant-9	1.4802568841703176	0.00001	29	7
6	male-names, female-names	career, family	1.7164215540508996	0.0000777000777000777	16	0
7	math, arts	male-terms, female-terms	1.2718194486293115	0.0022533022533022533	16	0
8	science, arts-2	male-terms-2, female-terms-2	1.1114432602221669	0.00909090909090909	16	0
9	mental-disease, physical-disease	temporary, permanent	0.9874638728623626	0.045454545454545456	12	1
10	young-people-names, old-people-names	pleasant-9, unpleasant-9	0.7409984223901296	0.07878787878787878	15	1
vecscope: note: effect above 0: the first targets lean to the first attributes; p is one-sided, by permutation
> eval pairs questions-words
vecscope: SRC/assets/wordlists/questions-words.txt holds no pairs: two words and a number a line
> eval analogies
vecscope: eval analogies needs a file; usage: eval analogies FILE
> eval nothing
vecscope: eval: kind is one of analogies|pairs|odd|outliers|weat|list|diff, not "nothing"; usage: eval <analogies|pairs|odd|outliers|weat|list|diff> [file]… [options] (help eval)
> eval list
id	model	fingerprint	command	result
vecscope: note: the history keeps no run yet
> eval diff 1 2
vecscope: there is no entry 1 in the history
> eval weat flowers insects pleasant-5 unpleasant-5a
test	targets	attributes	effect	p	words	oov
	flowers, insects	pleasant-5, unpleasant-5a	1.1570232668008282	0.00041	31	20
vecscope: note: effect 1.16, p 0.0004: of 100000 divisions of the targets
vecscope: note: effect above 0: the first targets lean to the first attributes; p is one-sided, by permutation
> eval weat flowers insects
vecscope: eval weat takes no list, or four: two of targets, two of attributes
> eval weat flowers insects nothing arts
vecscope: cannot open nothing: No such file or directory
> eval list 3
vecscope: eval list: "3" is too much
> eval odd flowers
vecscope: SRC/assets/wordlists/flowers.txt has no set whose words are all in demo
> eval outliers pleasant-9
vecscope: SRC/assets/wordlists/pleasant-9.txt has no set whose words are all in demo
