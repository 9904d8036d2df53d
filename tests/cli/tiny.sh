# The two models made by hand are opened by name, from anywhere, and hold what their page says.
check 'open animals' gives 0 -e 'open animals' -e 'vec cat'
check 'two dimensions' grep -q '^dimensions	2$' out
check 'open colours' gives 0 -e 'open colours' -e 'purple - red + blue -n 3 --metric euclidean'
check 'purple without red, with blue, is blue' grep -qE '	(azure|cobalt|navy)	' out
check 'the other spelling' gives 0 -e 'open colors'
check 'also as an argument' gives 0 animals -e 'near dog -n 1 --metric euclidean'
check 'a kitten is nearest to a cat' sh -c "'$program' --no-history --no-config animals -e 'near kitten -n 1 --metric euclidean' | grep -q '	cat	'"
printf '1 1\nword 1\n' >animals
check 'a file of that name goes first' gives 0 -e 'open animals'
check 'and is what was opened' grep -q '^rows	1$' out
check 'names of colours on their own colour' sh -c "
	'$program' --no-history --no-config --color always colours -e 'set mode table' -e 'near red -n 2' | grep -q '\[38;5;[0-9]*;48;5;[0-9]*m *scarlet'"
check 'not without colour' sh -c "! '$program' --no-history --no-config colours -e 'set mode table' -e 'near red -n 2' | grep -q '48;5'"
check 'and no other model' sh -c "! '$program' --no-history --no-config --color always -e 'set mode table' -e 'near red -n 2' | grep -q '48;5'"
