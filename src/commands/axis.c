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
	char *word = trimmed(s, n), *end = word + strlen(word);
	struct expr_term t = { .weight = weight, .word = word };

	t.quoted = end - word > 2 && strchr("\"'", *word) && end[-1] == *word;
	if (t.quoted) {
		end[-1] = '\0';
		t.word++;
	}
	if (*t.word)
		expr_add_copy(e, &t, 1, NULL);
	free(word);
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
	const struct word_vector *w;
	double position, spread;
};

static int by_position(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->position < y->position || x->position > y->position)
		return x->position < y->position ? -1 : 1;
	return x->w->row != y->w->row ? (x->w->row < y->w->row ? -1 : 1)
				      : strcmp(x->w->word, y->w->word);
}

/* The ends: words or names, −left +right in turn. */
static enum status find_poles(struct task *t, struct word_vector *poles, struct error *err)
{
	const struct axis_data *d = t->data;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < d->poles.count; i++) {
		const struct expr_term *term = &d->poles.terms[i];

		st = word_to_vector(t, term->word, term->quoted, METRIC_COSINE, &poles[i], err);
	}
	return st;
}

/* Words on the line, or the words farthest out. */
struct words {
	struct word_vector *items;
	size_t count, cap;
};

static struct word_vector *words_push(struct words *w)
{
	ARRAY_RESERVE(w->items, w->cap, w->count + 1);
	w->items[w->count] = (struct word_vector){ .row = VOCAB_NONE };
	return &w->items[w->count++];
}

static enum status typed_words(struct task *t, struct words *out, struct error *err)
{
	const struct axis_data *d = t->data;
	struct strbuf token = STRBUF_INIT;
	const char *rest = d->words;
	enum status st = ST_OK;

	while (st == ST_OK && *rest) {
		bool quoted = strchr("\"'", rest[strspn(rest, " \t")]);

		strbuf_clear(&token);
		rest = args_first_token(rest, &token);
		if (token.len && token.buf[token.len - 1] == ',')
			strbuf_truncate(&token, token.len - 1);
		if (!token.len)
			continue;
		st = word_to_vector(t, token.buf, quoted, METRIC_COSINE, words_push(out), err);
	}
	strbuf_release(&token);
	return st;
}

/* The words farthest out at both ends. */
static enum status end_words(struct task *t, const double *axis, struct words *out,
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

	s.allow = mask;
	for (int side = -1; st == ST_OK && side <= 1; side += 2) {
		for (size_t i = 0; i < dims; i++)
			q[i] = side * axis[i];
		st = search_near(t->model, q, &s, progress, hits, &count, err);
		for (size_t i = 0; st == ST_OK && i < count; i++)
			word_vector_take(t->model, hits[i].row, words_push(out));
	}
	free(mask);
	free(hits);
	free(q);
	return st;
}

static void add_row(struct result *r, struct model *m, const struct placed *p)
{
	size_t row = result_add_row(r);

	result_put_vector(r, row, 0, m, p->w);
	result_put_float(r, row, 1, p->position);
	result_put_float(r, row, 2, p->position / p->spread);
	result_set_answer_row(r, row, p->w->row);
}

static bool is_again(const struct placed *p, size_t i)
{
	return i && p[i].w->row == p[i - 1].w->row && strcmp(p[i].w->word, p[i - 1].w->word) == 0;
}

static enum status place(struct task *t, const double *axis, const struct words *words,
			 struct error *err)
{
	const struct axis_data *d = t->data;
	size_t n = words->count, dims = model_dims(t->model);
	struct placed *placed = xcalloc(n + 1, sizeof(*placed));
	const float **vectors = xcalloc(n + 1, sizeof(*vectors));
	double *spread = xcalloc(n + 1, sizeof(*spread));
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < n; i++) {
		vectors[i] = words->items[i].v;
		if (!(words->items[i].norm > 0))
			st = error_set(err, ST_FAILED, "the row of \"%s\" has no direction",
				       words->items[i].word);
	}
	if (st == ST_OK)
		st = axis_spread(spread, t->model, vectors, n, d->seed, err);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		placed[i] = (struct placed){ &words->items[i],
					     axis_position(axis, vectors[i], dims), spread[i] };
	if (st == ST_OK)
		qsort(placed, n, sizeof(*placed), by_position);
	result_add_column(&t->result, "word", CELL_TEXT);
	result_add_column(&t->result, "position", CELL_F32);
	result_add_column(&t->result, "z", CELL_F32);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		if (!is_again(placed, i))
			add_row(&t->result, t->model, &placed[i]);
	free(placed);
	free(vectors);
	free(spread);
	return st;
}

/* From the vectors of the ends to the answer. */
static enum status place_between(struct task *t, const struct word_vector *poles, double *axis,
				 const struct progress *progress, struct error *err)
{
	const struct axis_data *d = t->data;
	size_t n = d->poles.count / 2;
	struct bias_pair *pairs = xcalloc(n, sizeof(*pairs));
	struct words words = { 0 };
	enum status st;

	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct bias_pair){ poles[2 * i].v, poles[2 * i + 1].v };
	st = axis_direction(axis, model_dims(t->model), pairs, n, err);
	if (st == ST_OK)
		st = d->words ? typed_words(t, &words, err)
			      : end_words(t, axis, &words, progress, err);
	if (st == ST_OK)
		st = place(t, axis, &words, err);
	words_vectors_free(words.items, words.count);
	free(pairs);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct axis_data *d = t->data;
	const char *left, *right;
	struct word_vector *poles;
	double *axis;
	enum status st;

	if (!d->poles.count)
		return ST_OK; /* an axis got its name */
	left = d->poles.terms[0].word;
	right = d->poles.terms[1].word;
	poles = xcalloc(d->poles.count, sizeof(*poles));
	axis = xcalloc(model_dims(t->model), sizeof(*axis));
	st = find_poles(t, poles, err);
	if (st == ST_OK)
		st = place_between(t, poles, axis, progress, err);
	if (st == ST_OK) {
		result_set_title(&t->result, "Between %s and %s", left, right);
		result_set_words(&t->result, t->model, poles, d->poles.count); /* in turn */
		result_notef(&t->result,
			     "from %s (below 0) to %s (above); |z| below 2 is what axes between "
			     "random words give",
			     left, right);
	}
	words_vectors_free(poles, d->poles.count);
	free(axis);
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
	.args = { { ARG_TEXT, "ends : words", "two words (or names made by let), or the name of an axis; then words to place", 1, 1, NULL } },
	.examples = {
		{ "axis he she : nurse doctor engineer teacher", "who leans which way" },
		{ "axis cold hot -n 5", "the words farthest out" },
		{ "axis gender = man:woman, king:queen, father:mother", "keep an axis; then: axis gender : nurse" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct axis_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
