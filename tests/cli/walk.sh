# The README's walk through the embedding layer of a language model, as it stands there.
model=$root/../shared/fixtures/gguf/stories260K.gguf
if [ ! -r "$model" ]; then
	skip 'the walk of the README' 'the shared fixtures are not here'
else
	ln -s "$model" stories260K.gguf
	mkdir tokens
	sed -n '/^### A walk through/,/^## /s/^› *//p' "$root/README.md" | sed 's/  *#.*//' >walk
	check 'it has its lines' test "$(wc -l <walk)" -eq 8
	check 'every line answers' gives 0 stories260K.gguf --bail --no-header -f walk
	answer() { awk -v n="$1" 'BEGIN { RS = "" } NR == n' out; } # the N-th table
	check 'the table of tokens is the one in use' grep -q '^token_embd.weight.*yes$' out
	answer 3 | cut -f 2 | tr '\n' ' ' >words
	check 'what is near mom' grep -qx 'little ##my friend ' words
	answer 4 | head -n 3 | cut -f 2 | tr '\n' ' ' >raw
	check 'the name in the file asks the same' cmp -s words raw
	answer 5 | cut -f 2 >inside
	check 'inside of words there are other neighbours' sh -c "[ $(wc -l <inside) -eq 3 ] && ! grep -qv '^##' inside"
	check 'and leaves a pair of files' test -s tokens/vectors.tsv -a -s tokens/metadata.tsv
	check 'with a name for each of 512 rows' test "$(wc -l <tokens/metadata.tsv)" -eq 512
fi
