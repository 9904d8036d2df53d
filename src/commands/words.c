#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "choose.h"
#include "math/vec.h"

enum status word_resolve(struct task *t, const char *word, uint32_t *out, struct error *err)
{
	struct strbuf note = STRBUF_INIT;
	struct lookup found;
	enum status st = lookup_word(t->model, word, &found, err);

	if (st != ST_OK && names_find(&t->names, word))
		return error_set(err, ST_FAILED,
				 "\"%.60s\" is a name of yours, and this takes words of the "
				 "vocabulary",
				 word);
	if (st != ST_OK)
		return st;
	if (names_find(&t->names, word))
		result_notef(&t->result, "%s: the word, not what has that name", word);
	lookup_describe(t->model, word, &found, &note);
	if (note.len)
		result_notef(&t->result, "%s", note.buf);
	strbuf_release(&note);
	*out = found.row;
	return ST_OK;
}

enum status words_resolve(struct task *t, size_t first, uint32_t **out, struct error *err)
{
	size_t n = t->args.count - first;
	uint32_t *rows = xcalloc(n + 1, sizeof(*rows));
	enum status st = ST_OK;

	for (size_t i = 0; i < n && st == ST_OK; i++)
		st = word_resolve(t, args_word(&t->args, first + i), &rows[i], err);
	if (st == ST_OK)
		*out = rows;
	else
		free(rows);
	return st;
}

/* --- words to be put into groups --- */

static bool is_typed(const struct words_chosen *c, uint32_t row, const char *word)
{
	for (size_t i = 0; i < c->typed_count; i++)
		if (c->rows[i] == row && (row != VOCAB_NONE || !strcmp(c->typed[i].word, word)))
			return true;
	return false;
}

/* What is not kept is released. */
static enum status choose_typed(struct task *t, struct words_chosen *c, struct error *err)
{
	enum status st = words_vectors(t, c->metric, &c->typed, err);

	for (size_t i = 0; st == ST_OK && i < t->args.count; i++) {
		struct word_vector w = c->typed[i];
		bool directed = w.norm > 0 && isfinite(w.norm);

		c->typed[i].made = NULL;
		if (!directed)
			result_notef(&t->result, "%s has no direction and is left out",
				     args_word(&t->args, i));
		if (!directed || is_typed(c, w.row, w.word)) {
			word_vector_release(&w);
			continue;
		}
		c->rows[c->typed_count] = w.row;
		c->typed[c->typed_count++] = w;
	}
	c->n = c->typed_count;
	return st;
}

/* Those of --of, else the most frequent: the first of them that the filters let through. */
static enum status choose_others(struct task *t, const struct query_setup *q, size_t limit,
				 struct words_chosen *c, const struct progress *progress,
				 struct error *err)
{
	const struct model *m = t->model;
	size_t n = c->of ? c->of->count : limit;
	uint8_t *mask = NULL;
	enum status st = filter_mask(&mask, m, q, progress, &t->result, err);

	for (size_t i = 0; st == ST_OK && i < n && c->n < c->most; i++) {
		uint32_t row = c->of ? c->of->rows[i] : (uint32_t)i;

		if (row < limit && (!mask || mask[row]) && m->norms[row] > 0 &&
		    !is_typed(c, row, NULL))
			c->rows[c->n++] = row;
	}
	free(mask);
	return st;
}

enum status words_choose(struct task *t, const struct query_setup *q, struct words_chosen *c,
			 const struct progress *progress, struct error *err)
{
	size_t all = model_rows(t->model), limit = q->max_rank ? MIN(q->max_rank, all) : all;
	void *p = NULL;
	enum status st = c->of ? chosen_load(c->of, t, c->most, progress, err) : ST_OK;

	c->rows = NULL;
	c->typed = NULL;
	c->n = c->typed_count = 0;
	if (st == ST_OK)
		st = mem_try_calloc(&p, MIN(c->most, all) + t->args.count + 1, sizeof(*c->rows),
				    "the words", err);
	c->rows = p;
	if (st == ST_OK && t->args.count)
		st = choose_typed(t, c, err);
	if (st == ST_OK && (!t->args.count || c->of || q->in || q->match))
		st = choose_others(t, q, limit, c, progress, err);
	return st;
}

void words_chosen_release(struct words_chosen *c)
{
	words_vectors_free(c->typed, c->typed_count);
	free(c->rows);
	c->typed = NULL;
	c->rows = NULL;
	c->n = c->typed_count = 0;
}

