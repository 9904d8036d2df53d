#!/bin/sh
# Measure: each program prints "name value unit" lines; peers that are installed are measured beside
# it in the same run, and the ratios are printed at the end. These figures depend on the machine:
# compare ratios of one run.
#
# BENCH_ROWS=3000000 measures loading and opening so many rows of 300, and nothing else (4 GB of
# memory and three times as much disk, given back at the end).
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build/release}
dir=$B/bench-data
out=$dir/figures.txt
mkdir -p "$dir"
: >"$out"

run() { "$@" | tee -a "$out"; }
value() { awk -v n="$1" '$1 == n { v = $2 } END { print v }' "$out"; }
ratio() { # name, numerator, denominator, floor or aim
	awk -v n="$1" -v a="$(value "$2")" -v b="$(value "$3")" -v f="$4" \
		'BEGIN { if (a != "" && b + 0 > 0) printf "%-44s %8.2f   %s\n", n, a / b, f }' | tee -a "$out"
}

if [ -n "${BENCH_ROWS:-}" ]; then
	trap 'rm -rf "$dir/bench-$BENCH_ROWS.bin" "$dir/cache-big"' EXIT
	echo "== loading and opening from the cache ($BENCH_ROWS x 300)"
	run "$B/bench/bench_load" "$dir" "$BENCH_ROWS"
	run "$B/bench/bench_cache" "$B/vecscope" "$dir/bench-$BENCH_ROWS.bin" "$dir/cache-big"
	exit 0
fi

echo "== loading (400,000 x 300, files in $dir)"
run "$B/bench/bench_load" "$dir"
echo "== opening from the cache (start of the program to its end, 400,000 x 300)"
rm -rf "$dir/cache"
[ -s "$dir/bench.npy" ] || "$B/vecscope" --no-history --no-config "$dir/bench.bin" -e "export $dir/bench.npy" >"$dir/log"
[ -s "$dir/bench.bin.gz" ] || gzip -1 -k "$dir/bench.bin"
run "$B/bench/bench_cache" "$B/vecscope" "$dir/bench.bin" "$dir/cache" "$dir/bench.npy" "$dir/bench.bin.gz"
echo "== searching"
run "$B/bench/bench_search"
echo "== reading text"
run "$B/bench/bench_text"
echo "== judging (19,544 analogies on 400,000 x 300)"
run "$B/bench/bench_eval" "$dir" assets/wordlists/questions-words.txt
echo "== drawing"
run "$B/bench/bench_draw"
echo "== projecting"
run "$B/bench/bench_project"
if /usr/bin/python3 -c 'import sklearn' 2>/dev/null; then
	echo "== projecting, scikit-learn and umap-learn beside ours"
	run /usr/bin/python3 tests/bench/peer_project.py "$B/vecscope"
fi
text=${VECSCOPE_SHARED:-../shared}/data/corpora/enwiki-100mb.txt.zst
if [ -r "$text" ] && [ ! -s "$dir/wiki8.txt" ]; then
	zstd -dc "$text" 2>/dev/null | head -c 8000000 | sed '$d' >"$dir/wiki8.txt"
fi
echo "== the explorer in a pseudo-terminal; also while a file loads, and while it trains"
if [ -s "$dir/wiki8.txt" ]; then
	run "$B/bench/bench_screen" "$B/vecscope" "$dir/bench.bin" "$dir/wiki8.txt"
else
	run "$B/bench/bench_screen" "$B/vecscope" "$dir/bench.bin"
fi

if python3 -c 'import gensim' 2>/dev/null || /usr/bin/python3 -c 'import gensim' 2>/dev/null; then
	python=python3
	python3 -c 'import gensim' 2>/dev/null || python=/usr/bin/python3
	echo "== gensim, the same files"
	head -n 40001 "$dir/bench.txt" | sed '1s/.*/40000 300/' >"$dir/bench-tenth.txt"
	OPENBLAS_NUM_THREADS=$(nproc) run $python tests/bench/peer_gensim.py "$dir/bench.bin" "$dir/bench-tenth.txt" 10
	echo "== gensim and faiss: neighbours beside ours, analogies (a part, scaled)"
	OPENBLAS_NUM_THREADS=$(nproc) run $python tests/bench/peer_search.py "$dir/eval.bin" \
		assets/wordlists/questions-words.txt "$B/bench/bench_search"
fi

if [ -s "$dir/wiki8.txt" ]; then
	echo "== training (8 MB of Wikipedia, 1 epoch; words/s, words per second of processor time)"
	if [ -x /usr/bin/fasttext ] && /usr/bin/python3 -c 'import gensim' 2>/dev/null; then
		for threads in 1 2; do
			sh tests/bench/peers/train_speed.sh "$dir/wiki8.txt" $threads 2 |
				awk -v t=$threads '{ print "train_" $1 "_" $2 "_threads" t, $3, "words/s", $4, "words/cpu-s" }' |
				tee -a "$out"
		done
	else
		run "$B/bench/bench_train" "$dir/wiki8.txt" epochs=1
	fi
fi

echo "== ratios"
ratio "gensim load .bin / ours" gensim_load_bin load_bin "floor 5"
ratio "gensim load text / ours" gensim_load_text_scaled load_text "floor 25"
for threads in 1 2; do
	ratio "training: skip-gram / gensim, $threads threads" train_vecscope_sg_threads$threads train_gensim_sg_threads$threads "floor 10"
	ratio "training: skip-gram / fastText, $threads threads" train_vecscope_sg_threads$threads train_fasttext_sg_threads$threads "floor 18"
	ratio "training: CBOW / gensim, $threads threads" train_vecscope_cbow_threads$threads train_gensim_cbow_threads$threads "floor 3"
	ratio "training: sub-words / fastText, $threads threads" train_vecscope_sg-subword_threads$threads train_fasttext_sg-subword_threads$threads "floor 4"
done
ratio "training: two threads / one" train_vecscope_sg_threads2 train_vecscope_sg_threads1 "floor 1.8"
ratio "scikit-learn t-SNE / ours" sklearn_tsne_2000_words tsne_2000_words "floor 5"
ratio "umap-learn / ours" umap_learn_2000_words umap_2000_words "floor 1.5"
ratio "gensim near / ours" gensim_near_beside near_400k_beside "floor 6"
ratio "faiss IndexFlatIP / ours, one query" faiss_near_beside near_400k_beside "floor 15"
ratio "ours / reading the f32 matrix" near_400k_median read_400k "at most 0.35"
ratio "gensim analogies 30k / ours" gensim_eval_30k eval_30k "floor 30"
ratio "gensim analogies 400k / ours" gensim_eval_400k eval_400k "floor 60"
