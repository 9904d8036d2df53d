# explain, examples, glossary: what they say agrees with what was asked.

# agrees LINE [ROW]: the number that explain ends with is the one that was shown
agrees() {
	line=$1 row=${2:-1}
	v --no-header -e "$line" 2>/dev/null | awk -F '\t' -v n="$row" 'NR == n { printf "%.5f\n", $NF }' >shown
	v --no-header -e 'set mode tsv' -e "once first.tsv" -e "$line" -e "explain $row" 2>/dev/null |
		awk -F '\t' '/the cosine|the distance|dot product\)|product above/ { last = $NF } END { printf "%.5f\n", last }' >said
	cmp -s shown said || { paste shown said | sed 's/^/# /'; return 1; }
}
check 'a word' agrees 'near king -n 3'
check 'the third row' agrees 'near king -n 3' 3
check 'an expression' agrees 'king - man + woman -n 3'
check 'weights' agrees '0.7*hot + 0.3*cold -n 3' 2
check 'an analogy' agrees 'paris : france :: rome -n 3'
check 'by distance' agrees 'near paris --metric euclidean -n 3' 2
check 'a sum by distance' agrees 'king - man + woman --metric euclidean -n 2' 2
check 'by dot product' agrees 'near paris --metric dot -n 3' 2
check '3CosMul' agrees 'king - man + woman --mul -n 2' 2
check 'a pair' agrees 'sim cat dog'
check 'the odd one' agrees 'odd breakfast lunch dinner car'
check 'a rank' sh -c "'$program' --no-history --no-config --no-header -e 'rank king banana' -e explain 2>/dev/null | awk -F '\t' 'NF == 4 { r = \$3 } /the rank\$|: the rank/ { s = \$3 } END { exit r != s }'"
check 'dimensions add up to the cosine' sh -c "'$program' --no-history --no-config --no-header -e 'sim cat dog' -e explain 2>/dev/null | awk -F '\t' '/the cosine/ { c = \$3 } /of it from/ { s += \$3 } END { d = c - s; exit d * d > 1e-12 }'"
check 'words closer than another' agrees 'closer king monarch' 2
check 'sorted words' agrees 'sort cat car cow computer by animal + 0.5*dog' 3
check 'without a direction' agrees 'near rock --without music -n 5' 2
check 'a named vector' sh -c "'$program' --no-history --no-config --bail -e 'let royal = king - man' -e 'royal + woman' -e explain >/dev/null 2>&1"
check 'the mean of words' agrees 'centroid king queen prince' 2
check 'another pair of a matrix' agrees 'sim cat dog bird' 2
check 'doubles' agrees 'dups -n 3' 2
check 'a step of a way' agrees 'path cat car' 3
# its last step must be what was shown, or it fails
while read -r line; do
	check "explained: $line" gives 0 --bail -e "$line" -e 'explain 2'
done <<'F'
between cat car
near nurse --without "she - he"
axis he she : nurse doctor engineer
axis he she -n 5
plot cat dog cow car
plot -n 200 -c 3,4
tree cat dog cow car bus train
tree cat dog cow car bus train --linkage ward
cluster cat dog cow car bus train red green -k 3
scree
vec king
eval weat
eval analogies questions-words --max-rank 3000
text 'the king opened the gates of his castle'
text 'a cat sat' 'the dog lay' 'stocks fell'
hubs --top 500
plot -n 200 --by tsne
plot cat dog cow car --by tsne
F
for line in 'drift -n 4' 'compare king - man -n 4' 'compare paris --metric euclidean -n 4' 'drift -n 3 --match ^t'; do
	check "explained: $line, two models" gives 0 --bail "$root/tests/data/words.vec" "$root/tests/data/later.vec" -e "$line" -e 'explain 3'
