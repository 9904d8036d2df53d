# The forms of an answer.
> near king -n 2
rank	word	cosine
1	prince	0.76866484
2	queen	0.75185317
> mode table
> near king -n 3
Nearest to king
rank  word    cosine
   1  prince  0.7687  ███████████████▍
   2  queen   0.7519  ███████████████
   3  son     0.7017  ██████████████
> sim king queen man
          king    queen      man
king         ·   0.7519   0.5114
queen   0.7519        ·   0.4728
man     0.5114   0.4728        ·
> near paris -n 3 --metric euclidean
Nearest to paris
rank  word      euclidean
   1  london       4.6142  ████████████████████
   2  france       4.6307  ███████████████████▉
   3  brussels     4.6563  ███████████████████▉
> set bars off
> near king -n 2
Nearest to king
rank  word    cosine
   1  prince  0.7687
   2  queen   0.7519
> set bars on
> set ascii on
> near king -n 2
Nearest to king
rank  word    cosine
   1  prince  0.7687  ###############
   2  queen   0.7519  ###############
> set ascii off
> mode csv
> near king -n 2
rank,word,cosine
1,prince,0.76866484
2,queen,0.75185317
> mode md
> near king -n 2
| rank | word | cosine |
| ---: | --- | ---: |
| 1 | prince | 0.7687 |
| 2 | queen | 0.7519 |
> mode json
{"command":"mode json","status":"ok","columns":[],"rows":[],"notes":[]}
> near king -n 2
{"command":"near king -n 2","status":"ok","columns":["rank","word","cosine"],"rows":[[1,"prince",0.76866484],[2,"queen",0.75185317]],"notes":[]}
> kingg
{"command":"kingg","status":"error","error":"no word \"kingg\" here; near in spelling: king (rank 641), kings (rank 3,698), kong (rank 671), kind (rank 847), wing (rank 1,638)"}
vecscope: no word "kingg" here; near in spelling: king (rank 641), kings (rank 3,698), kong (rank 671), kind (rank 847), wing (rank 1,638)
> sim king queen
{"command":"sim king queen","status":"ok","columns":["a","b","cosine"],"rows":[["king","queen",0.75185317]],"notes":[]}
> timing
{"command":"timing","status":"ok","columns":["setting","value","meaning"],"rows":[["timing","off","say how long each command took"]],"notes":[]}
> mode tsv
> set header off
> near king -n 2
1	prince	0.76866484
2	queen	0.75185317
