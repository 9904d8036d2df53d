/*
 * Options may stand anywhere: the line is cut into tokens, options and their values are taken out,
 * and what is left is handed to the positions in order. An expression or a text takes all that is
 * left, as typed. A token that begins with - and a digit is a number, not an option.
 */
#include "app/args.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "token.h"

#define USAGE_BYTES 72 /* longer ones are left to `help VERB` */

bool choice_has(const char *choices, const char *value)
{
	size_t n = strlen(value);

	for (const char *p = choices; p && *p;) {
		size_t len = strcspn(p, "|");

		if (len == n && !memcmp(p, value, n))
			return true;
		p += len + (p[len] == '|');
	}
	return false;
}

/* `err` becomes "<verb>: <sentence>; usage: …". */
static enum status usage_error(const struct command *cmd, const char *sentence, struct error *err)
{
	struct strbuf usage = STRBUF_INIT;

	command_usage(cmd, &usage);
	if (usage.len > USAGE_BYTES) {
		strbuf_clear(&usage);
		command_usage_short(cmd, &usage);
	}
	error_set(err, ST_USAGE, "%s: %s; usage: %s", cmd->name, sentence, usage.buf);
	strbuf_release(&usage);
	return ST_USAGE;
}

static enum status usage_errorf(const struct command *cmd, struct error *err, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

static enum status usage_errorf(const struct command *cmd, struct error *err, const char *fmt, ...)
{
	char sentence[320];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	return usage_error(cmd, sentence, err);
}

/* --- the options a command knows --- */

static void collect_specs(struct args *a, const struct command *cmd)
{
	for (size_t i = 0; i < ARRAY_LEN(cmd->opts) && cmd->opts[i].name; i++)
		a->spec[a->spec_count++] = &cmd->opts[i];
	if (!(cmd->flags & CMD_QUERY))
		return;
	for (const struct opt_spec *o = query_options; o->name; o++)
		if (a->spec_count < ARGS_OPTIONS_MAX)
			a->spec[a->spec_count++] = o;
}

static bool takes_words(const struct command *cmd)
{
	return cmd->args[0].kind == ARG_EXPR || cmd->args[0].kind == ARG_WORD;
}

static bool takes_text(const struct command *cmd)
{
	for (size_t i = 0; i < ARRAY_LEN(cmd->args); i++)
		if (cmd->args[i].name && cmd->args[i].kind == ARG_TEXT)
			return true;
	return false;
}

static bool looks_like_option(const struct token *t)
{
	const char *s = t->text;

	return !t->quoted && s[0] == '-' && s[1] && !(s[1] >= '0' && s[1] <= '9') && s[1] != '.';
}

static size_t find_long(const struct args *a, const char *name, size_t n)
{
	for (size_t i = 0; i < a->spec_count; i++)
		if (strlen(a->spec[i]->name) == n && !memcmp(a->spec[i]->name, name, n))
			return i;
	return a->spec_count;
}

/* --count, --count=5, -n, -n5: which option, and the value behind it (NULL: none yet). */
static size_t find_option(const struct args *a, const char *token, const char **value)
{
	*value = NULL;
	if (token[1] == '-') {
		size_t n = strcspn(token + 2, "=");

		if (token[2 + n] == '=')
			*value = token + 2 + n + 1;
		return find_long(a, token + 2, n);
	}
	for (size_t i = 0; i < a->spec_count; i++) {
		if (!a->spec[i]->letter || a->spec[i]->letter != token[1])
			continue;
		if (a->spec[i]->kind == ARG_NONE && token[2])
			continue;
		*value = token[2] ? token + 2 : NULL;
		return i;
	}
	return a->spec_count;
}

static enum status unknown_option(const struct args *a, const struct command *cmd,
				  const char *token, struct error *err)
{
	const char *name = token + strspn(token, "-");
	const struct opt_spec *best = NULL;
	char hint[120] = "";
	size_t best_distance = 3;

	for (size_t i = 0; token[1] == '-' && i < a->spec_count; i++) {
		size_t d = name_distance(a->spec[i]->name, name);

		if (d < best_distance && d < strlen(name)) {
			best_distance = d;
			best = a->spec[i];
		}
	}
	if (best)
		snprintf(hint, sizeof(hint), "; did you mean --%s?", best->name);
	else if (takes_words(cmd))
		snprintf(hint, sizeof(hint),
			 "; a word that begins with - needs quotes: '%.30s'; minus needs a space "
			 "on both sides",
			 token);
	return usage_errorf(cmd, err, "there is no option %.40s%s", token, hint);
}

/* --- values --- */

static enum status check_int(const struct command *cmd, const char *name, const char *text,
			     const struct opt_spec *range, struct error *err)
{
	int64_t v;

	if (!number_parse_i64(text, strlen(text), &v))
		return usage_errorf(cmd, err, "%s is a whole number, not \"%.40s\"", name, text);
	if (!range || range->max <= range->min || (v >= range->min && v <= range->max))
		return ST_OK;
	if (v < range->min)
		return usage_errorf(cmd, err, "%s is at least %lld, not %lld", name,
				    (long long)range->min, (long long)v);
	return usage_errorf(cmd, err, "%s is at most %lld, not %lld", name, (long long)range->max,
			    (long long)v);
}

static enum status check_value(const struct command *cmd, const char *name, const char *text,
			       const struct opt_spec *spec, struct error *err)
{
	double f;

	switch (spec->kind) {
	case ARG_INT:
		return check_int(cmd, name, text, spec, err);
	case ARG_FLOAT:
		if (number_parse_f64(text, strlen(text), &f))
			return ST_OK;
		return usage_errorf(cmd, err, "%s is a number, not \"%.40s\"", name, text);
	case ARG_CHOICE:
		if (choice_has(spec->choices, text))
			return ST_OK;
		return usage_errorf(cmd, err, "%s is one of %s, not \"%.40s\"", name, spec->choices,
				    text);
	default:
		return ST_OK;
	}
}

static enum status check_position(const struct command *cmd, const struct arg_spec *arg,
				  const char *text, struct error *err)
{
	struct opt_spec as = { .kind = arg->kind, .choices = arg->choices };

	return check_value(cmd, arg->name, text, &as, err);
}

/* Take the option at token *i out; *i moves on to its last token. */
static enum status take_option(struct args *a, const struct command *cmd, const struct tokens *t,
			       size_t *i, struct error *err)
{
	const char *token = t->items[*i].text, *value;
	size_t which = find_option(a, token, &value);
	const struct opt_spec *spec;
	char name[48];

	if (which == a->spec_count)
		return unknown_option(a, cmd, token, err);
	spec = a->spec[which];
	snprintf(name, sizeof(name), "--%s", spec->name);
	if (spec->kind == ARG_NONE) {
		if (value)
			return usage_errorf(cmd, err, "%s takes no value", name);
		value = "on";
	} else if (!value) {
		if (*i + 1 == t->count)
			return usage_errorf(cmd, err, "%s needs %s", name, spec->metavar);
		value = t->items[++*i].text;
	}
	if (check_value(cmd, name, value, spec, err) != ST_OK)
		return ST_USAGE;
	free(a->text[which]);
	a->text[which] = spec->kind == ARG_PATH ? path_expand_home(value) : xstrdup(value);
	return ST_OK;
}

/* --- positions --- */

static void add_word(struct args *a, char *word, bool quoted)
{
	a->words = xreallocarray(a->words, a->count + 1, sizeof(*a->words));
	a->quoted = xreallocarray(a->quoted, a->count + 1, sizeof(*a->quoted));
	a->quoted[a->count] = quoted;
	a->words[a->count++] = word;
}

/* Tokens from `first` on as typed, one space between. */
static char *raw_rest(const char *line, const struct tokens *t, size_t first)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = first; i < t->count; i++) {
		if (sb.len)
			strbuf_addc(&sb, ' ');
		strbuf_add(&sb, line + t->items[i].begin, t->items[i].end - t->items[i].begin);
	}
	return strbuf_detach(&sb, NULL);
}

