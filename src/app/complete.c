/*
 * What may stand under the cursor: the table of the command says which kind of thing is wanted
 * there, and each kind has its source: commands, options, choices, settings, open models, files,
 * words of the vocabulary. Words are a range of the sorted vocabulary; its most frequent ones are
 * picked in one pass, so that a million words take a few milliseconds.
 */
#include "app/complete.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/pick.h"
#include "app/session.h"
#include "base/mem.h"
#include "base/path.h"
#include "token.h"

struct state {
	const struct session *session;
	struct completions *out;
	size_t max, cap;
	const char *head; /* bytes of the token that stay: "=", "0.5*", "--metric=" */
	size_t head_n;
	const char *prefix; /* what the candidate begins with */
	char quote;	    /* the quote that is open, or 0 */
};

/* --- taking candidates --- */

static void add_text(struct state *st, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	st->out->total++;
	if (st->out->count == st->max)
		return;
	strbuf_add(&sb, st->head, st->head_n);
	if (st->quote)
		strbuf_addf(&sb, "%c%s%c", st->quote, text, st->quote);
	else
		token_quote(text, &sb);
	ARRAY_RESERVE(st->out->items, st->cap, st->out->count + 1);
	st->out->items[st->out->count++] = strbuf_detach(&sb, NULL);
}

/* As it is, without quotes: options and verbs. */
static void add_plain(struct state *st, const char *before, const char *text)
{
	st->out->total++;
	if (st->out->count == st->max)
		return;
	ARRAY_RESERVE(st->out->items, st->cap, st->out->count + 1);
	st->out->items[st->out->count++] =
		xasprintf("%.*s%s%s", (int)st->head_n, st->head, before, text);
}

