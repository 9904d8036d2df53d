# args: %generated/glove.txt.gz
# A packed text file; the numbers of generated/expected.json.
> info
key	value
name	glove
path	SHARED/fixtures/generated/glove.txt.gz
format	GloVe text
packing	gzip
rows	298
dimensions	100
file bytes	99192
memory bytes	128684
zero rows	0
bad rows	0
fingerprint	f1bd8a1e1dead8ef
> king - man + woman -n 5
rank	word	cosine
1	queen	0.7698541
2	family	0.5191825
3	her	0.51608217
4	children	0.4877589
5	she	0.4807461
> mode table
> near king -n 3
Nearest to king
rank  word   cosine
   1  queen  0.7508  ███████████████
   2  later  0.5945  ███████████▉
   3  john   0.5866  ███████████▊
