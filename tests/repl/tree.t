# Trees and what components keep.
> tree king queen dog cat paris rome
group	a	b	distance	words
group 1	dog	cat	0.12068998	2
group 2	king	queen	0.24814683	2
group 3	paris	rome	0.3107546	2
group 4	group 2	group 3	0.6328223	4
group 5	group 1	group 4	0.78508526	6
> tree king
vecscope: tree: write two words or more, or --in LIST, as in: tree --in countries
> tree king nothere
vecscope: no word "nothere" here; near in spelling: nowhere (rank 6,565), there (rank 51), other (rank 55), another (rank 152), others (rank 389)
> scree -c 3
component	variance	together	percent
1	0.035119686	5.6016173	5.6016173
2	0.034473557	11.100177	5.498559
3	0.028748041	15.685511	4.585335
> scree king queen man woman -c 3
component	variance	together	percent
1	0.2889696	67.86226	67.86226
2	0.100610815	91.48993	23.627666
3	0.036237407	100	8.510074
> scree king
vecscope: components need at least two words
> # scipy's linkage(…, "ward") of these rows at length 1 gives the same joins and distances
> tree king queen dog cat paris rome london berlin car bus red green blue --linkage ward
group	a	b	distance	words
group 1	dog	cat	0.49130434	2
group 2	red	blue	0.56170565	2
group 3	green	group 2	0.6465696	3
group 4	king	queen	0.7044811	2
group 5	car	bus	0.72476137	2
group 6	paris	london	0.72891146	2
group 7	rome	berlin	0.8538676	2
group 8	group 6	group 7	0.940897	4
group 9	group 1	group 3	1.4880263	5
group 10	group 4	group 8	1.5548862	6
group 11	group 5	group 9	1.5802915	7
group 12	group 10	group 11	1.9789085	13
