/*
 * From a line to an answer.
 *
 * What a line means is decided by its first two tokens: blank or comment; "=" in front or an
 * operator behind the first token makes it an expression or an analogy; a verb makes it a command;
 * one word asks for its neighbours; several bare words are a phrase of the vocabulary or a mistake.
 */
#include "app/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson_run.h"
#include "app/output.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/query.h"
#include "token.h"

#define HISTORY_ROWS  1000
#define HISTORY_BYTES 65536

/* --- which command --- */

static bool is_operator(const struct token *t)
{
	static const char *const ops[] = { "+", "-", "*", ":", "::" };

	for (size_t i = 0; !t->quoted && i < ARRAY_LEN(ops); i++)
		if (!strcmp(t->text, ops[i]))
			return true;
	return false;
}

static bool has_operator(const struct tokens *t)
{
	for (size_t i = 0; t->count > 1 && i < t->count; i++)
		if (is_operator(&t->items[i]))
			return true;
	return false;
}

static const struct command *expression_command(const struct tokens *t)
{
	for (size_t i = 1; i < t->count; i++)
		if (!t->items[i].quoted && t->items[i].text[0] == ':')
			return command_find("analogy");
	return command_find("near");
}

/* The options of the line again, behind the quoted phrase. */
static char *phrase_line(const char *phrase, const struct args *a)
{
	struct strbuf sb = STRBUF_INIT;

	token_quote(phrase, &sb);
	for (size_t i = 0; i < a->spec_count; i++) {
		if (!a->text[i])
			continue;
		strbuf_addf(&sb, " --%s", a->spec[i]->name);
		if (a->spec[i]->kind != ARG_NONE) {
			strbuf_addc(&sb, '=');
			token_quote(a->text[i], &sb);
		}
	}
	return strbuf_detach(&sb, NULL);
}

static const char *near_verb(const char *word)
{
	const char *best = NULL;
	size_t best_distance = 2;

	for (size_t i = 0; command_table[i]; i++) {
		size_t d = name_distance(command_table[i]->name, word);

		if (strlen(word) > 2 && d < best_distance) {
			best_distance = d;
			best = command_table[i]->name;
		}
	}
	return best;
}

static enum status not_a_phrase(const struct model *m, const struct tokens *t, const char *phrase,
				struct error *err)
{
	const char *verb = near_verb(t->items[0].text);

	if (verb)
		return error_set(err, ST_USAGE,
				 "\"%.40s\" is no command: did you mean \"%s\"? (help lists them)",
				 t->items[0].text, verb);
	return error_set(
		err, ST_FAILED,
		"\"%.80s\" is neither a command nor one word of %.60s, joined by spaces "
		"or by _; write + or - between words to add or subtract them, or: sim %.60s",
		phrase, m->name, phrase);
}

static char *join_tokens(const struct tokens *t)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->count; i++)
		strbuf_addf(&sb, "%s%s", i ? " " : "", t->items[i].text);
	return strbuf_detach(&sb, NULL);
}

/* No verb in front: a word or a phrase, with options. */
static enum status resolve_words(const struct session *s, const char *line, char **rest,
				 struct error *err)
{
	const struct model *m = session_model(s);
	enum status st;
	struct tokens words;
	struct lookup found;
	struct args a;
	char *phrase;

	st = args_parse(&a, command_find("near"), line, err);
	if (st != ST_OK)
		return st;
	tokens_split(&words, args_word(&a, 0));
	phrase = join_tokens(&words);
	if (words.count == 1 || has_operator(&words) || !m)
		*rest = xstrdup(line);
	else if (lookup_word(m, phrase, &found, NULL) == ST_OK)
		*rest = phrase_line(phrase, &a);
	else
		st = not_a_phrase(m, &words, phrase, err);
	free(phrase);
	tokens_release(&words);
	args_release(&a);
	return st;
}

/* "train -" and "train - --epochs 3" mean a file: nobody subtracts an option, or nothing. */
static bool is_standard_input(const struct command *cmd, const struct tokens *t)
{
	return cmd && cmd->args[0].kind == ARG_PATH && strcmp(t->items[1].text, "-") == 0 &&
	       (t->count == 2 || strncmp(t->items[2].text, "--", 2) == 0);
}

static enum status resolve_tokens(const struct session *s, const char *line, const struct tokens *t,
				  const struct command **out, char **rest, struct error *err)
{
	const struct token *first = &t->items[0];
	const struct command *cmd = first->quoted ? NULL : command_find(first->text);

	if (line[first->begin] == '=' && (first->text[1] || t->count > 1)) {
		*out = expression_command(t);
		*rest = xstrdup(line + first->begin + 1);
		return ST_OK;
	}
	if (t->count > 1 && is_operator(&t->items[1]) && !is_standard_input(cmd, t))
		cmd = NULL;
	if (cmd) {
		*out = cmd;
		*rest = xstrdup(line + first->end);
		return ST_OK;
	}
	*out = expression_command(t);
	if (has_operator(t)) {
		*rest = xstrdup(line);
		return ST_OK;
	}
	return resolve_words(s, line, rest, err);
}

