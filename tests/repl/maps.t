# Which words a map is made of, on which axes, by which method.
> let colours = {red, green, blue}
key	value
colours	{red, green, blue}
vecscope: note: colours is a word of demo too: in quotes it means the word
> plot --of @colours
x	y	word
0.07881451	0.31106567	red
-0.36014748	-0.09820461	green
0.28133297	-0.21286106	blue
vecscope: note: components 1 and 2 explain 58.6 % and 41.4 % of the variance
> plot king @colours --of @colours
x	y	word
0.8092098	-0.023183823	king
-0.22776794	-0.088150024	red
-0.24140167	0.37044907	green
-0.3400402	-0.25911522	blue
vecscope: note: components 1 and 2 explain 70.9 % and 17.1 % of the variance
> odd @colours car
word	cosine
car	0.64408404
blue	0.8871542
green	0.9003658
red	0.91701245
> plot cat dog paris --fit frequent
x	y	word
-0.27737105	-0.1823951	cat
-0.23790276	-0.17465639	dog
-0.17826188	0.22193754	paris
vecscope: note: components 1 and 2 explain 0.4 % and 9.2 % of the variance
> plot cat dog paris --fit @colours
x	y	word
0.15018344	-0.072187185	cat
0.02493	-0.03781295	dog
0.06927037	0.050668	paris
vecscope: note: components 1 and 2 explain 0.7 % and 0.7 % of the variance
> plot --of family --fit everything
x	y	word
0.4353447	-0.444654	home
0.3615904	-0.36363316	family
0.43265152	-0.26073313	children
0.4085207	-0.29880905	parents
0.34155512	-0.24962378	marriage
0.36420107	-0.22887993	relatives
0.21458721	-0.20635843	wedding
0.010744572	-0.20827723	cousins
vecscope: note: components 1 and 2 explain 4.6 % and 1.6 % of the variance
> plot cat dog paris rome horse --by umap
x	y	word
8.359687	33.58872	cat
8.564152	34.46983	dog
8.718133	32.6859	paris
7.7287107	32.709663	rome
7.5467105	34.186253	horse
vecscope: note: trustworthiness 0.733, continuity 0.733 over 2 neighbours
> plot cat dog paris rome horse --by tsne
x	y	word
-88.16238	-87.08594	cat
-68.65638	-71.21924	dog
108.280754	95.55596	paris
90.035095	111.78644	rome
-41.497093	-49.037228	horse
vecscope: note: trustworthiness 1.000, continuity 1.000 over 2 neighbours
> plot cat --of marks
vecscope: a map needs at least 3 words
> mark cat dog paris
vecscope: note: marked 3, 3 in all
> plot --of marks
x	y	word
0.41191292	0.24650192	cat
0.4209938	-0.24471855	dog
-0.8329067	-0.0017852783	paris
vecscope: note: components 1 and 2 explain 89.6 % and 10.4 % of the variance
> near apple -n 4
rank	word	cosine
1	microsoft	0.74452275
2	ibm	0.68234575
3	intel	0.67800826
4	software	0.6779745
> plot --of answer
x	y	word
0.21004963	0.47044373	apple
0.029556274	-0.085074425	microsoft
-0.27320862	-0.0901041	ibm
-0.36606312	0.0038032532	intel
0.39966583	-0.2990675	software
vecscope: note: components 1 and 2 explain 37.8 % and 29.8 % of the variance
> plot cat dog horse --fit answer
x	y	word
0.3902744	0.20726514	cat
0.35131	0.25844765	dog
0.2852776	0.18543613	horse
vecscope: note: components 1 and 2 explain 1.1 % and 0.5 % of the variance
> plot cat dog horse --fit=@colours
x	y	word
0.15018344	-0.072187185	cat
0.02493	-0.03781295	dog
0.017007828	0.008946419	horse
vecscope: note: components 1 and 2 explain 2.1 % and 0.6 % of the variance
> plot --of @nothing
vecscope: there is no set "nothing": let nothing = {word, word} makes one
> plot --of nothing.txt
vecscope: cannot open nothing.txt: No such file or directory
> plot --fit answer --by umap
vecscope: --fit goes with pca: --by umap has no axes
> plot --components 1,3 --by tsne
vecscope: --components goes with pca: --by tsne has no axes
> plot --of everything --by umap
vecscope: at most 20000 words for --by umap, not 50000
> mode table
> plot --of @colours --fit frequent --width 40 --height 8
3 words of demo, PCA 1 and 2 of frequent
                                   red ⠈






⠄ green ⢀ blue
vecscope: note: components 1 and 2 explain 0.1 % and 1.0 % of the variance
> plot --of family --by umap --width 60 --height 12
8 words of demo, UMAP
                                   ⠈ cousins


                                                ⠠ wedding
                    ⠁ children
⡀ marriage

                                    ⠄ home
                                                    family ⠈
                ⠠ parents

                                          ⢀ relatives
vecscope: note: trustworthiness 0.500, continuity 0.500 over 3 neighbours
> project umap
vecscope: project needs the screen: start vecscope on a terminal without -e, -f or --plain
> mode tsv
> scree --of family -c 3
component	variance	together	percent
1	0.12742761	28.290369	28.290369
2	0.09233386	48.789528	20.499159
3	0.07541093	65.53161	16.742077
> scree @colours king -c 2
component	variance	together	percent
1	0.29353312	70.938545	70.938545
2	0.07089388	88.07157	17.13302
> scree --of everything -c 2
component	variance	together	percent
1	0.04972897	5.11977	5.11977
2	0.034614332	8.683435	3.5636654
> scree cat dog --of marks
vecscope: write either words or --of marks