static enum status take_positions(struct args *a, const struct command *cmd, const char *line,
				  const struct tokens *t, struct error *err)
{
	size_t at = 0;

	for (size_t p = 0; p < ARRAY_LEN(cmd->args) && cmd->args[p].name; p++) {
		const struct arg_spec *arg = &cmd->args[p];
		size_t taken = 0;

		if (arg->kind == ARG_EXPR || arg->kind == ARG_TEXT) {
			if (at < t->count)
				add_word(a, raw_rest(line, t, at), false);
			else if (arg->min)
				return usage_errorf(cmd, err, "%s is missing", arg->name);
			return ST_OK;
		}
		while (at < t->count && (!arg->max || taken < arg->max)) {
			if (check_position(cmd, arg, t->items[at].text, err) != ST_OK)
				return ST_USAGE;
			add_word(a, xstrdup(t->items[at].text), t->items[at].quoted);
			at++;
			taken++;
		}
		if (taken < arg->min && !taken)
			return usage_errorf(cmd, err, "%s is missing", arg->name);
		if (taken < arg->min)
			return usage_errorf(cmd, err, "needs at least %u %ss", arg->min, arg->name);
	}
	if (at < t->count)
		return usage_errorf(cmd, err, "\"%.40s\" is too much", t->items[at].text);
	return ST_OK;
}

