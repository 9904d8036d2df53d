/*
 * Words along a direction. The place of a word is its cosine with the axis; how much that is, is told
 * by random axes (model/bias.h): z is the place in units of their spread.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "commands.h"
#include "model/bias.h"

#define RANK_ENDS 10000 /* the ends of an axis: rare words would be noise */

struct axis_data {
	struct query_setup setup;
	struct expr poles; /* −left +right, in turn */
	char *words;	   /* behind the colon, or NULL */
	uint64_t seed;
};

/* --- parsing ---------------------------------------------------------------------------------- */

static char *trimmed(const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t'))
		s++, n--;
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return xstrndup(s, n);
}

static void add_pole(struct expr *e, double weight, const char *s, size_t n)
{
	struct expr_term t = { .weight = weight, .quoted = true, .word = trimmed(s, n) };

	if (*t.word)
		expr_add_copy(e, &t, 1, NULL);
	free(t.word);
}

/* "girl:boy, mother:father" or "he she" */
static enum status parse_poles(struct expr *out, const char *s, size_t n, struct error *err)
{
	for (size_t at = 0, end; at < n; at = end + 1) {
		const char *colon;

		for (end = at; end < n && s[end] != ',';)
			end++;
		colon = memchr(s + at, ':', end - at);
		if (!colon)
			colon = memchr(s + at + strspn(s + at, " "), ' ', end - at);
		if (!colon || colon > s + end)
			break;
		add_pole(out, -1, s + at, (size_t)(colon - s) - at);
		add_pole(out, 1, colon + 1, end - (size_t)(colon - s) - 1);
	}
	if (out->count && out->count % 2 == 0)
		return ST_OK;
	return error_set(err, ST_USAGE,
			 "an axis has two ends: axis he she : nurse doctor, or "
			 "axis NAME = girl:boy, mother:father");
}

static enum status define(struct session *s, struct task *t, const char *text, const char *equals,
			  struct error *err)
{
	char *name = trimmed(text, (size_t)(equals - text)),
	     *means = trimmed(equals + 1, strlen(equals + 1));
	struct expr e = { 0 };
	enum status st = parse_poles(&e, means, strlen(means), err);

	if (st == ST_OK && (!*name || strchr(name, ' ')))
		st = error_set(err, ST_USAGE,
			       "the name of an axis is one word: axis NAME = girl:boy");
	if (st == ST_OK) {
		names_put(&s->names, name, means, NAMED_AXIS, &e);
		result_add_pair(&t->result, name, "%s", means);
	}
	expr_release(&e);
	free(name);
	free(means);
	return st;
}

static enum status parse_ends(struct axis_data *d, const struct session *s, const char *text,
			      size_t n, struct error *err)
{
	char *name = trimmed(text, n);
	const struct named *named = names_find(&s->names, name);
	enum status st = ST_OK;

	if (named && named->kind == NAMED_AXIS)
		for (size_t i = 0; i < named->expr.count; i++)
			expr_add_copy(&d->poles, &named->expr.terms[i], 1, NULL);
	else
		st = parse_poles(&d->poles, text, n, err);
	free(name);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct axis_data *d = t->data;
	const char *text = args_word(&t->args, 0), *equals = strchr(text, '=');
	const char *colon = strstr(text, " : ");
	enum status st;

	query_setup_get(&d->setup, s, &t->args);
	d->seed = (uint64_t)s->settings.seed;
	if (equals && (!colon || equals < colon))
		return define(s, t, text, equals, err);
	st = parse_ends(d, s, text, colon ? (size_t)(colon - text) : strlen(text), err);
	d->words = colon ? xstrdup(colon + 3) : NULL;
	return st;
}

static void free_data(void *data)
{
	struct axis_data *d = data;

	expr_release(&d->poles);
	free(d->words);
}

/* --- placing words ---------------------------------------------------------------------------- */

struct placed {
	uint32_t row;
	double position, spread;
};

static int by_position(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->position < y->position || x->position > y->position)
		return x->position < y->position ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static enum status find_poles(struct task *t, struct bias_pair *pairs, struct error *err)
{
	const struct axis_data *d = t->data;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i + 1 < d->poles.count; i += 2) {
		st = word_resolve(t, d->poles.terms[i].word, &pairs[i / 2].left, err);
		if (st == ST_OK)
			st = word_resolve(t, d->poles.terms[i + 1].word, &pairs[i / 2].right, err);
	}
	return st;
}

/* Words that are typed. */
static enum status typed_words(struct task *t, uint32_t **rows, size_t *n, struct error *err)
{
	const struct axis_data *d = t->data;
	struct strbuf token = STRBUF_INIT;
	const char *rest = d->words;
	enum status st = ST_OK;
	size_t cap = 0;

	while (st == ST_OK && *rest) {
		strbuf_clear(&token);
		rest = args_first_token(rest, &token);
		if (token.len && token.buf[token.len - 1] == ',')
			strbuf_truncate(&token, token.len - 1);
		if (!token.len)
			continue;
		ARRAY_RESERVE(*rows, cap, *n + 1);
		st = word_resolve(t, token.buf, &(*rows)[*n], err);
		*n += st == ST_OK;
	}
	strbuf_release(&token);
	return st;
}

