# The configuration file, the history and the environment.
mkdir -p "$XDG_CONFIG_HOME/vecscope"
printf '# mine\nset count 2\n\nset mode csv   # too\n' >"$XDG_CONFIG_HOME/vecscope/config"
check 'settings come from the file' test "$("$program" --no-history -e 'near king' | wc -l)" -eq 3
check 'options win over the file' test "$("$program" --no-history --tsv -e 'near king' | head -n 1 | cut -f 1)" = rank
check '--no-config leaves it alone' test "$("$program" --no-history --no-config -e 'near king' | wc -l)" -eq 11
printf 'set count none\nnonsense\n' >"$XDG_CONFIG_HOME/vecscope/config"
"$program" --no-history -e 'near king' >out 2>err
check 'a bad line does not stop the program' test $? -eq 0
check 'each bad line is named' sh -c "grep -q 'config:1: set count' err && grep -q 'config:2: ' err"
rm -r "$XDG_CONFIG_HOME/vecscope"

rm -rf "$XDG_STATE_HOME"
"$program" --no-history -e 'near king' >/dev/null
check '--no-history makes no file' test ! -e "$XDG_STATE_HOME/vecscope"
"$program" -e 'near king -n 1' -e ' near queen -n 1' >/dev/null
check 'a line is remembered' sh -c "'$program' -e 'history king' 2>/dev/null | grep -q 'near king'"
check 'one with a space in front is not' sh -c "! '$program' -e 'history queen' 2>/dev/null | grep -q 'near queen'"
check 'only the owner may read it' test "$(stat -c %a "$XDG_STATE_HOME/vecscope/history.db")" = 600
rm -rf "$XDG_STATE_HOME"
touch "$XDG_STATE_HOME"
"$program" -e 'near king -n 1' >out 2>err
check 'a folder that cannot be made is one warning' test "$(wc -l <err)" -eq 1
check 'and the answer comes' grep -q prince out
rm -f "$XDG_STATE_HOME"