done
check 'ways of words' gives 0 --bail -e "wmd 'the king eats bread' 'a queen drinks'" -e explain
v --no-header -e 'axis he she : nurse doctor' -e 'explain 2' 2>/dev/null >out
check 'the place on an axis is a step' awk -F '\t' '$1 == "nurse" { p = $2 } /: the cosine\t/ { c = $3 } END { d = p - c; exit !(p > 0.2 && d * d < 1e-12) }' out
check 'a word beside a vector on a map' gives 0 --bail -e 'let away = king - man' -e 'plot king queen man woman away' -e 'explain 4'
check 'all joins of a tree' sh -c "for i in 1 2 3 4 5; do '$program' --no-history --no-config --bail -e 'tree cat dog cow car bus train' -e \"explain \$i\" >/dev/null 2>&1 || exit 1; done"
while read -r line; do
	check "not explained, with a reason: $line" gives 1 -e "$line" -e explain
	check 'the reason' grep -qv 'note' err
done <<'F'
plot cat dog cow car --by umap
why cat dog
find ^qu
random
sim cat dog --relative
F
check 'nothing was asked' gives 1 -e explain
check 'a row that is not there' gives 1 -e 'near king -n 2' -e 'explain 3'
check 'what has no number' gives 1 -e 'find ^king' -e explain

for m in demo animals colours "$root/tests/data/words.vec"; do
	v --no-header "$m" -e examples 2>/dev/null | cut -f 1 >lines
	check "$(basename "$m"): there are examples" test "$(wc -l <lines)" -ge 3
	check "$(basename "$m"): each runs" gives 0 "$m" --bail -f lines
done

check 'a term' gives 0 -e 'glossary cosine'
check 'has two sentences' test "$(tr '\n' ' ' <out | grep -cE '\. .*\. *$')" -eq 1
check 'by another name, in the plural' gives 0 -e 'glossary Nearest Neighbours'
check 'with a hyphen or without' gives 0 -e 'glossary skip gram'
check 'all' gives 0 --no-header -e glossary
check 'each in two sentences' test -z "$(cut -f 2 out | grep -vE '^[^.]*([0-9]\.[0-9][^.]*)*\. [^ ].*\.$')"
check 'no such term' gives 1 -e 'glossary zebra'

# every answer to an analogy set is what the analogy alone answers
v --no-header -e 'eval analogies questions-words --answers' >all 2>/dev/null
check 'a row for each question' test "$(wc -l <all)" -eq 19544
check 'as many right as are counted' test "$(cut -f 8 all | grep -c 1)" -eq 11397
for n in 1 3000 9000 19544; do
	sed -n "${n}p" all | tr 'A-Z' 'a-z' | awk -F '\t' '{ print $2 " : " $3 " :: " $4 " -n 1"; print $6 "\t" $7 >"expected" }' >line
	check "question $n: $(cat line)" sh -c "'$program' --no-history --no-config --no-header -f line | cut -f 2,3 | awk -F '\t' -v OFS='\t' '{ printf \"%s\\t%.5f\\n\", \$1, \$2 }' | grep -qx \"\$(awk -F '\t' '{ printf \"%s\\t%.5f\", \$1, \$2 }' expected)\""
done

# groupings and pictures of a list
check 'a list by k-means' gives 0 --no-header -e 'cluster --in countries -k 5 -n 200'
check 'has every country once' test "$(cut -f 4 out | tr ',' '\n' | tr -d ' ' | sort -u | wc -l)" -eq 163
check 'its tree' gives 0 --no-header -e 'tree --in countries --linkage ward'
check 'joins all of it' grep -q '	163$' out
check 'its map' gives 0 --no-header -e 'plot --of countries --by tsne'
check 'shows all of it' test "$(wc -l <out)" -eq 163
check "a tree of nothing" gives 1 -e 'tree'
check 'a tree by dot product' gives 1 -e 'tree cat dog --metric dot'
check 'of one word that is left' gives 1 -e 'tree cat cat'
check 'a map of too few' gives 1 -e 'plot cat dog car --by tsne'
check 'components of t-SNE' gives 1 -e 'plot cat dog car cow --by tsne -c 1,2'