const float *words_chosen_vector(const struct words_chosen *c, const struct model *m, size_t i)
{
	return i < c->typed_count ? c->typed[i].v : model_row(m, c->rows[i]);
}

const char *words_chosen_name(const struct words_chosen *c, const struct model *m, size_t i)
{
	return i < c->typed_count ? c->typed[i].word : vocab_word(m->vocab, c->rows[i], NULL);
}

/* --- vectors --- */

static void note_all(struct result *r, const struct query *q)
{
	for (size_t i = 0; i < q->note_count; i++)
		result_notef(r, "%s", q->notes[i]);
}

static enum status take_named(struct task *t, const struct named *named, enum metric metric,
			      struct word_vector *out, struct error *err)
{
	size_t dims = model_dims(t->model);
	struct expr e = { 0 };
	struct query q;
	float *v;
	enum status st = named_terms(named, 1, &e, err);

	if (st == ST_OK)
		st = query_resolve(&q, t->model, &e, metric, err);
	expr_release(&e);
	if (st != ST_OK)
		return st;
	v = xcalloc(dims, sizeof(*v));
	for (size_t i = 0; i < dims; i++)
		v[i] = (float)q.vector[i];
	note_all(&t->result, &q);
	query_release(&q);
	*out = (struct word_vector){
		.row = VOCAB_NONE, .v = v, .made = v, .word = named->name, .norm = vec_norm(v, dims)
	};
	return ST_OK;
}

enum status word_to_vector(struct task *t, const char *word, bool quoted, enum metric metric,
			   struct word_vector *out, struct error *err)
{
	const struct named *named = quoted ? NULL : names_find(&t->names, word);
	struct strbuf note = STRBUF_INIT;
	enum status st;

	if (named)
		return take_named(t, named, metric, out, err);
	st = word_vector_find(t->model, word, out, &note, err);
	if (st == ST_OK && note.len)
		result_notef(&t->result, "%s", note.buf);
	strbuf_release(&note);
	return st;
}

enum status words_vectors(struct task *t, enum metric metric, struct word_vector **out,
			  struct error *err)
{
	size_t n = t->args.count;
	struct word_vector *words = xcalloc(n + 1, sizeof(*words));
	enum status st = ST_OK;

	for (size_t i = 0; i < n && st == ST_OK; i++)
		st = word_to_vector(t, t->args.words[i], t->args.quoted[i], metric, &words[i], err);
	if (st == ST_OK)
		*out = words;
	else
		words_vectors_free(words, n);
	return st;
}

void words_vectors_free(struct word_vector *words, size_t n)
{
	for (size_t i = 0; words && i < n; i++)
		word_vector_release(&words[i]);
	free(words);
}

void result_set_words(struct result *r, struct model *m, const struct word_vector *words, size_t n)
{
	uint32_t *rows = xcalloc(n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		rows[i] = words[i].row;
	result_set_query(r, m, rows, n, false);
	free(rows);
}

void result_put_vector(struct result *r, size_t row, size_t col, const struct model *m,
		       const struct word_vector *w)
{
	if (w->row == VOCAB_NONE)
		result_put_text(r, row, col, w->word, strlen(w->word));
	else
		result_put_word(r, row, col, m, w->row);
}

void result_put_word(struct result *r, size_t row, size_t col, const struct model *m, uint32_t word)
{
	size_t n;
	const char *text = vocab_word(m->vocab, word, &n);

	result_put_text(r, row, col, text, n);
}

enum metric metric_choose(const struct session *s, const struct args *a)
{
	struct query_setup q;

	query_setup_get(&q, s, a);
	return q.metric;
}

void result_add_hits(struct result *r, struct model *m, const struct hit *hits, size_t n,
		     const char *measure, bool rising)
{
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, measure, CELL_F32, rising);
	for (size_t i = 0; i < n; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)i + 1);
		result_put_word(r, row, 1, m, hits[i].row);
		result_put_float(r, row, 2, hits[i].score);
		result_set_answer_row(r, row, hits[i].row);
	}
}

double *vector_as_doubles(const struct model *m, const float *v)
{
	double *q = xcalloc(model_dims(m), sizeof(*q));

	for (size_t i = 0; i < model_dims(m); i++)
		q[i] = (double)v[i];
	return q;
}

double words_score(const struct model *m, enum metric metric, const double *q,
		   const struct word_vector words[2])
{
	return words[1].row == VOCAB_NONE
		       ? vector_score(metric, words[0].v, words[1].v, model_dims(m))
		       : search_score(m, metric, q, words[1].row);
}
