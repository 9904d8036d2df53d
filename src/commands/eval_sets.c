/* eval odd, eval outliers and eval weat: lists of words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "commands.h"
#include "eval.h"
#include "explain.h"
#include "model/bias.h"
#include "model/lines.h"

#define WORDS_MAX 256 /* of one line */

struct tally {
	size_t sets, right, missing;
	double places; /* of the outliers, 1 = last */
};

/* --- the odd one ------------------------------------------------------------------------------ */

/* Σ cos(w, other) for each word of a set. */
static void add_closeness(const struct model *m, const uint32_t *rows, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++) {
		out[i] = 0;
		for (size_t j = 0; j < n; j++)
			if (i != j)
				out[i] += search_cosine(m, rows[i], rows[j]);
	}
}

/* How many of the others are closer to the rest than the last one is: n − 1 = it is found. */
static size_t place_of_last(const double *closeness, size_t n)
{
	size_t place = 0;

	for (size_t i = 0; i + 1 < n; i++)
		place += closeness[i] > closeness[n - 1];
	return place;
}

/* gensim's doesnt_match: the word farthest from the mean of unit vectors. For unit vectors
 * u_w · Σ u = 1 + Σ_{v ≠ w} cos(w, v), so the order is that of add_closeness(). */
static void judge_set(struct tally *t, const struct model *m, const uint32_t *rows, size_t n)
{
	double closeness[WORDS_MAX + 1];
	size_t place;

	add_closeness(m, rows, n, closeness);
	place = place_of_last(closeness, n);
	t->sets++;
	t->right += place == n - 1;
	t->places += (double)place / (double)(n - 1);
}

static bool find_row(const struct eval_words *words, const struct model *m, struct field f,
		     uint32_t *row)
{
	*row = eval_words_find(words, f.s, f.n);
	return *row != VOCAB_NONE && m->norms[*row] > 0;
}

static void take_odd_line(struct tally *t, const struct model *m, const struct eval_words *words,
			  const struct field *fields, size_t n)
{
	uint32_t rows[WORDS_MAX];

	for (size_t i = 0; i < n; i++)
		if (!find_row(words, m, fields[i], &rows[i])) {
			t->missing++;
			return;
		}
	judge_set(t, m, rows, n);
}

static void take_odd(struct tally *t, const struct model *m, const struct eval_words *words,
		     const struct strbuf *text)
{
	struct field fields[WORDS_MAX];
	size_t at = 0, n, count;
	const char *line;

	while (lines_next(text, &at, &line, &n)) {
		if (!n || *line == '#' || *line == ':')
			continue;
		count = fields_split(line, n, 0, fields, WORDS_MAX);
		if (count >= 3 && count <= WORDS_MAX)
			take_odd_line(t, m, words, fields, count);
	}
}

/* --- outliers --------------------------------------------------------------------------------- */

/* Groups and outliers take turns, an empty line between; unknown words are left out. */
static void take_outliers(struct tally *t, const struct model *m, const struct eval_words *words,
			  const struct strbuf *text)
{
	uint32_t group[WORDS_MAX + 1];
	size_t at = 0, n, size = 0;
	bool outliers = false, gap = true;
	const char *line;

	while (lines_next(text, &at, &line, &n)) {
		struct field f;

		if (!n) {
			outliers = gap ? outliers : !outliers;
			gap = true;
			continue;
		}
		if (gap && !outliers)
			size = 0;
		gap = false;
		f = (struct field){ line, n };
		if (!find_row(words, m, f, &group[size]))
			t->missing++;
		else if (outliers && size >= 2)
			judge_set(t, m, group, size + 1);
		else if (!outliers && size < WORDS_MAX - 1)
			size++;
	}
}

/* --- the verbs -------------------------------------------------------------------------------- */

static enum status run_sets(struct task *t, struct tally *tally, const char *what,
			    void (*take)(struct tally *t, const struct model *m,
					 const struct eval_words *words, const struct strbuf *text),
			    const struct progress *p, struct error *err)
{
	const struct eval_data *d = t->data;
	struct strbuf text = STRBUF_INIT;
	struct eval_words words = { 0 };
	enum status st = lines_read(&text, d->path, what, p, err);

	if (st == ST_OK)
		st = eval_words_init(&words, t->model, d->opt.max_rank, d->opt.fold, err);
	if (st == ST_OK)
		take(tally, t->model, &words, &text);
	if (st == ST_OK && !tally->sets)
		st = error_set(err, ST_FAILED, "%s has no set whose words are all in %s", d->path,
			       t->model->name);
	eval_words_release(&words);
	strbuf_release(&text);
	return st;
}

