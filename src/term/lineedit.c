/*
 * readline inside the screen. It never touches the terminal: keys come from a queue that holds all
 * bytes of one key before readline is called (a search for 王 needs its three bytes at once), its
 * output goes to /dev/null, and what it would show is read from its variables and drawn by the ui.
 *
 * A sequence that readline does not bind would leave its tail in the line as text, so it is looked
 * up first and dropped if nobody wants it.
 */
#include "term/lineedit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "term/editing.h"

#define VI_MODE 0 /* rl_editing_mode */
/* States in which readline waits for another key of the same command. */
#define STATES_BUSY                                                                                \
	(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG | RL_STATE_MULTIKEY |           \
	 RL_STATE_VIMOTION | RL_STATE_CHARSEARCH | RL_STATE_METANEXT)

/* readline keeps its state in globals; this is our part of it. */
static struct {
	bool open;
	struct strbuf queue;
	size_t queue_at;
	FILE *sink;
	char *line; /* finished, not yet handed over */
	bool finished;
	struct strbuf prompt; /* as shown */
} editor = { .queue = STRBUF_INIT, .prompt = STRBUF_INIT };

/* --- what readline calls ---------------------------------------------------------------------- */

static int queue_getc(FILE *stream)
{
	(void)stream;
	if (editor.queue_at == editor.queue.len)
		return '\a'; /* a command that wants more than its key: Ctrl-G ends it */
	return (unsigned char)editor.queue.buf[editor.queue_at++];
}

static int queue_has_input(void)
{
	return editor.queue_at < editor.queue.len;
}

static void redisplay(void)
{
	/* the ui draws after every key */
}

static void on_line(char *line)
{
	free(editor.line);
	editor.line = line;
	editor.finished = true;
}

static void show_matches(char **items, size_t n)
{
	const struct lineedit_hooks *hooks = editing_hooks();

	if (hooks->matches)
		hooks->matches(hooks->ctx, items, n);
}

/* --- opening and closing ---------------------------------------------------------------------- */

void lineedit_open(const struct lineedit_hooks *hooks, const char *prompt)
{
	editing_begin(hooks, show_matches);
	editor.sink = fopen("/dev/null", "w");
	rl_instream = stdin;
	rl_outstream = editor.sink;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_getc_function = queue_getc;
	rl_input_available_hook = queue_has_input;
	rl_redisplay_function = redisplay;
	editor.open = true;
	rl_callback_handler_install(prompt, on_line);
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("enable-bracketed-paste", "off");
	editing_bind_keys();
}

