#!/bin/sh
# Train on 100 MB of Wikipedia with three seeds and compare with the stored results of peers
# (tests/bench/peers/quality.tsv): five minutes. SEEDS="1 2 3", THREADS=2.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build/release}
data=${VECSCOPE_SHARED:-../shared}/data
dir=$B/bench-data
mkdir -p "$dir"
text=$dir/wiki100.txt
if [ ! -r "$data/corpora/enwiki-100mb.txt.zst" ]; then
	echo "bench-quality: $data/corpora/enwiki-100mb.txt.zst is not here" >&2
	exit 0
fi
[ -s "$text" ] || zstd -dc "$data/corpora/enwiki-100mb.txt.zst" 2>/dev/null | sed '$d' >"$text"
out=$dir/quality.tsv
: >"$out"
for seed in ${SEEDS:-1 2 3}; do
	for model in skipgram cbow; do
		for alpha in 0.025 0.05; do
			"$B/bench/bench_train" "$text" model=$model alpha=$alpha seed="$seed" \
				threads="${THREADS:-2}" eval="$data/eval" | tee -a "$out"
		done
	done
done
grep -v "^vecscope" tests/bench/peers/quality.tsv | cat "$out" - | awk -F '\t' '
	{ for (i = 3; i < NF; i += 2) v[$i] = $(i + 1)
	  kind = $2 == "skipgram" ? "sg" : $2
	  if (v["text"] != "" && v["text"] != "wiki100") { delete v; next }
	  if ($1 == "gensim" && v["workers"] != 1) { delete v; next }
	  k = kind " " sprintf("%.3f", v["alpha"]); keys[k]
	  n[$1, k]++; a[$1, k] += v["analogies"]; w[$1, k] += v["wordsim"]; delete v }
	END { for (k in keys) if (n["vecscope", k] && n["gensim", k]) {
		da = a["vecscope", k] / n["vecscope", k] - a["gensim", k] / n["gensim", k]
		dw = w["vecscope", k] / n["vecscope", k] - w["gensim", k] / n["gensim", k]
		printf "%-12s analogies %.2f (gensim %.2f, %+.2f)  wordsim %.3f (%.3f, %+.3f)  %s\n", k,
			a["vecscope", k] / n["vecscope", k], a["gensim", k] / n["gensim", k], da,
			w["vecscope", k] / n["vecscope", k], w["gensim", k] / n["gensim", k], dw,
			(da >= -0.5 && dw >= -0.01 ? "not below" : "BELOW") } }' | sort
