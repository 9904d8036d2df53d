# Two models side by side.
> drift
vecscope: only one model is open: open another to compare with
> export small.txt --format glove-text --top 3000
key	value
file	small.txt
format	GloVe text
rows	3000
dimensions	100
bytes	3345449
> open small.txt
key	value
name	small
rows	3000
dimensions	100
format	GloVe text
path	small.txt
> compare king --with demo -n 4
rank	here	cosine	both	there	cosine	both
1	prince	0.76866484	=	prince	0.76866484	=
2	queen	0.75185317	=	queen	0.75185317	=
3	son	0.7017427	=	son	0.7017427	=
4	brother	0.70061284	=	brother	0.70061284	=
vecscope: note: 4 of 4 in both (=)
> compare king - man + woman -n 2
rank	here	cosine	both	there	cosine	both
1	queen	0.7703906	=	queen	0.7703906	=
2	daughter	0.6578498		monarch	0.6856545	
vecscope: note: 1 of 2 in both (=)
> compare paris --metric euclidean -n 2
rank	here	euclidean	both	there	euclidean	both
1	london	4.614225	=	london	4.614225	=
2	france	4.630692	=	france	4.630692	=
vecscope: note: 2 of 2 in both (=)
> compare prince --with nothing
vecscope: no open model is called "nothing": models lists them
> compare magma
vecscope: in small: no word "magma" here, and none near in spelling
> drift --with demo -n 3
rank	word	drift	overlap
1	the	0	10
2	of	0	10
3	to	0	10
vecscope: note: 3000 shared words, turned by the 3000 most frequent; mean drift 0.0000; overlap of the 10 nearest
> use demo
vecscope: note: demo is in use
> compare prince -n 2
rank	here	cosine	both	there	cosine	both
1	king	0.76866484	=	king	0.76866484	=
2	son	0.717406	=	son	0.717406	=
vecscope: note: 2 of 2 in both (=)
> drift --max-rank 2000 -n 2 --match ^k
rank	word	drift	overlap
203	known	0	9
233	killed	0	9
vecscope: note: 3000 shared words, turned by the 3000 most frequent; mean drift 0.0000; overlap of the 10 nearest
> align --with small --anchors 1000
key	value
shared words	3000
anchors	1000
model	demo-on-small
> sim king queen
a	b	cosine
king	queen	0.75185317
> drift --with small -n 2
rank	word	drift	overlap
1	the	0	10
2	of	0	10
vecscope: note: 3000 shared words, turned by the 3000 most frequent; mean drift 0.0000; overlap of the 10 nearest
> models
name	rows	dimensions	format	path
demo	50000	100	safetensors	SRC/assets/models/demo.safetensors
small	3000	100	GloVe text	small.txt
demo-on-small	50000	100	made by align	
vecscope: note: demo-on-small is in use
