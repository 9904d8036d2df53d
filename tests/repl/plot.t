# Maps as tables and pictures.
> plot king queen man woman
x	y	word
-0.50819016	-0.30090714	king
-0.41888618	0.35097504	queen
0.4220085	-0.23342133	man
0.5050678	0.18335342	woman
vecscope: note: components 1 and 2 explain 67.9 % and 23.6 % of the variance
> plot king queen man woman --components 2,3
x	y	word
-0.30090714	0.12859344	king
0.35097504	-0.12313843	queen
-0.23342133	-0.19894028	man
0.18335342	0.19348526	woman
vecscope: note: components 2 and 3 explain 23.6 % and 8.5 % of the variance
> plot king --components 1
vecscope: --components takes two different numbers from 1 to 100, as 1,2
> plot king queen man --components 3,4
vecscope: these words have only 2 components
> mode table
> plot king queen man woman boy girl --width 40 --height 10
6 words of demo, PCA 1 and 2
    ⠈ queen
                                  girl ⠈

                                  woman
                                 boy ⠠ ⠁



⠁ king
                                  ⡀ man
vecscope: note: components 1 and 2 explain 58.2 % and 18.6 % of the variance
> set symbols ascii
> plot king queen man woman boy girl --width 40 --height 10
6 words of demo, PCA 1 and 2
    . queen
                                  girl .

                                 woman
                                 boy ..


. king

                                  . man
vecscope: note: components 1 and 2 explain 58.2 % and 18.6 % of the variance