/* The words farthest out at both ends. */
static enum status end_words(struct task *t, const double *axis, uint32_t **rows, size_t *n,
			     const struct progress *progress, struct error *err)
{
	const struct axis_data *d = t->data;
	size_t dims = model_dims(t->model), k = MIN(d->setup.count, model_rows(t->model)), count;
	struct hit *hits = xcalloc(k + 1, sizeof(*hits));
	double *q = xcalloc(dims, sizeof(*q));
	struct search s = { .k = k,
			    .max_rank = d->setup.max_rank ? d->setup.max_rank : RANK_ENDS,
			    .threads = d->setup.threads };
	uint8_t *mask = NULL;
	enum status st = filter_mask(&mask, t->model, &d->setup, progress, &t->result, err);

	*rows = xcalloc(2 * k + 1, sizeof(**rows));
	s.allow = mask;
	for (int side = -1; st == ST_OK && side <= 1; side += 2) {
		for (size_t i = 0; i < dims; i++)
			q[i] = side * axis[i];
		st = search_near(t->model, q, &s, progress, hits, &count, err);
		for (size_t i = 0; st == ST_OK && i < count; i++)
			(*rows)[(*n)++] = hits[i].row;
	}
	free(mask);
	free(hits);
	free(q);
	return st;
}

static void add_row(struct result *r, struct model *m, const struct placed *p)
{
	size_t row = result_add_row(r);

	result_put_word(r, row, 0, m, p->row);
	result_put_float(r, row, 1, p->position);
	result_put_float(r, row, 2, p->position / p->spread);
	result_set_answer_row(r, row, p->row);
}

static enum status place(struct task *t, const double *axis, const uint32_t *rows, size_t n,
			 struct error *err)
{
	const struct axis_data *d = t->data;
	struct placed *placed = xcalloc(n + 1, sizeof(*placed));
	double *spread = xcalloc(n + 1, sizeof(*spread));
	enum status st = axis_spread(spread, t->model, rows, n, d->seed, err);

	for (size_t i = 0; st == ST_OK && i < n; i++)
		if (!(t->model->norms[rows[i]] > 0))
			st = error_set(err, ST_FAILED, "the row of \"%s\" has no direction",
				       vocab_word(t->model->vocab, rows[i], NULL));
	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ rows[i], axis_position(t->model, axis, rows[i]),
					     spread[i] };
	qsort(placed, n, sizeof(*placed), by_position);
	result_add_column(&t->result, "word", CELL_TEXT);
	result_add_column(&t->result, "position", CELL_F32);
	result_add_column(&t->result, "z", CELL_F32);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		if (!i || placed[i].row != placed[i - 1].row)
			add_row(&t->result, t->model, &placed[i]);
	free(placed);
	free(spread);
	return st;
}

/* What was asked are the ends, left and right in turn. */
static void set_poles(struct task *t, const struct bias_pair *pairs)
{
	const struct axis_data *d = t->data;
	uint32_t *rows = xcalloc(d->poles.count + 1, sizeof(*rows));

	for (size_t i = 0; i + 1 < d->poles.count; i += 2) {
		rows[i] = pairs[i / 2].left;
		rows[i + 1] = pairs[i / 2].right;
	}
	result_set_query(&t->result, t->model, rows, d->poles.count, false);
	free(rows);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct axis_data *d = t->data;
	struct bias_pair *pairs = xcalloc(d->poles.count + 1, sizeof(*pairs));
	double *axis = xcalloc(model_dims(t->model), sizeof(*axis));
	uint32_t *rows = NULL;
	size_t n = 0;
	enum status st = d->poles.count ? find_poles(t, pairs, err) : ST_OK;

	if (st == ST_OK && d->poles.count) {
		st = axis_direction(axis, t->model, pairs, d->poles.count / 2, err);
		if (st == ST_OK && d->words)
			st = typed_words(t, &rows, &n, err);
		else if (st == ST_OK)
			st = end_words(t, axis, &rows, &n, progress, err);
		if (st == ST_OK)
			st = place(t, axis, rows, n, err);
		if (st == ST_OK) {
			result_set_title(&t->result, "Between %s and %s", d->poles.terms[0].word,
					 d->poles.terms[1].word);
			set_poles(t, pairs);
			result_notef(
				&t->result,
				"from %s (below 0) to %s (above); |z| below 2 is what axes between "
				"random words give",
				d->poles.terms[0].word, d->poles.terms[1].word);
		}
	}
	free(pairs);
	free(axis);
	free(rows);
	return st;
}

/* clang-format off */
const struct command cmd_axis = {
	.name = "axis", .group = "Judge",
	.summary = "Place words along a direction between two words, or several pairs of them.",
	.details =
		"axis he she : nurse doctor places the words; without a colon the words farthest out at both ends are listed. "
		"axis NAME = girl:boy, mother:father keeps an axis, the mean of its pairs, under a name: axis NAME : nurse.\n"
		"position is the cosine with the axis. z divides it by the root mean square of the word's place on 1,000 axes "
		"between random frequent words.",
	.args = { { ARG_TEXT, "ends : words", "two words or the name of an axis, then words to place", 1, 1, NULL } },
	.examples = {
		{ "axis he she : nurse doctor engineer teacher", "who leans which way" },
		{ "axis cold hot -n 5", "the words farthest out" },
		{ "axis gender = man:woman, king:queen, father:mother", "keep an axis; then: axis gender : nurse" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct axis_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
