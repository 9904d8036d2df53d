#!/bin/sh
# The program in a real terminal: tests/tmux/run.sh [NAME…]. Each script here is sourced with the
# functions below; its terminal is a tmux pane with a shell, so that leaving, stopping and coming
# back are seen too. Nothing sleeps for a fixed time: `sees` looks until the text is there.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=$root/${B:-build/release}/vecscope
failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/vecscope-tmux-XXXXXX")

if ! command -v tmux >/dev/null 2>&1; then
	echo "ok tmux # SKIP tmux is not here"
	exit 0
fi

t() { tmux -S "$socket" -f /dev/null "$@"; }
trap 'rm -rf "$work"' EXIT
unset NO_COLOR TMUX COLORFGBG
export VECSCOPE_APART=no LC_ALL=C.UTF-8 HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
export XDG_CACHE_HOME="$work/cache" XDG_DATA_HOME="$work/data" INPUTRC=/dev/null

# terminal COLSxROWS: a fresh pane with a shell in it. A server of its own: one that is told to end
# may still do so while the next one is asked for.
terminal() {
	rm -rf "$work/state"
	mkdir -p "$work/home"
	t new-session -d -x "${1%x*}" -y "${1#*x}" "cd '$root' && exec sh -i" \; set -g escape-time 0 \
		\; set -g status off \; set -g default-terminal tmux-256color \; set -g mouse off
	types "PS1='sh''ell> '"
	keys Enter
	sees 'shell>'
}

screen() { t capture-pane -p; }

# sees TEXT / misses TEXT: look at the screen until it shows, or no longer shows, a fixed text
sees() {
	n=0
	until screen | grep -qF -- "$1"; do
		n=$((n + 1))
		[ $n -lt 400 ] || { echo "# not on the screen: $1"; screen | sed 's/^/# |/'; return 1; }
		tmux_wait
	done
}

misses() {
	n=0
	while screen | grep -qF -- "$1"; do
		n=$((n + 1))
		[ $n -lt 400 ] || { echo "# still on the screen: $1"; screen | sed 's/^/# |/'; return 1; }
		tmux_wait
	done
}

# the shortest wait that plain sh knows of
tmux_wait() { sleep 0.05; }

types() { t send-keys -l -- "$1"; }
keys() { t send-keys -- "$@"; }

# run ARGS…: the program in the pane, without history unless `kept` is set
run() {
	types "'$program' ${kept:---no-history} --no-config $*"
	keys Enter
}

check() {
	what=$1
	shift
	if "$@"; then
		echo "ok tmux/$script: $what"
	else
		echo "not ok tmux/$script: $what"
		failed=1
	fi
}

for path in ${*:-tests/tmux/*.sh}; do
	[ -e "$path" ] || path=tests/tmux/$path.sh
	script=$(basename "$path" .sh)
	[ "$script" != run ] || continue
	kept=
	socket=$work/$script.socket
	terminal 80x24
	. "$root/$path"
	t kill-server
done
exit $failed