enum status eval_odd_work(struct task *t, const struct progress *p, struct error *err)
{
	struct tally tally = { 0 };
	struct result *r = &t->result;
	enum status st = run_sets(t, &tally, "list of sets", take_odd, p, err);
	size_t row;

	if (st != ST_OK)
		return st;
	result_add_column(r, "sets", CELL_INT);
	result_add_column(r, "correct", CELL_INT);
	result_add_column(r, "percent", CELL_F64);
	result_add_column(r, "oov", CELL_INT);
	row = result_add_row(r);
	result_put_int(r, row, 0, (int64_t)tally.sets);
	result_put_int(r, row, 1, (int64_t)tally.right);
	result_put_float(r, row, 2, 100 * (double)tally.right / (double)tally.sets);
	result_put_int(r, row, 3, (int64_t)tally.missing);
	return ST_OK;
}

enum status eval_outliers_work(struct task *t, const struct progress *p, struct error *err)
{
	struct tally tally = { 0 };
	struct result *r = &t->result;
	enum status st = run_sets(t, &tally, "list of groups", take_outliers, p, err);
	size_t row;

	if (st != ST_OK)
		return st;
	result_add_column(r, "outliers", CELL_INT);
	result_add_column(r, "found", CELL_INT);
	result_add_column(r, "accuracy", CELL_F64);
	result_add_column(r, "opp", CELL_F64);
	result_add_column(r, "oov", CELL_INT);
	row = result_add_row(r);
	result_put_int(r, row, 0, (int64_t)tally.sets);
	result_put_int(r, row, 1, (int64_t)tally.right);
	result_put_float(r, row, 2, 100 * (double)tally.right / (double)tally.sets);
	result_put_float(r, row, 3, 100 * tally.places / (double)tally.sets);
	result_put_int(r, row, 4, (int64_t)tally.missing);
	return ST_OK;
}

/* --- WEAT ------------------------------------------------------------------------------------- */

/* targets X, Y; attributes A, B */
struct weat_test {
	const char *list[4];
};

static const struct weat_test weat_tests[] = {
	{ { "flowers", "insects", "pleasant-5", "unpleasant-5a" } },
	{ { "instruments", "weapons", "pleasant-5", "unpleasant-5a" } },
	{ { "european-american-names-5", "african-american-names-5", "pleasant-5",
	    "unpleasant-5b" } },
	{ { "european-american-names-7", "african-american-names-7", "pleasant-5",
	    "unpleasant-5b" } },
	{ { "european-american-names-7", "african-american-names-7", "pleasant-9",
	    "unpleasant-9" } },
	{ { "male-names", "female-names", "career", "family" } },
	{ { "math", "arts", "male-terms", "female-terms" } },
	{ { "science", "arts-2", "male-terms-2", "female-terms-2" } },
	{ { "mental-disease", "physical-disease", "temporary", "permanent" } },
	{ { "young-people-names", "old-people-names", "pleasant-9", "unpleasant-9" } },
};

struct found {
	uint32_t rows[WORDS_MAX];
	size_t n, missing;
};

/* Exactly, else in any case: the lists are written with capitals. */
static enum status load_list(struct found *f, const struct model *m, const char *name,
			     struct error *err)
{
	char *path = path_word_list(name);
	struct strbuf text = STRBUF_INIT;
	enum status st = lines_read(&text, path, "word list", NULL, err);
	size_t at = 0, n;
	const char *line;

	f->n = f->missing = 0;
	while (st == ST_OK && lines_next(&text, &at, &line, &n)) {
		uint32_t row;

		if (!n || *line == '#')
			continue;
		row = vocab_find(m->vocab, line, n);
		if (row == VOCAB_NONE && !vocab_find_loose(m->vocab, line, n, &row, 1))
			row = VOCAB_NONE;
		if (row != VOCAB_NONE && m->norms[row] > 0 && f->n < WORDS_MAX)
			f->rows[f->n++] = row;
		else
			f->missing++;
	}
	strbuf_release(&text);
	free(path);
	return st;
}

static void add_weat(struct result *r, size_t number, const struct weat_test *test,
		     const struct found *f, const struct weat *w)
{
	size_t row = result_add_row(r), missing = 0;
	char text[2][100];

	for (size_t i = 0; i < 2; i++)
		snprintf(text[i], sizeof(text[i]), "%.48s, %.48s", path_base(test->list[2 * i]),
			 path_base(test->list[2 * i + 1]));
	for (size_t i = 0; i < 4; i++)
		missing += f[i].missing;
	if (number)
		result_put_int(r, row, 0, (int64_t)number);
	result_put_text(r, row, 1, text[0], strlen(text[0]));
	result_put_text(r, row, 2, text[1], strlen(text[1]));
	if (w) {
		result_put_float(r, row, 3, w->effect);
		result_put_float(r, row, 4, w->p);
	}
	result_put_int(r, row, 5, (int64_t)(f[0].n + f[1].n));
	result_put_int(r, row, 6, (int64_t)missing);
}

