#!/bin/sh
# The stored inputs of every fuzz target once more: tests/fuzz/run.sh. make fuzz looks for new ones.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build/release}
failed=0
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	if said=$(timeout 120 "$B/fuzz/replay_fuzz_$name" "tests/fuzz/seeds/$name" 2>&1); then
		echo "ok fuzz/$name"
	else
		echo "$said" | tail -n 20 | sed 's/^/# /'
		echo "not ok fuzz/$name"
		failed=1
	fi
done
exit $failed
