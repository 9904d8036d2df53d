# Training from outside: a file, a folder, standard input; what it says and what it leaves.
tale=$root/tests/data/tale.txt
quick='--min-count 2 --dim 16 --threads 1'

check 'a file' gives 0 -e "train $tale $quick" -e 'near king -n 3' -e 'sim king queen'
check 'is told as keys and values' grep -q '^rows	47$' out
check 'with its architecture' grep -q '^architecture	skipgram$' out
check 'and the new model answers' grep -qE '^[123]	(queen|prince|princess)	' out
check 'CBOW' gives 0 -e "train $tale $quick --model cbow"
check 'counting' gives 0 -e "train $tale --min-count 2 --dim 16 --model count" -e 'near king -n 3'
check 'finds the same company' grep -qE '^[123]	(queen|prince|princess)	' out
check 'counting is the same everywhere' sh -c "
	for k in scalar ''; do VECSCOPE_KERNELS=\$k '$program' --no-history --no-config -e 'train $tale --model count --dim 16' -e \"export count\$k.bin\" >/dev/null || exit 1; done
	cmp countscalar.bin count.bin"
check 'counting cannot be resumed' gives 1 -e "train $tale --model count --resume tale.bin"
check 'a text that ships' gives 0 -e 'train town --epochs 1'
check 'hierarchical softmax' gives 0 -e "train $tale $quick --hs"
check 'sub-words' gives 0 -e "train $tale $quick --subwords --bucket 1000"
check 'from a pipe' test "$(v -e "train - $quick" <"$tale" | grep -c '^name	text$')" -eq 1

mkdir -p folder/sub
cp "$tale" folder/one
cp "$tale" folder/sub/two.txt
check 'a folder' gives 0 -e "train folder $quick"
check 'with all its files' grep -q '^sentences	600$' out
check 'packed' sh -c "gzip -c '$tale' >tale.gz && '$program' --no-history --no-config -e 'train tale.gz $quick' | grep -q '^rows	47$'"

check 'the same seed gives the same bytes' sh -c "
	for i in 1 2; do '$program' --no-history --no-config -e 'train $tale $quick --seed 7' -e \"export same\$i.bin\" >/dev/null || exit 1; done
	cmp same1.bin same2.bin"
check 'another seed gives others' sh -c "
	'$program' --no-history --no-config -e 'train $tale $quick --seed 8' -e 'export other.bin' >/dev/null && ! cmp -s same1.bin other.bin"
check 'reproducible on every set of kernels' sh -c "
	for k in scalar ''; do VECSCOPE_KERNELS=\$k '$program' --no-history --no-config -e 'set reproducible on' -e 'train $tale $quick' -e \"export rep\$k.bin\" >/dev/null || exit 1; done
	cmp repscalar.bin rep.bin"

check 'the vocabulary is written' gives 0 -e "train $tale $quick --save-vocab words.txt"
check 'most frequent first' grep -q '^the ' words.txt
check 'and not over another file' gives 1 -e "train $tale $quick --save-vocab words.txt"
check 'unless told so' gives 0 -e "train $tale $quick --save-vocab words.txt --force"
check 'held-out sentences are measured' sh -c "'$program' --no-history --no-config -e 'train $tale $quick --holdout 5%' | grep -q '^held-out loss	'"

check 'a native file' gives 0 -e "train $tale $quick --epochs 2" -e 'export tale.safetensors'
check 'is an ordinary model' gives 0 tale.safetensors -e 'near king -n 1'
check 'and training goes on from it' gives 0 -e "train $tale $quick --resume tale.safetensors --epochs 4"
check 'for the epochs that are left' grep -q '^epochs	4 of 4$' out
check 'a checkpoint' gives 0 -e "train $tale $quick --checkpoint point.safetensors --checkpoint-every 0"
check 'is a model too' gives 0 point.safetensors -e 'near king -n 1'

# what cannot be
check 'no such file' gives 1 -e 'train nowhere.txt'
check 'an empty file' sh -c ": >empty; '$program' --no-history --no-config -e 'train empty' 2>err; test \$? -eq 1 && test \$(wc -l <err) -eq 1"
check 'one word' sh -c "echo word >one; '$program' --no-history --no-config -e 'train one --min-count 1' 2>err; test \$? -eq 1 && test \$(wc -l <err) -eq 1"
check 'words that are all too rare' gives 1 -e "train $tale --min-count 1000000"
check 'a program is no text' gives 1 -e "train $program"
check 'a negative dimension' gives 1 -e "train $tale --dim -5"
check 'a learning rate of nothing' gives 1 -e "train $tale --alpha x"
check 'a share that is none' gives 1 -e "train $tale --holdout much"
check 'stop without a training' gives 1 -e stop

# Ctrl-C once: what was learned is kept, and the lines after it run
"$program" --no-history --no-config -e "train $tale --min-count 2 --dim 64 --epochs 100000 --save-vocab begun" \
	-e 'near king -n 1' >out 2>err </dev/null &
pid=$!
while [ ! -e begun ] && kill -0 $pid 2>/dev/null; do sleep 0.02; done
sleep 0.1
kill -INT $pid
wait $pid
check 'Ctrl-C ends it well' test $? -eq 0
check 'and keeps what was learned' grep -q '^rank	word	cosine$' out

# what was learned of the output side
check 'words are predicted from their company' sh -c "
	'$program' --no-history --no-config -e 'train $tale $quick' -e 'predict the sat on the -n 5' | tail -n 5 | grep -qE '	(throne|king|queen|prince|princess|wore|on|crown)	'"
check 'also from a native file' gives 0 tale.safetensors -e 'predict the king'
check 'words that are not there are left out' sh -c "'$program' --no-history --no-config tale.safetensors -e 'predict nothere king' 2>&1 | grep -q 'left out'"
check 'some must be there' gives 1 tale.safetensors -e 'predict nothere'
check 'not from vectors alone' gives 1 -e 'predict the king of'
