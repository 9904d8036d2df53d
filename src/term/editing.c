/*
 * Completion without readline's own idea of words. A token of ours may hold quotes, spaces, paths
 * or Chinese, and the command table knows best where it starts. So readline is told that there are
 * no word breaks at all: it completes the whole line up to the cursor, and each candidate is that
 * line with its last token replaced. TAB, M-?, M-*, menu-complete all work, whatever inputrc says.
 */
#include "term/editing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "term/locale.h"

/* readline keeps its state in globals; this is our part of it. */
static struct {
	struct lineedit_hooks hooks;
	void (*show)(char **items, size_t n);
	size_t token_at; /* of the last completion */
} editing;

const struct lineedit_hooks *editing_hooks(void)
{
	return &editing.hooks;
}

void editing_clean(struct strbuf *out, const char *s, size_t n, char newline)
{
	while (n) {
		uint32_t cp;
		size_t used = utf8_decode(s, n, &cp);
		bool crlf = n > 1 && s[0] == '\r' && s[1] == '\n';

		if (!used)
			strbuf_addc(out, *s); /* not UTF-8: kept as it is */
		else if (cp == '\n' || (cp == '\r' && !crlf))
			strbuf_addc(out, newline);
		else if (cp == '\t')
			strbuf_addc(out, ' ');
		else if (cp >= 0x20 && (cp < 0x7F || cp > 0x9F))
			strbuf_add(out, s, used);
		s += used ? used : 1;
		n -= used ? used : 1;
	}
}

/* --- completion ------------------------------------------------------------------------------- */

/* Words come from files: what could not be shown as it is, is not offered. */
static bool is_printable(const char *item)
{
	struct strbuf sb = STRBUF_INIT;
	bool same;

	display_put(&sb, item, strlen(item));
	same = strcmp(sb.buf, item) == 0;
	strbuf_release(&sb);
	return same;
}

/* Drop what must not be offered; returns how many stay. */
static size_t keep_printable(char **items, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_printable(items[i]))
			items[kept++] = items[i];
		else
			free(items[i]);
	}
	return kept;
}

/* Bytes that all items share, whole characters only. */
static size_t common_prefix(char **items, size_t n)
{
	size_t len = strlen(items[0]);

	for (size_t i = 1; i < n; i++) {
		size_t same = 0;

		while (same < len && items[i][same] == items[0][same])
			same++;
		len = same;
	}
	while (len && ((unsigned char)items[0][len] & 0xC0) == 0x80)
		len--;
	return len;
}

/* readline's list: [0] what to insert, then the candidates, each the line up to its end. */
static char **make_matches(const char *line, size_t cursor, char **items, size_t n)
{
	char **matches = xcalloc(n + 2, sizeof(*matches));
	int at = (int)editing.token_at;
	size_t common = common_prefix(items, n);

	if (n == 1) {
		matches[0] = xasprintf("%.*s%s", at, line, items[0]);
		return matches;
	}
	/* loose matches may share less than what was typed: keep that */
	if (common < cursor - editing.token_at)
		matches[0] = xstrndup(line, cursor);
	else
		matches[0] = xasprintf("%.*s%.*s", at, line, (int)common, items[0]);
	for (size_t i = 0; i < n; i++)
		matches[i + 1] = xasprintf("%.*s%s", at, line, items[i]);
	return matches;
}

static char **attempt_completion(const char *text, int start, int end)
{
	char **items = NULL, **matches = NULL;
	size_t n = 0, cursor = (size_t)rl_point, at = cursor;

	(void)text, (void)start, (void)end;
	rl_attempted_completion_over = 1;
	if (!editing.hooks.complete)
		return NULL;
	editing.hooks.complete(editing.hooks.ctx, rl_line_buffer, cursor, &items, &n, &at);
	editing.token_at = MIN(at, cursor);
	n = keep_printable(items, n);
	if (n)
		matches = make_matches(rl_line_buffer, cursor, items, n);
	if (n == 1)
		rl_completion_suppress_append = *items[0] && items[0][strlen(items[0]) - 1] == '/';
	for (size_t i = 0; i < n; i++)
		free(items[i]);
	free(items);
	return matches;
}

static void display_matches(char **matches, int count, int longest)
{
	size_t n = count > 0 ? (size_t)count : 0;
	char **items = xcalloc(n + 1, sizeof(*items));

	(void)longest;
	for (size_t i = 0; i < n; i++)
		items[i] = matches[i + 1] + MIN(editing.token_at, strlen(matches[i + 1]));
	if (editing.show)
		editing.show(items, n);
	free(items);
}

/* --- set-up ----------------------------------------------------------------------------------- */

void editing_begin(const struct lineedit_hooks *hooks, void (*show)(char **items, size_t n))
{
	locale_init();
	editing.hooks = *hooks;
	editing.show = show;
	rl_readline_name = "vecscope";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_attempted_completion_function = attempt_completion;
	rl_completion_display_matches_hook = display_matches;
	rl_completion_query_items = -1;
	rl_completer_word_break_characters = "";
	rl_basic_word_break_characters = "";
	rl_completer_quote_characters = NULL;
	rl_sort_completion_matches = 0; /* the most frequent word first */
	using_history();
}

void editing_bind_keys(void)
{
	static const struct {
		const char *seq;
		rl_command_func_t *fn;
	} binds[] = {
		{ "\033[3~", rl_delete },	   { "\033[H", rl_beg_of_line },
		{ "\033[F", rl_end_of_line },	   { "\033[1~", rl_beg_of_line },
		{ "\033[4~", rl_end_of_line },	   { "\033[A", rl_get_previous_history },
		{ "\033[B", rl_get_next_history }, { "\033[C", rl_forward_char },
		{ "\033[D", rl_backward_char },	   { "\033[1;5C", rl_forward_word },
		{ "\033[1;5D", rl_backward_word }, { "\033[1;3C", rl_forward_word },
		{ "\033[1;3D", rl_backward_word }, { "\033[3;5~", rl_kill_word },
	};
	static const char *const maps[] = { "emacs-standard", "vi-insert", "vi-command" };

	for (size_t m = 0; m < ARRAY_LEN(maps); m++) {
		Keymap map = rl_get_keymap_by_name(maps[m]);

		for (size_t i = 0; map && i < ARRAY_LEN(binds); i++)
			rl_bind_keyseq_if_unbound_in_map(binds[i].seq, binds[i].fn, map);
	}
	rl_variable_bind("show-all-if-ambiguous", "on");
}

/* --- history list ----------------------------------------------------------------------------- */

void lineedit_add_history(const char *line)
{
	struct strbuf sb = STRBUF_INIT;
	HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;

	editing_clean(&sb, line, strlen(line), ' ');
	if (sb.buf[0] && sb.buf[0] != ' ' && !(last && strcmp(last->line, sb.buf) == 0))
		add_history(sb.buf);
	using_history(); /* readline takes the entry it stands on for the line being edited */
	strbuf_release(&sb);
}

void lineedit_clear_history(void)
{
	rl_clear_history();
	using_history();
}