enum status call_resolve(const struct session *s, const char *line, const struct command **out,
			 char **rest, struct error *err)
{
	struct tokens t;
	enum status st = ST_OK;

	*out = NULL;
	*rest = NULL;
	tokens_split(&t, line);
	if (t.count && line[t.items[0].begin] != '#')
		st = resolve_tokens(s, line, &t, out, rest, err);
	tokens_release(&t);
	return st;
}

/* --- the history --- */

/* A bare verb of the screen is what a key stands for. */
static bool is_kept(const char *line, const struct command *cmd)
{
	const char *word = line + strspn(line, " \t");

	if (line[0] == ' ')
		return false;
	if (cmd && (cmd->flags & CMD_SCREEN) && !word[strcspn(word, " \t")])
		return false;
	return !cmd || !(cmd->flags & CMD_NO_HISTORY);
}

static void record_begin(struct session *s, struct call *c, const struct command *cmd)
{
	struct model *m = session_model(s);
	struct model_identity id = { 0 };

	album_before(s, cmd);
	if (!s->settings.history || !is_kept(c->line, cmd))
		return;
	album_look(s);
	if (m)
		id = (struct model_identity){ m->name, m->path, m->fingerprint };
	c->hist_handle = hist_add(s->hist, c->line, m ? &id : NULL, session_now_ms(s));
}

/* As many rows as fit. */
static void history_json(const struct call *c, struct strbuf *out)
{
	for (size_t rows = HISTORY_ROWS;; rows /= 2) {
		strbuf_clear(out);
		render_json(&c->task.result, c->line, rows, out);
		if (c->task.result.kept) {
			strbuf_truncate(out, out->len - 1); /* its last brace */
			strbuf_addf(out, ",\"kept\":%s}", c->task.result.kept);
		}
		if (out->len <= HISTORY_BYTES || !rows)
			return;
	}
}

static void record_end(struct session *s, struct call *c)
{
	struct strbuf summary = STRBUF_INIT, json = STRBUF_INIT;

	if (!c->hist_handle)
		return;
	if (c->status == ST_OK) {
		result_summary(&c->task.result, &summary);
		history_json(c, &json);
		if (json.len > HISTORY_BYTES)
			strbuf_clear(&json);
		hist_finish(s->hist, c->hist_handle, "ok", c->ms, summary.buf,
			    json.len ? json.buf : NULL);
	} else {
		hist_finish(s->hist, c->hist_handle,
			    c->status == ST_CANCELLED ? "cancelled" : "error", c->ms, c->err.text,
			    NULL);
	}
	strbuf_release(&summary);
	strbuf_release(&json);
}

/* --- the three steps --- */

static enum status check_ready(const struct session *s, const struct command *cmd,
			       struct error *err)
{
	if ((cmd->flags & CMD_SCREEN) && !s->has_screen)
		return error_set(err, ST_FAILED,
				 "%s needs the screen: start vecscope on a terminal without -e, "
				 "-f or --plain",
				 cmd->name);
	if ((cmd->flags & CMD_NEEDS_MODEL) && !session_model(s))
		return error_set(err, ST_FAILED, "%s needs a model: open one with \"open FILE\"",
				 cmd->name);
	return ST_OK;
}

/* A verb alone that needs more: perhaps the word was meant. */
static void hint_word(struct call *c)
{
	size_t used = strlen(c->err.text);

	snprintf(c->err.text + used, sizeof(c->err.text) - used, "; =%s asks for the word",
		 c->line + strspn(c->line, " \t"));
}

/* Where words are listed, @name is a set's words. */
static enum status parse_expanded(const struct session *s, struct task *t,
				  const struct command *cmd, const char *rest, struct error *err)
{
	char *line = names_expand(&s->names, rest);
	enum status st = args_parse(&t->args, cmd, line, err);

	free(line);
	return st;
}

