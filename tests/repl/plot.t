# Maps as tables and pictures.
> plot king queen man woman
x	y	word
-0.32877743	-0.87673986	king
-0.5050736	-0.71025974	queen
0.3716722	0.3893709	man
0.59796524	0.440606	woman
vecscope: note: components 1 and 2 explain 20.0 % and 10.0 % of the variance
> plot king queen man woman --components 2,3
x	y	word
-0.87673986	0.21918496	king
-0.71025974	0.55242425	queen
0.3893709	0.7079471	man
0.440606	0.59796524	woman
vecscope: note: components 2 and 3 explain 10.0 % and 0.0 % of the variance
> plot king --components 1
vecscope: --components takes two different numbers from 1 to 100, as 1,2
> plot king queen man --components 3,4
x	y	word
0.21918496	0.2557158	king
0.55242425	0.67869264	queen
0.7079471	-0.6548511	man
vecscope: note: components 3 and 4 explain 0.0 % and 0.0 % of the variance
> mode table
> plot king queen man woman boy girl --width 40 --height 10
6 words of demo, PCA 1 and 2
                         ⠄ man ⠁ woman ⠠
                              girl ⢀






⠄ queen
     ⡀ king
vecscope: note: components 1 and 2 explain 20.0 % and 10.0 % of the variance
> set symbols ascii
> plot king queen man woman boy girl --width 40 --height 10
6 words of demo, PCA 1 and 2
                        . man  . woman .
                                    boy
                              girl .





. queen
     . king
vecscope: note: components 1 and 2 explain 20.0 % and 10.0 % of the variance
