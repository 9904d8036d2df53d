# Every example of every command runs on the model that ships.
v --no-header -e help 2>/dev/null | cut -f 2 | while read -r verb; do
	v -e "help $verb" 2>/dev/null | sed -n '/^examples$/,/^$/s/^  \(.*\) # .*/\1/p'
done | sed 's/ *$//' | sort -u >examples
check 'there are examples' test "$(wc -l <examples)" -gt 40
while read -r line; do
	# what acts on the screen or on what was asked before has its own tests
	verb=${line%% *}
	case " $(v --no-header -e help 2>/dev/null | awk -F '\t' '$1 == "Screen" || $1 == "History" { printf "%s ", $2 }')" in
	*" $verb "*) continue ;;
	esac
	check "$line" gives 0 -e 'near king' -e 'mark king' -e "$line"
done <examples