void lineedit_close(void)
{
	if (!editor.open)
		return;
	lineedit_cancel();
	rl_callback_handler_remove();
	rl_prep_term_function = rl_prep_terminal;
	rl_deprep_term_function = rl_deprep_terminal;
	rl_getc_function = rl_getc;
	rl_input_available_hook = NULL;
	rl_redisplay_function = rl_redisplay;
	rl_outstream = NULL;
	if (editor.sink)
		fclose(editor.sink);
	editor.sink = NULL;
	free(editor.line);
	editor.line = NULL;
	strbuf_release(&editor.queue);
	strbuf_release(&editor.prompt);
	editor.queue = editor.prompt = (struct strbuf)STRBUF_INIT;
	editor.open = false;
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool is_busy(void)
{
	return RL_ISSTATE(STATES_BUSY) != 0;
}

static bool in_vi_insert(void)
{
	return rl_editing_mode == VI_MODE && strcmp(lineedit_mode(), "[i]") == 0;
}

static void hand_over(void)
{
	const struct lineedit_hooks *hooks = editing_hooks();
	char *line = editor.line;

	if (!editor.finished)
		return;
	editor.finished = false;
	editor.line = NULL;
	if (line)
		lineedit_add_history(line);
	using_history();
	if (hooks->line)
		hooks->line(hooks->ctx, line);
	free(line);
}

static void feed(const char *bytes, size_t n)
{
	strbuf_clear(&editor.queue);
	strbuf_add(&editor.queue, bytes, n);
	editor.queue_at = 0;
	while (queue_has_input() && !editor.finished)
		rl_callback_read_char();
}

/* Does readline know the sequence, as a whole or (`prefix`) as the start of longer ones? */
static bool is_bound(const char *seq, size_t n, bool prefix)
{
	int type;
	rl_command_func_t *fn = rl_function_of_keyseq_len(seq, n, NULL, &type);

	return fn && (prefix || type != ISKMAP);
}

/* A sequence of several bytes that starts with ESC. */
static bool feed_sequence(const struct key *key)
{
	if (is_bound(key->raw, key->raw_len, false)) {
		feed(key->raw, key->raw_len);
		return true;
	}
	if (rl_editing_mode != VI_MODE || !(key->mods & KEY_META_) || key->raw[1] == '[')
		return false;
	/* in vi mode Esc and a quick key behind it are two keys */
	feed(key->raw, 1);
	feed(key->raw + 1, key->raw_len - 1);
	return true;
}

bool lineedit_key(const struct key *key)
{
	bool used = true;

	if (key->code == KEY_PASTE_) {
		lineedit_insert(key->text ? key->text : "");
		return true;
	}
	if (key->code == KEY_MOUSE_ || key->code == KEY_RESIZE_ || !key->raw_len)
		return false;
	if (key->code == KEY_ESC_ && !is_busy() && !in_vi_insert())
		return false;
	if ((size_t)rl_end >= EDITING_LINE_MAX && key->code == KEY_CHAR_ && !key->mods)
		return true; /* full; the key is not for anybody else */
	if (key->raw[0] == '\033' && key->raw_len > 1)
		used = feed_sequence(key);
	else if (key->raw_len == 1 && !(key->raw[0] & ~0x1F) && !is_busy() &&
		 !is_bound(key->raw, 1, true))
		used = false; /* a control that nothing is bound to */
	else
		feed(key->raw, key->raw_len);
	hand_over();
	return used;
}

/* --- looking at the line ---------------------------------------------------------------------- */

const char *lineedit_prompt(void)
{
	const char *s = rl_display_prompt ? rl_display_prompt : "";

	/* \001 and \002 mark what takes no room; only readline's own display knows them */
	strbuf_clear(&editor.prompt);
	for (; *s; s++)
		if (*s != RL_PROMPT_START_IGNORE && *s != RL_PROMPT_END_IGNORE)
			strbuf_addc(&editor.prompt, *s);
	return editor.prompt.buf;
}

const char *lineedit_text(size_t *len, size_t *cursor)
{
	*len = rl_end > 0 ? (size_t)rl_end : 0;
	*cursor = rl_point > 0 ? MIN((size_t)rl_point, *len) : 0;
	return rl_line_buffer ? rl_line_buffer : "";
}

const char *lineedit_mode(void)
{
	const char *map;

	if (rl_editing_mode != VI_MODE)
		return "";
	map = rl_get_keymap_name(rl_get_keymap());
	return map && strcmp(map, "vi-insert") == 0 ? "[i]" : "[n]";
}

/* --- changing it ------------------------------------------------------------------------------ */

void lineedit_cancel(void)
{
	rl_callback_sigcleanup();
	rl_free_line_state();
	rl_clear_message();
	rl_replace_line("", 1);
	rl_point = rl_mark = 0;
	using_history();
}

static void insert_clean(const struct strbuf *text)
{
	size_t room = EDITING_LINE_MAX - MIN(EDITING_LINE_MAX, (size_t)rl_end);
	char *cut = xstrndup(text->buf, MIN(text->len, room));
	size_t n = strlen(cut);

	/* never half a character */
	while (n < text->len && n && ((unsigned char)text->buf[n] & 0xC0) == 0x80)
		n--;
	cut[n] = '\0';
	rl_begin_undo_group();
	rl_insert_text(cut);
	rl_end_undo_group();
	free(cut);
}

void lineedit_set_text(const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	editing_clean(&sb, text, strlen(text), ' ');
	lineedit_cancel();
	insert_clean(&sb);
	strbuf_release(&sb);
}

void lineedit_insert(const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	editing_clean(&sb, text, strlen(text), ' ');
	if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH))
		feed(sb.buf, MIN(sb.len, 256u)); /* it is what is looked for */
	else if (sb.len)
		insert_clean(&sb);
	strbuf_release(&sb);
	hand_over();
}
