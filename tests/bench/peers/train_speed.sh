#!/bin/sh
# Speed of training side by side: each program in turn, several rounds, the best of each counts.
#   tests/bench/peers/train_speed.sh TEXT [THREADS [ROUNDS]]
# Prints "program kind words/s words/cpu-s": vocabulary words of the text over wall time, and over
# the processor time of all threads (what a busy machine spoils less); fastText's wall time and
# processor time have those of its vocabulary pass (0 epochs' worth: a run on `-epoch 1 -dim 1 -neg 1
# -ws 1`) taken off. Needs Debian's python3-gensim and fasttext.
set -eu
text=$1 threads=${2:-1} rounds=${3:-3}
cd "$(dirname "$0")/../../.."
B=${B:-build/release}
python=${PYTHON:-/usr/bin/python3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export OPENBLAS_NUM_THREADS=1

ours() { # kind options…
	kind=$1; shift
	"$B/bench/bench_train" "$text" threads=$threads epochs=1 "$@" |
		awk -F '\t' -v k="$kind" '{ print "vecscope", k, $14, $16 }'
}

gensim() { # sg|cbow
	$python tests/bench/peers/gensim_train.py "$text" "$1" 100 "$threads" 1 0.025 1 - - |
		awk -F '\t' -v k="$1" '{ print "gensim", k, $14, $16 }'
}

seconds() { # wall and user + system seconds of a command
	/usr/bin/env bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1' bash "$@" 2>&1 |
		awk '{ print $1, $2 + $3 }'
}

fasttext_run() { # kind options…
	kind=$1; shift
	set -- fasttext skipgram -input "$text" -output "$dir/m" -minCount 5 -t 1e-4 -thread "$threads" "$@"
	pass=$(seconds "$@" -epoch 1 -dim 1 -ws 1 -neg 1 -minn 0 -maxn 0 -bucket 0)
	all=$(seconds "$@" -epoch 1 -lr 0.025 -dim 100 -ws 5 -neg 5)
	echo "$pass $all $words" | awk -v k="$kind" '{ print "fasttext", k, $5 / ($3 - $1), $5 / ($4 - $2) }'
}

words=$("$B/bench/bench_train" "$text" threads=1 epochs=1 dim=1 window=1 negative=1 |
	awk -F '\t' '{ print $20 }')
for round in $(seq "$rounds"); do
	ours sg model=skipgram alpha=0.025
	gensim sg
	ours sg-alpha.05 model=skipgram alpha=0.05
	fasttext_run sg -minn 0 -maxn 0 -bucket 0
	ours cbow model=cbow alpha=0.025
	gensim cbow
	ours cbow-alpha.05 model=cbow alpha=0.05
	ours sg-subword model=skipgram alpha=0.025 minn=3 maxn=6 bucket=2000000
	fasttext_run sg-subword -minn 3 -maxn 6 -bucket 2000000
done | awk '{ key = $1 " " $2; if ($3 > wall[key]) wall[key] = $3; if ($4 > cpu[key]) cpu[key] = $4 }
	END { for (k in wall) printf "%-22s %10.0f %10.0f\n", k, wall[k], cpu[k] }' | sort