/* Sort the tokens: options go into `a`, the rest stay in `t`. */
static enum status sort_tokens(struct args *a, const struct command *cmd, struct tokens *t,
			       struct error *err)
{
	struct tokens rest = { NULL, 0, 0 };
	enum status st = ST_OK;
	bool options = true, text = takes_text(cmd);
	const char *value;

	for (size_t i = 0; i < t->count && st == ST_OK; i++) {
		struct token *tok = &t->items[i];

		if (options && !tok->quoted && !strcmp(tok->text, "--")) {
			options = false;
			continue;
		}
		if (options && looks_like_option(tok) &&
		    !(text && find_option(a, tok->text, &value) == a->spec_count)) {
			st = take_option(a, cmd, t, &i, err);
			continue;
		}
		ARRAY_RESERVE(rest.items, rest.cap, rest.count + 1);
		rest.items[rest.count++] = *tok;
		tok->text = NULL;
	}
	tokens_release(t);
	*t = rest;
	return st;
}

enum status args_parse(struct args *out, const struct command *cmd, const char *line,
		       struct error *err)
{
	struct args a = { 0 };
	struct tokens t;
	enum status st;

	collect_specs(&a, cmd);
	tokens_split(&t, line);
	st = sort_tokens(&a, cmd, &t, err);
	if (st == ST_OK)
		st = take_positions(&a, cmd, line, &t, err);
	tokens_release(&t);
	if (st == ST_OK)
		*out = a;
	else
		args_release(&a);
	return st;
}

void args_release(struct args *a)
{
	for (size_t i = 0; i < a->count; i++)
		free(a->words[i]);
	free(a->words);
	free(a->quoted);
	for (size_t i = 0; i < a->spec_count; i++)
		free(a->text[i]);
	memset(a, 0, sizeof(*a));
}

/* --- reading --- */

bool args_given(const struct args *a, const char *option)
{
	size_t i = find_long(a, option, strlen(option));

	return i < a->spec_count && a->text[i];
}

const char *args_text(const struct args *a, const char *option)
{
	size_t i = find_long(a, option, strlen(option));

	if (i == a->spec_count)
		return NULL;
	return a->text[i] ? a->text[i] : a->spec[i]->fallback;
}

int64_t args_int(const struct args *a, const char *option)
{
	const char *text = args_text(a, option);
	int64_t v = 0;

	if (text)
		number_parse_i64(text, strlen(text), &v);
	return v;
}

double args_float(const struct args *a, const char *option)
{
	const char *text = args_text(a, option);
	double v = 0;

	if (text)
		number_parse_f64(text, strlen(text), &v);
	return v;
}

const char *args_word(const struct args *a, size_t i)
{
	return i < a->count ? a->words[i] : NULL;
}

const char *args_first_token(const char *line, struct strbuf *out)
{
	struct tokens t;
	size_t end = strlen(line);

	tokens_split(&t, line);
	if (t.count) {
		strbuf_adds(out, t.items[0].text);
		end = t.items[0].end;
	}
	tokens_release(&t);
	return line + end + strspn(line + end, " \t");
}

void args_quote(const char *text, struct strbuf *out)
{
	token_quote(text, out);
}