static enum status prepare(struct session *s, struct call *c, const struct command *cmd,
			   const char *rest)
{
	struct task *t = &c->task;
	enum status st = check_ready(s, cmd, &c->err);

	if (st == ST_OK && cmd->args[0].kind == ARG_WORD && strchr(rest, '@'))
		st = parse_expanded(s, t, cmd, rest, &c->err);
	else if (st == ST_OK)
		st = args_parse(&t->args, cmd, rest, &c->err);
	if (st == ST_OK)
		st = names_inline(&s->names, &t->args, &c->err);
	if (st != ST_OK && !rest[strspn(rest, " \t")])
		hint_word(c);
	if (st != ST_OK)
		return st;
	t->cmd = cmd;
	t->model = session_model(s) ? model_ref(session_model(s)) : NULL;
	names_copy(&t->names, &s->names);
	t->data = cmd->data_size ? xcalloc(1, cmd->data_size) : NULL;
	if (cmd->prepare)
		st = cmd->prepare(s, t, &c->err);
	c->needs_work = st == ST_OK && cmd->work;
	return st;
}

struct call *call_begin(struct session *s, const char *line)
{
	const struct command *cmd;
	struct error err = ERROR_INIT;
	char *rest;
	enum status st = call_resolve(s, line, &cmd, &rest, &err);
	struct call *c;

	if (st == ST_OK && !cmd)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->line = xstrdup(line);
	c->start_ns = clock_ns();
	result_init(&c->task.result);
	record_begin(s, c, cmd);
	c->err = err;
	c->status = st == ST_OK ? prepare(s, c, cmd, rest) : st;
	free(rest);
	return c;
}

void call_work(struct call *c, const struct progress *progress)
{
	if (!c->needs_work)
		return;
	c->needs_work = false;
	c->status = c->task.cmd->work(&c->task, progress, &c->err);
	if (c->status == ST_OK && args_given(&c->task.args, "places"))
		result_add_places(&c->task.result);
}

/* `once FILE`: this answer goes there. */
static void write_once(struct session *s, struct call *c)
{
	struct result *r = &c->task.result;
	char *path = s->once_path;

	if (!path || (!r->column_count && !r->text && !r->picture))
		return;
	s->once_path = NULL;
	c->status = output_write(r, c->line, path,
				 &(struct output_write){ .mode = s->settings.mode,
							 .header = s->settings.header,
							 .force = true },
				 &c->err);
	c->written = c->status == ST_OK;
	if (c->written)
		result_notef(r, "written to %s", path);
	free(path);
}

static bool needs_rows(const struct command *cmd)
{
	return (cmd->flags & CMD_NEEDS_MODEL) && !(cmd->flags & CMD_KEEP_LAST);
}

/* What the lesson at work says to this answer. */
static void ask_lesson(struct session *s, struct call *c)
{
	struct strbuf text = STRBUF_INIT;

	if (!s->lesson || c->status != ST_OK)
		return;
	lesson_run_set_model(s->lesson, session_model(s));
	lesson_run_notice(s->lesson, c->task.cmd, &c->task.result, &text);
	for (const char *p = text.buf; *p;) {
		size_t n = strcspn(p, "\n");

		result_notef(&c->task.result, "%.*s", (int)n, p);
		p += n + (p[n] == '\n');
		if (s->has_screen)
			break; /* the Learn screen shows the rest */
	}
	strbuf_release(&text);
}

void call_end(struct session *s, struct call *c)
{
	const struct command *cmd = c->task.cmd;

	if (c->status == ST_OK && needs_rows(cmd) && c->task.model &&
	    model_is_broken(c->task.model))
		c->status = error_set(&c->err, ST_IO,
				      "the copy of %s that was in use is damaged or was changed: "
				      "open the file again",
				      c->task.model->name);
	if (c->status == ST_OK && cmd->commit)
		c->status = cmd->commit(s, &c->task, &c->err);
	if (c->status != ST_OK && cmd && cmd->rescue)
		cmd->rescue(s, &c->task);
	if (c->status == ST_OK && !(cmd->flags & CMD_KEEP_LAST)) {
		write_once(s, c);
		result_release(&s->last);
		result_copy(&s->last, &c->task.result);
		free(s->last_command);
		s->last_command = xstrdup(c->line);
	}
	if (!s->settings.cache)
		cacher_forget(&s->cacher);
	cacher_poll(&s->cacher, &c->task.result);
	c->ms = s->fixed_clock_ms >= 0 ? 0 : (double)(clock_ns() - c->start_ns) / 1e6;
	record_end(s, c);
	album_notice(s, c);
	ask_lesson(s, c);
}

void call_free(struct call *c)
{
	if (!c)
		return;
	if (c->task.data && c->task.cmd->free_data)
		c->task.cmd->free_data(c->task.data);
	free(c->task.data);
	args_release(&c->task.args);
	names_release(&c->task.names);
	result_release(&c->task.result);
	if (c->task.model)
		model_unref(c->task.model);
	free(c->line);
	free(c);
}

struct call *call_run(struct session *s, const char *line, const struct progress *progress)
{
	struct call *c = call_begin(s, line);

	if (!c)
		return NULL;
	call_work(c, progress);
	call_end(s, c);
	return c;
}
