# Big models have copies: the same answers, a new one when the file changes, none when nobody wants one.
awk 'BEGIN { for (i = 0; i < 40000; i++) { s = "w" i; for (k = 0; k < 50; k++) s = s " 0." ((i * 7919 + k * 104729) % 899999 + 100000); print s } }' >big.txt
export XDG_CACHE_HOME="$PWD/cache"
ask() { "$program" --no-history --no-config big.txt "$@" -e 'near w10 -n 3' -e 'sim w1 w2'; }
copies() { "$program" --no-history --no-config -e 'cache list' --no-header 2>/dev/null | wc -l; }

check 'the first time it is read' sh -c "'$program' --no-history --no-config big.txt -e info | grep -q 'rows	40000'"
check 'and a copy is made' test "$(copies)" = 1
ask >mapped.tsv 2>/dev/null
check 'the second time it is mapped' sh -c "'$program' --no-history --no-config big.txt -e info | grep -q 'its copy in the cache'"
"$program" --no-history --no-config -e 'cache clear' 2>/dev/null
check 'clear deletes it' test "$(copies)" = 0
"$program" --no-history --no-config -e 'set cache 0' -e 'open big.txt' -e 'near w10 -n 3' -e 'sim w1 w2' 2>/dev/null | sed -n '/^rank/,$p' >read.tsv
check 'set cache 0 makes none' test "$(copies)" = 0
check 'the answers are the same' cmp -s mapped.tsv read.tsv
ask >/dev/null 2>&1
sed -i '1s/0\.[0-9]*/0.5/' big.txt
check 'a file that changed is read again' sh -c "'$program' --no-history --no-config big.txt -e info 2>&1 | grep -q 'of an older file'"
copy=$(ls cache/vecscope/models/*.safetensors)
printf 'x' | dd of="$copy" bs=1 seek=100 conv=notrunc 2>/dev/null
check 'a damaged copy is named and made anew' sh -c "'$program' --no-history --no-config big.txt -e info 2>&1 | grep -q 'was damaged'"
check 'a folder that cannot be written is no fault' sh -c "XDG_CACHE_HOME=/dev/null '$program' --no-history --no-config big.txt -e 'sim w1 w2' >/dev/null"

# what is not finished at the end is made after it
cached() { "$program" --no-history --no-config "$@" -e info 2>/dev/null | grep -q 'its copy in the cache'; }
apart() { VECSCOPE_APART= "$program" --no-history --no-config big.txt "$@" -e 'near w10 -n 1' >/dev/null 2>&1; }
"$program" --no-history --no-config -e 'cache clear' 2>/dev/null
apart
check 'wait ends when the copy is there' sh -c "'$program' --no-history --no-config -e 'cache wait' 2>/dev/null | grep -q big.txt"
check 'and it is used' cached big.txt
"$program" --no-history --no-config -e 'cache clear' 2>/dev/null
apart -e 'set cache-after off'
check 'set cache-after off waits' test "$(copies)" = 1
"$program" --no-history --no-config -e 'cache clear' 2>/dev/null
for i in 1 2 3 4 5; do
	apart
	for p in /proc/[0-9]*; do
		cat "$p/cmdline" 2>/dev/null | tr '\0' ' ' | grep -q -e "--apart.*$PWD/" && kill -9 "${p#/proc/}" 2>/dev/null
	done
	"$program" --no-history --no-config -e 'cache wait' >/dev/null 2>&1
	ls -A cache/vecscope/models | grep -vE '^(lock|[0-9a-f]{16}[.]safetensors)$' >left
	[ -s left ] && break
done
check 'a process that is killed leaves nothing' test ! -s left
check 'nor half a copy' sh -c "'$program' --no-history --no-config big.txt -e info 2>&1 | { ! grep -q damaged; }"
"$program" --no-history --no-config -e 'cache clear' 2>/dev/null
check 'a session waits for its own copies' sh -c "timeout 30 '$program' --no-history --no-config big.txt -e 'near w10' -e 'cache wait' 2>/dev/null | grep -q big.txt"
printf 'w%s\n' 1 2 3 >words.txt
"$program" --no-history --no-config -e 'cache clear' -e 'cache add big.txt' >/dev/null 2>&1
check 'cache add makes one' cached big.txt
check 'again is no fault' gives 0 -e 'cache add big.txt'
check 'of what is no model it is' gives 1 -e 'cache add words.txt'
check 'and says why' grep -q 'no embedding file' err
gzip -k big.txt
mkdir folder
"$program" --no-history --no-config big.txt -e 'export folder/vectors.npy' >/dev/null 2>&1
for file in big.txt.gz folder/vectors.npy folder; do
	"$program" --no-history --no-config "$file" -e info 2>/dev/null | grep -vE '^(loading|memory|opened from)' >first.tsv
	"$program" --no-history --no-config -e "cache add $file" >/dev/null 2>&1
	"$program" --no-history --no-config "$file" -e info 2>/dev/null | grep -vE '^(loading|memory|opened from)' >second.tsv
	check "$file has a copy" cached "$file"
	check "which is the same model" cmp -s first.tsv second.tsv
done
unset XDG_CACHE_HOME
