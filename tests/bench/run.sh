#!/bin/sh
# Measure: each program prints "name value unit" lines; peers that are installed are measured beside
# it in the same run, and the ratios are printed at the end. These figures depend on the machine:
# compare ratios of one run.
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

echo "== loading (400,000 x 300, files in $dir)"
run "$B/bench/bench_load" "$dir"
echo "== opening from the cache (start of the program to its end, 400,000 x 300)"
run "$B/bench/bench_cache" "$B/vecscope" "$dir/bench.bin" "$dir/cache"
echo "== searching"
run "$B/bench/bench_search"
echo "== drawing"
run "$B/bench/bench_draw"
echo "== the explorer in a pseudo-terminal"
run "$B/bench/bench_screen" "$B/vecscope" "$dir/bench.bin"

if python3 -c 'import gensim' 2>/dev/null || /usr/bin/python3 -c 'import gensim' 2>/dev/null; then
	python=python3
	python3 -c 'import gensim' 2>/dev/null || python=/usr/bin/python3
	echo "== gensim, the same files"
	head -n 40001 "$dir/bench.txt" | sed '1s/.*/40000 300/' >"$dir/bench-tenth.txt"
	OPENBLAS_NUM_THREADS=$(nproc) run $python tests/bench/peer_gensim.py "$dir/bench.bin" "$dir/bench-tenth.txt" 10
fi

echo "== ratios"
ratio "gensim load .bin / ours" gensim_load_bin load_bin "floor 5"
ratio "gensim load text / ours" gensim_load_text_scaled load_text "floor 25"
ratio "gensim near / ours" gensim_near_median near_400k_median "more is better"
