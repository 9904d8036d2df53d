# 0 all went well, 1 a command failed, 2 usage, 3 a model cannot be read, 130 interrupted
check 'a good command gives 0' gives 0 -e 'near king -n 1'
check 'nothing to do gives 0' gives 0 -e '# a comment'
check 'an unknown word gives 1' gives 1 -e 'near kingg'
check 'the rest still runs' gives 1 -e 'near kingg' -e 'near king -n 1'
check 'and prints its answer' grep -q prince out
check '--bail stops' gives 1 --bail -e 'near kingg' -e 'near king -n 1'
check 'before the next answer' test ! -s out
check 'open of a missing file gives 1' gives 1 -e 'open missing.bin'
check 'an unknown option gives 2' gives 2 --nonsense
check 'with one sentence' grep -q '^vecscope: there is no option --nonsense' err
check 'a bad value gives 2' gives 2 --threads many
check 'a missing value gives 2' gives 2 --threads
check 'unknown kernels give 2' gives 2 --kernels mmx
check 'a missing model gives 3' gives 3 missing.bin -e 'near king'
check 'and nothing runs' test ! -s out
echo 'this is no embedding' >prose.txt
check 'prose as a model gives 3' gives 3 prose.txt -e 'near king'
check '--help gives 0' gives 0 --help
check 'and prints to standard output' grep -q '^usage: vecscope' out
check 'three examples stand first' sh -c 'head -n 3 out | grep -c "^vecscope " | grep -qx 3'
check '--version gives 0' gives 0 --version
check 'name and number come first' sh -c 'head -n 1 out | grep -qE "^vecscope [0-9]+\.[0-9]+"'
check 'quit stops a batch' gives 0 -e quit -e 'near kingg'
check 'a failed -f file gives 1' gives 1 -f missing.lines

# SIGINT while the program waits for a line: the pipe stays open until it has answered once
mkfifo lines answers
"$program" --no-history --no-config <lines >answers 2>/dev/null &
pid=$!
exec 3>lines 4<answers
echo 'near king -n 1' >&3
read -r _ <&4
kill -INT $pid
exec 3>&- 4<&-
wait $pid
check 'SIGINT gives 130' test $? -eq 130
