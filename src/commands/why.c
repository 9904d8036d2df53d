/*
 * Why are two words near? The cosine is a sum over the dimensions, Σ u_i v_i of rows at length 1: the
 * greatest shares are shown, and the words that are neighbours of both.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

#define DIMENSIONS 5
#define NEIGHBOURS 50

struct why_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct why_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

static void add_line(struct result *r, const char *kind, const char *what, const double values[3])
{
	size_t row = result_add_row(r);

	result_put_text(r, row, 0, kind, strlen(kind));
	result_put_text(r, row, 1, what, strlen(what));
	for (size_t i = 0; i < 3; i++)
		if (!isnan(values[i]))
			result_put_float(r, row, 2 + i, values[i]);
}

struct part {
	size_t dimension;
	double u, v;
};

static int by_size(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	double p = fabs(x->u * x->v), q = fabs(y->u * y->v);

	if (p < q || p > q)
		return p > q ? -1 : 1;
	return x->dimension < y->dimension ? -1 : 1;
}

static void add_dimensions(struct task *t, const struct word_vector words[2])
{
	const struct model *m = t->model;
	const float *x = words[0].v, *y = words[1].v;
	size_t dims = model_dims(m);
	double a = words[0].norm, b = words[1].norm, shown = 0;
	struct part *parts = xcalloc(dims, sizeof(*parts));

	for (size_t i = 0; i < dims; i++)
		parts[i] = (struct part){ i + 1, (double)x[i] / a, (double)y[i] / b };
	qsort(parts, dims, sizeof(*parts), by_size);
	for (size_t i = 0; i < MIN(dims, DIMENSIONS); i++) {
		char name[32];

		snprintf(name, sizeof(name), "%zu", parts[i].dimension);
		shown += parts[i].u * parts[i].v;
		add_line(&t->result, "dimension", name,
			 (double[]){ parts[i].u, parts[i].v, parts[i].u * parts[i].v });
	}
	result_notef(&t->result,
		     "the cosine is %.4f; the %zu greatest of %zu dimensions make %.4f of it",
		     vector_score(METRIC_COSINE, x, y, dims), MIN(dims, (size_t)DIMENSIONS), dims,
		     shown);
	free(parts);
}

struct list {
	struct hit hits[NEIGHBOURS];
	size_t count;
};

static enum status find_near(struct task *t, const struct word_vector *w, const uint8_t *mask,
			     struct list *out, const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct why_data *)t->data)->setup;
	double *q = vector_as_doubles(t->model, w->v);
	struct search s = { .k = NEIGHBOURS,
			    .max_rank = d->max_rank,
			    .allow = mask,
			    .exclude = &w->row,
			    .exclude_count = 1,
			    .threads = d->threads };
	enum status st = search_near(t->model, q, &s, progress, out->hits, &out->count, err);

	free(q);
	return st;
}

static enum status add_neighbours(struct task *t, const struct word_vector words[2],
				  const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct why_data *)t->data)->setup;
	struct list near[2];
	size_t shared = 0;
	uint8_t *mask = NULL;
	enum status st = filter_mask(&mask, t->model, d, progress, &t->result, err);

	for (size_t i = 0; st == ST_OK && i < 2; i++)
		st = find_near(t, &words[i], mask, &near[i], progress, err);
	free(mask);
	for (size_t i = 0; st == ST_OK && i < near[0].count; i++)
		for (size_t j = 0; j < near[1].count; j++) {
			const struct hit *x = &near[0].hits[i], *y = &near[1].hits[j];
			double values[] = { x->score, y->score, (double)NAN };

			if (x->row != y->row || shared++ >= d->count)
				continue;
			add_line(&t->result, "neighbour", vocab_word(t->model->vocab, x->row, NULL),
				 values);
			result_set_answer_row(&t->result, t->result.rows - 1, x->row);
		}
	if (st == ST_OK)
		result_notef(&t->result, "of their %d nearest words they share %zu", NEIGHBOURS,
			     shared);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct result *r = &t->result;
	struct word_vector *words;
	enum status st = words_vectors(t, METRIC_COSINE, &words, err);

	if (st != ST_OK)
		return st;
	if (!(words[0].norm > 0 && words[1].norm > 0)) {
		words_vectors_free(words, 2);
		return error_set(err, ST_FAILED, "one of the words has no direction");
	}
	result_add_column(r, "kind", CELL_TEXT);
	result_add_column(r, "what", CELL_TEXT);
	result_add_column(r, "a", CELL_F32);
	result_add_column(r, "b", CELL_F32);
	result_add_column(r, "share", CELL_F32);
	add_dimensions(t, words);
	st = add_neighbours(t, words, progress, err);
	result_set_words(r, t->model, words, 2);
	words_vectors_free(words, 2);
	return st;
}

/* clang-format off */
const struct command cmd_why = {
	.name = "why", .group = "Query",
	.summary = "Why are two words near? The dimensions and the neighbours they share.",
	.details = "a and b are the numbers of the two words in a dimension, at length 1, and share their product: all shares add up "
		   "to the cosine. For a neighbour a and b are its cosines with the two words.",
	.args = { { ARG_WORD, "word", "two words", 2, 2, NULL } },
	.examples = { { "why coffee tea -n 5", "what they have in common" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct why_data),
	.prepare = prepare, .work = work,
};
