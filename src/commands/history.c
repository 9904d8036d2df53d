/* The history: what was asked before, of all sessions, and forgetting it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/number.h"
#include "commands.h"

#define SECONDS_MS 1000

/* --- listing --------------------------------------------------------------------------------- */

/* 2026-11-24 10:42, local; UTC when the clock stands still, so that pictures do not differ. */
static void format_time(const struct session *s, int64_t when_ms, char out[24])
{
	time_t seconds = (time_t)(when_ms / SECONDS_MS);
	struct tm tm;

	out[0] = '\0';
	if (s->fixed_clock_ms >= 0 ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm))
		strftime(out, 24, "%Y-%m-%d %H:%M", &tm);
}

/* What came out, then what the user said about it: queen 0.77 [pinned] [my note]. */
static void describe(const struct hist_entry *e, struct strbuf *out)
{
	bool said = e->summary[0] != '\0';

	if (said)
		strbuf_adds(out, e->summary);
	else if (strcmp(e->status, "ok") != 0)
		strbuf_adds(out, e->status);
	if (e->pinned)
		strbuf_addf(out, "%s[pinned]", out->len ? " " : "");
	if (e->note[0])
		strbuf_addf(out, "%s[%s]", out->len ? " " : "", e->note);
}

static void add_entry(const struct session *s, struct result *r, const struct hist_entry *e)
{
	struct strbuf text = STRBUF_INIT;
	size_t row = result_add_row(r);
	char when[24];

	if (e->id)
		result_put_int(r, row, 0, e->id);
	format_time(s, e->when_ms, when);
	result_put_text(r, row, 1, when, strlen(when));
	if (e->model[0])
		result_put_text(r, row, 2, e->model, strlen(e->model));
	result_put_text(r, row, 3, e->line, strlen(e->line));
	describe(e, &text);
	result_put_text(r, row, 4, text.buf, text.len);
	strbuf_release(&text);
}

static enum status list(struct session *s, struct task *t, const char *text, struct error *err)
{
	struct hist_filter filter = {
		.text = text,
		.limit = args_given(&t->args, "all") ? SIZE_MAX
						     : (size_t)args_int(&t->args, "count"),
		.this_session = args_given(&t->args, "session"),
		.pinned = args_given(&t->args, "pinned"),
	};
	struct result *r = &t->result;
	struct hist_list found;
	enum status st = hist_search(s->hist, &filter, &found, err);

	if (st != ST_OK)
		return st;
	result_add_column(r, "id", CELL_INT);
	result_add_column(r, "time", CELL_TEXT);
	result_add_column(r, "model", CELL_TEXT);
	result_add_column(r, "command", CELL_TEXT);
	result_add_column(r, "result", CELL_TEXT);
	for (size_t i = found.count; i-- > 0;) /* the newest stands last, next to the prompt */
		add_entry(s, r, &found.entries[i]);
	r->total = found.total;
	if (found.total > found.count)
		result_notef(r, "--all lists all %llu", (unsigned long long)found.total);
	else if (!found.total)
		result_notef(r, "%s", text ? "no entry matches" : "the history is empty");
	hist_list_release(&found);
	return ST_OK;
}

/* --- forgetting ------------------------------------------------------------------------------ */

static const char forget_usage[] = "history forget takes entry numbers, last, session or all";

static enum status forget_ids(struct session *s, const char *rest, size_t *removed,
			      struct error *err)
{
	struct strbuf token = STRBUF_INIT;
	size_t count = 0, cap = 0;
	enum status st = ST_OK;
	int64_t *ids = NULL;

	for (; *rest && st == ST_OK; strbuf_clear(&token)) {
		ARRAY_RESERVE(ids, cap, count + 1);
		rest = args_first_token(rest, &token);
		if (!number_parse_i64(token.buf, token.len, &ids[count++]))
			st = error_set(err, ST_USAGE, "%s, not \"%.40s\"", forget_usage, token.buf);
	}
	if (st == ST_OK)
		st = hist_forget(s->hist, ids, count, removed, err);
	strbuf_release(&token);
	free(ids);
	return st;
}

static enum status forget(struct session *s, struct task *t, const char *what, struct error *err)
{
	size_t removed = 0;
	enum status st;

	what += strspn(what, " \t");
	if (!*what)
		return error_set(err, ST_USAGE, "%s", forget_usage);
	if (!strcmp(what, "last"))
		st = hist_forget_last(s->hist, &removed, err);
	else if (!strcmp(what, "session"))
		st = hist_forget_session(s->hist, &removed, err);
	else if (!strcmp(what, "all"))
		st = hist_forget_all(s->hist, &removed, err);
	else
		st = forget_ids(s, what, &removed, err);
	if (st == ST_OK)
		result_notef(&t->result, "forgotten: %zu %s", removed,
			     removed == 1 ? "entry" : "entries");
	return st;
}

/* --- the verb -------------------------------------------------------------------------------- */

/* "history forget 3" forgets, "history 'forget'" and "history forgetful" look for the word. */
static enum status history_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0), *rest;
	struct strbuf first = STRBUF_INIT;
	enum status st;

	if (!text)
		return list(s, t, NULL, err);
	rest = args_first_token(text, &first);
	if (!strncmp(text, "forget", 6) && !strcmp(first.buf, "forget"))
		st = forget(s, t, rest, err);
	else
		st = list(s, t, *rest ? text : first.buf, err);
	strbuf_release(&first);
	return st;
}

/* clang-format off */
const struct command cmd_history = {
	.name = "history", .group = "History",
	.summary = "List what was asked before, in all sessions; or forget it.",
	.details = "With a text: the entries whose command, model, note or result holds it. The newest comes last. "
		   "history forget N..., last, session or all really removes entries: they are overwritten in the file, "
		   "and gone from Up and Ctrl-R. Lines that begin with a space are never kept, none are after "
		   "\"set history off\" or with --no-history.",
	.args = { { ARG_TEXT, "text", "what to look for; or: forget N..., last, session, all", 0, 1, NULL } },
	.opts = {
		{ 'n', "count", ARG_INT, "N", "20", "at most this many, the newest", NULL, 1, 1000000 },
		{ 0, "all", ARG_NONE, NULL, NULL, "all of them", NULL, 0, 0 },
		{ 0, "session", ARG_NONE, NULL, NULL, "only of this session", NULL, 0, 0 },
		{ 0, "pinned", ARG_NONE, NULL, NULL, "only what is pinned", NULL, 0, 0 },
	},
	.examples = {
		{ "history", "the last twenty lines" },
		{ "history king -n 5", "what had to do with king" },
		{ "history --pinned --all", "everything that is pinned" },
		{ "history forget last", "remove the line before from the file" },
	},
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = history_prepare,
};
