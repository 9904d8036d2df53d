# args: @wide.txt
# Words of other scripts, marks, joined emoji, an escape sequence in a word.
> info
key	value
name	wide
path	SRC/tests/data/wide.txt
format	GloVe text
rows	11
dimensions	3
file bytes	218
memory bytes	618
zero rows	0
bad rows	0
fingerprint	6f2a36a16de2faaa
> near 東京 -n 4
rank	word	cosine
1	大阪	0.9871381
2	new_york	0.9846397
3	ソウル	0.89553344
4	القاهرة	0.8617275
> mode table
> near 東京 -n 10
Nearest to 東京
rank  word         cosine
   1  大阪         0.9871  ███████████████████▊
   2  new_york     0.9846  ███████████████████▊
   3  ソウル       0.8955  █████████████████▉
   4  القاهرة      0.8617  █████████████████▎
   5  \x1B[31mred  0.6319  ████████████▋
   6  été          0.3354  ██████▊
   7  👩🚀         0.2995  ██████
   8  a|b          0.2320  ████▋
   9  café         0.1942  ███▉
  10  naïve        0.0870  █▊
> sim 東京 café 👩‍🚀
         東京     café     👩🚀
東京        ·   0.1942   0.2995
café   0.1942        ·   0.3948
👩🚀   0.2995   0.3948        ·
> CAFE -n 1
Nearest to CAFE
rank  word  cosine
   1  été   0.9869  ███████████████████▊
vecscope: note: CAFE: taken as café (rank 5)
> new york -n 1
Nearest to 'new york'
rank  word  cosine
   1  大阪  0.9971  ████████████████████
vecscope: note: new york: taken as new_york (rank 10)
> find e
rank  word
   7  été
> mode md
> near 東京 -n 10
| rank | word | cosine |
| ---: | --- | ---: |
| 1 | 大阪 | 0.9871 |
| 2 | new\_york | 0.9846 |
| 3 | ソウル | 0.8955 |
| 4 | القاهرة | 0.8617 |
| 5 | \\x1B[31mred | 0.6319 |
| 6 | été | 0.3354 |
| 7 | 👩🚀 | 0.2995 |
| 8 | a\|b | 0.2320 |
| 9 | café | 0.1942 |
| 10 | naïve | 0.0870 |
> mode json
{"command":"mode json","status":"ok","columns":[],"rows":[],"notes":[]}
> near 東京 -n 10
{"command":"near 東京 -n 10","status":"ok","columns":["rank","word","cosine"],"rows":[[1,"大阪",0.9871381],[2,"new_york",0.9846397],[3,"ソウル",0.89553344],[4,"القاهرة",0.8617275],[5,"\u001b[31mred",0.6319335],[6,"été",0.33540753],[7,"👩‍🚀",0.29953673],[8,"a|b",0.23204222],[9,"café",0.19421138],[10,"naïve",0.0869819]],"notes":[]}
> mode csv
> near 東京 -n 10
rank,word,cosine
1,大阪,0.9871381
2,new_york,0.9846397
3,ソウル,0.89553344
4,القاهرة,0.8617275
5,[31mred,0.6319335
6,été,0.33540753
7,👩‍🚀,0.29953673
8,a|b,0.23204222
9,café,0.19421138
10,naïve,0.0869819
> mode table
> set ascii on
> near 東京 -n 10
Nearest to \u{6771}\u{4EAC}
rank  word                                               cosine
   1  \u{5927}\u{962A}                                   0.9871  ####################
   2  new_york                                           0.9846  ####################
   3  \u{30BD}\u{30A6}\u{30EB}                           0.8955  ##################
   4  \u{627}\u{644}\u{642}\u{627}\u{647}\u{631}\u{629}  0.8617  #################
   5  \x1B[31mred                                        0.6319  #############
   6  e\u{301}te\u{301}                                  0.3354  #######
   7  \u{1F469}\u{200D}\u{1F680}                         0.2995  ######
   8  a|b                                                0.2320  #####
   9  caf\u{E9}                                          0.1942  ####
  10  na\u{EF}ve                                         0.0870  ##
> plot 東京 大阪 ソウル café naïve --width 40 --height 8
5 words of wide, PCA 1 and 2
         \u{30BD}\u{30A6}\u{30EB} .

. na\u{EF}ve



                   \u{5927}\u{962A} .
  . caf\u{E9}         \u{6771}\u{4EAC} .
vecscope: note: components 1 and 2 explain 91.6 % and 8.1 % of the variance
> set ascii off
> plot 東京 大阪 ソウル café naïve --width 40 --height 8
5 words of wide, PCA 1 and 2
                            ソウル ⠁

⠂ naïve



                               大阪 ⠂
 ⢀ café                           東京 ⠠
vecscope: note: components 1 and 2 explain 91.6 % and 8.1 % of the variance