static enum status run_weat(struct task *t, size_t number, const struct weat_test *test,
			    struct found f[4], const struct progress *p, struct error *err)
{
	const struct eval_data *d = t->data;
	struct bias_words x[2], a[2];
	struct weat w;
	enum status st = ST_OK;

	for (size_t i = 0; i < 4 && st == ST_OK; i++)
		st = load_list(&f[i], t->model, test->list[i], err);
	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < 2; i++) {
		x[i] = (struct bias_words){ f[i].rows, f[i].n };
		a[i] = (struct bias_words){ f[2 + i].rows, f[2 + i].n };
	}
	st = weat_run(&w, t->model, x, a, d->seed, p, err);
	if (st == ST_FAILED) {
		add_weat(&t->result, number, test, f, NULL); /* no words: no number */
		return ST_OK;
	}
	if (st != ST_OK)
		return st;
	add_weat(&t->result, number, test, f, &w);
	if (!number)
		result_notef(&t->result, "effect %.2f, p %.4f: of %s%llu divisions of the targets",
			     w.effect, w.p, w.exact ? "all " : "", (unsigned long long)w.divisions);
	return ST_OK;
}

/* The four lists of a row: its cells name them, or the line did. */
static enum status lists_of(const struct explain *e, struct weat_test *test, struct error *err)
{
	if (e->args.count == 5)
		for (size_t i = 0; i < 4; i++)
			test->list[i] = args_word(&e->args, 1 + i);
	else if (e->at < ARRAY_LEN(weat_tests))
		*test = weat_tests[e->at];
	else
		return error_set(err, ST_FAILED, "there are %zu tests", ARRAY_LEN(weat_tests));
	return ST_OK;
}

static void explain_effect(struct explain *e, const struct weat_test *test, const struct weat *w)
{
	for (size_t i = 0; i < 2; i++)
		explain_step(
			e, w->mean[i],
			"of each word of %.40s: mean cosine with %.40s less that with %.40s; the "
			"mean of these",
			path_base(test->list[i]), path_base(test->list[2]),
			path_base(test->list[3]));
	explain_step(e, w->mean[0] - w->mean[1], "difference of the two means");
	explain_step(e, w->spread, "standard deviation over all target words");
	e->final = w->effect;
	explain_step(e, w->effect, "difference / standard deviation: the effect");
	explain_step(e, (double)w->divisions, "divisions of the target words into two such groups");
	explain_step(e, w->p, "share of these with a difference as large: p");
}

enum status explain_weat(struct explain *e, struct error *err)
{
	struct found *f = xcalloc(4, sizeof(*f));
	struct weat_test test;
	struct bias_words words[4];
	struct weat w;
	enum status st = lists_of(e, &test, err);

	for (size_t i = 0; i < 4 && st == ST_OK; i++) {
		st = load_list(&f[i], e->m, test.list[i], err);
		words[i] = (struct bias_words){ f[i].rows, f[i].n };
	}
	if (st == ST_OK)
		st = weat_run(&w, e->m, words, words + 2, e->seed, NULL, err);
	if (st == ST_OK)
		explain_effect(e, &test, &w);
	e->shown = e->last->values[e->at * e->last->column_count + 3].as.f;
	free(f);
	return st;
}

enum status eval_weat_work(struct task *t, const struct progress *p, struct error *err)
{
	struct result *r = &t->result;
	struct found *f = xcalloc(4, sizeof(*f));
	struct weat_test own = { { NULL } };
	enum status st = ST_OK;

	result_set_title(r, "Word Embedding Association Test");
	result_add_column(r, "test", CELL_INT);
	result_add_column(r, "targets", CELL_TEXT);
	result_add_column(r, "attributes", CELL_TEXT);
	result_add_column(r, "effect", CELL_F64);
	result_add_column(r, "p", CELL_F64);
	result_add_column(r, "words", CELL_INT);
	result_add_column(r, "oov", CELL_INT);
	for (size_t i = 0; i < 4 && t->args.count == 5; i++)
		own.list[i] = args_word(&t->args, 1 + i);
	if (t->args.count == 5)
		st = run_weat(t, 0, &own, f, p, err);
	for (size_t i = 0; st == ST_OK && t->args.count == 1 && i < ARRAY_LEN(weat_tests); i++)
		st = run_weat(t, i + 1, &weat_tests[i], f, p, err);
	free(f);
	result_notef(
		r,
		"effect above 0: the first targets lean to the first attributes; p is one-sided, "
		"by permutation");
	return st;
}