static bool begins(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* --- the sources --- */

static void add_words(struct state *st)
{
	const struct model *m = session_model(st->session);
	size_t begin, end, n;
	uint32_t *rows;

	if (!m || st->out->count == st->max)
		return;
	vocab_prefix(m->vocab, st->prefix, strlen(st->prefix), &begin, &end);
	rows = xcalloc(st->max + 1, sizeof(*rows));
	n = pick_smallest(vocab_sorted(m->vocab) + begin, end - begin, rows, st->max);
	for (size_t i = 0; i < n; i++)
		add_text(st, vocab_word(m->vocab, rows[i], &(size_t){ 0 }));
	st->out->total += end - begin - n;
	free(rows);
}

static void add_commands(struct state *st)
{
	const char *dot = *st->prefix == '.' || *st->prefix == ':' ? st->prefix : "";
	char before[2] = { *dot, '\0' };

	for (size_t i = 0; command_table[i]; i++)
		if (!(command_table[i]->flags & CMD_HIDDEN) &&
		    begins(command_table[i]->name, st->prefix + (*dot != '\0')))
			add_plain(st, before, command_table[i]->name);
}

static void add_choices(struct state *st, const char *choices)
{
	for (const char *p = choices; p && *p;) {
		size_t n = strcspn(p, "|");
		char *choice = xstrndup(p, n);

		if (begins(choice, st->prefix))
			add_plain(st, "", choice);
		free(choice);
		p += n + (p[n] == '|');
	}
}

static void add_settings(struct state *st)
{
	for (const struct setting *w = settings_table; w->name; w++)
		if (begins(w->name, st->prefix))
			add_plain(st, "", w->name);
}

static void add_models(struct state *st)
{
	for (size_t i = 0; i < st->session->model_count; i++)
		if (begins(st->session->models[i]->name, st->prefix))
			add_text(st, st->session->models[i]->name);
}

static void add_option_names(struct state *st, const struct command *c)
{
	const char *name = st->prefix + strspn(st->prefix, "-");

	for (size_t i = 0; i < ARRAY_LEN(c->opts) && c->opts[i].name; i++)
		if (begins(c->opts[i].name, name))
			add_plain(st, "--", c->opts[i].name);
	for (const struct opt_spec *o = query_options; (c->flags & CMD_QUERY) && o->name; o++)
		if (begins(o->name, name))
			add_plain(st, "--", o->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in `dir` that begin with `part`; folders get a slash. */
static char **list_folder(const char *dir, const char *part, size_t *count)
{
	DIR *d = opendir(dir);
	char **names = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path;
		struct stat sb;

		if (!begins(e->d_name, part) || (e->d_name[0] == '.' && part[0] != '.') ||
		    !strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		path = path_join(dir, e->d_name);
		ARRAY_RESERVE(names, cap, n + 1);
		names[n++] = xasprintf("%s%s", e->d_name,
				       stat(path, &sb) == 0 && S_ISDIR(sb.st_mode) ? "/" : "");
		free(path);
	}
	if (d)
		closedir(d);
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	*count = n;
	return names;
}

static void add_paths(struct state *st)
{
	const char *slash = strrchr(st->prefix, '/');
	size_t keep = slash ? (size_t)(slash - st->prefix) + 1 : 0, n;
	char *typed = xstrndup(st->prefix, keep);
	char *dir = keep ? path_expand_home(typed) : xstrdup(".");
	char **names = list_folder(dir, st->prefix + keep, &n);

	for (size_t i = 0; i < n; i++) {
		char *whole = xasprintf("%s%s", typed, names[i]);

		add_text(st, whole);
		free(whole);
		free(names[i]);
	}
	free(names);
	free(dir);
	free(typed);
}

static void add_kind(struct state *st, enum arg_kind kind, const char *choices)
{
	switch (kind) {
	case ARG_EXPR:
	case ARG_WORD:
		add_words(st);
		break;
	case ARG_PATH: /* or a name that stands for something */
		add_choices(st, choices);
		add_paths(st);
		break;
	case ARG_CHOICE:
		add_choices(st, choices);
		break;
	case ARG_COMMAND:
		add_commands(st);
		break;
	case ARG_MODEL:
		add_models(st);
		break;
	case ARG_SETTING:
		add_settings(st);
		break;
	default:
		break;
	}
}

/* --- where the cursor is --- */

/* The byte where the token under the cursor starts; an open quote belongs to it. */
static size_t token_start(const char *line, char *quote)
{
	struct tokens t;
	size_t n = strlen(line), start = n;

	*quote = 0;
	tokens_split(&t, line);
	if (t.count && t.items[t.count - 1].end == n)
		start = t.items[t.count - 1].begin;
	for (size_t i = 0; i < t.count; i++) {
		const struct token *tok = &t.items[i];
		char c = line[tok->begin];

		if (!tok->quoted &&
		    (c == '"' || (c == '\'' && i + 1 < t.count) || (c == '\'' && tok->end == n))) {
			start = tok->begin;
			*quote = c;
			break;
		}
	}
	tokens_release(&t);
	return start;
}

static const struct opt_spec *option_named(const struct command *c, const char *token)
{
	const char *name = token + strspn(token, "-");
	size_t n = strcspn(name, "=");

	for (size_t pass = 0; pass < 2; pass++) {
		const struct opt_spec *o = pass ? query_options : c->opts;
		size_t count = pass ? SIZE_MAX : ARRAY_LEN(c->opts);

		if (pass && !(c->flags & CMD_QUERY))
			break;
		for (size_t i = 0; i < count && o[i].name; i++)
			if (token[1] == '-' ? strlen(o[i].name) == n && begins(name, o[i].name)
					    : o[i].letter && o[i].letter == token[1] && !token[2])
				return &o[i];
	}
	return NULL;
}

static bool is_option(const struct token *t)
{
	return !t->quoted && t->text[0] == '-' && t->text[1];
}

/* Which position the token behind `before` tokens has, options and their values left out. */
static size_t position_of(const struct command *c, const struct tokens *before)
{
	size_t n = 0;

	for (size_t i = 1; i < before->count; i++) {
		const struct opt_spec *o = NULL;

		if (!is_option(&before->items[i])) {
			n++;
			continue;
		}
		o = option_named(c, before->items[i].text);
		if (o && o->kind != ARG_NONE && !strchr(before->items[i].text, '='))
			i++;
	}
	return n;
}

static void add_position(struct state *st, const struct command *c, const struct tokens *before)
{
	size_t position = position_of(c, before), at = 0;
	const struct setting *w = NULL;

	if (c->args[0].kind == ARG_SETTING && position == 1)
		w = setting_find(before->items[1].text);
	if (w) {
		add_choices(st, w->choices);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(c->args) && c->args[i].name; i++) {
		const struct arg_spec *a = &c->args[i];

		at += a->max;
		if (!a->max || position < at || a->kind == ARG_EXPR || a->kind == ARG_TEXT) {
			add_kind(st, a->kind, a->choices);
			return;
		}
	}
}

/* Behind = * and ( a word begins. */
static void skip_head(struct state *st)
{
	const char *last = st->prefix;

	for (const char *p = st->prefix; *p; p++)
		if (strchr("=*(", *p))
			last = p + 1;
	st->head_n = (size_t)(last - st->head);
	st->prefix = last;
}

static void add_option_value(struct state *st, const struct opt_spec *o)
{
	const char *equals = strchr(st->prefix, '=');

	st->prefix = equals + 1;
	st->head_n = (size_t)(equals + 1 - st->head);
	add_kind(st, o->kind, o->choices);
}

static void complete_behind(struct state *st, const struct tokens *before)
{
	const struct command *c =
		before->items[0].quoted ? NULL : command_find(before->items[0].text);
	const struct token *last = &before->items[before->count - 1];
	bool operator= before->count> 1 && strchr("+-*:", before->items[1].text[0]) &&
		strlen(before->items[1].text) < 3;
	const struct opt_spec *o;

	if (!c || operator)
		c = command_find("near");
	if (st->prefix[0] == '-' && !st->quote) {
		o = strchr(st->prefix, '=') ? option_named(c, st->prefix) : NULL;
		if (o)
			add_option_value(st, o);
		else
			add_option_names(st, c);
		return;
	}
	o = before->count > 1 && is_option(last) ? option_named(c, last->text) : NULL;
	if (o && o->kind != ARG_NONE && !strchr(last->text, '=')) {
		add_kind(st, o->kind, o->choices);
		return;
	}
	if (!st->quote && (c->args[0].kind == ARG_EXPR || operator))
		skip_head(st);
	add_position(st, c, before);
}

void complete_line(const struct session *s, const char *line, size_t cursor, size_t max,
		   struct completions *out)
{
	char *cut = xstrndup(line, cursor), *front;
	struct state st = { .session = s, .out = out, .max = max };
	struct tokens before;

	memset(out, 0, sizeof(*out));
	out->token_at = token_start(cut, &st.quote);
	st.head = cut + out->token_at;
	st.prefix = st.head + (st.quote ? 1 : 0);
	front = xstrndup(cut, out->token_at);
	tokens_split(&before, front);
	if (before.count) {
		complete_behind(&st, &before);
	} else {
		if (!st.quote && *st.prefix != '=')
			add_commands(&st);
		if (!st.quote)
			skip_head(&st);
		add_words(&st);
	}
	tokens_release(&before);
	free(front);
	free(cut);
}

void completions_release(struct completions *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->items[i]);
	free(c->items);
	memset(c, 0, sizeof(*c));
}
