/*
 * The odd one out: each word against the mean of all (gensim's rank_by_centrality and
 * doesnt_match): u_w = row at unit length, m = unit(mean of u), score = u_w · m. The lowest score
 * is the odd one; equal scores are ordered by the word.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

struct scored {
	const struct word_vector *w;
	double score;
};

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score < y->score ? -1 : 1;
	return strcmp(x->w->word, y->w->word);
}

/* As the model keeps it, in f32: gensim's arithmetic. */
static double length_of(const struct model *m, const struct word_vector *w)
{
	return w->row == VOCAB_NONE ? w->norm : (double)m->norms[w->row];
}

static enum status score_all(const struct model *m, struct scored *words, size_t n,
			     struct error *err)
{
	double *mean = xcalloc(model_dims(m), sizeof(*mean)), length;

	for (size_t i = 0; i < n; i++)
		vec_add_scaled(mean, 1 / length_of(m, words[i].w), words[i].w->v, model_dims(m));
	length = vec_norm_f64(mean, model_dims(m));
	for (size_t i = 0; i < n; i++)
		words[i].score = vec_dot(words[i].w->v, mean, model_dims(m)) /
				 (length_of(m, words[i].w) * length);
	free(mean);
	if (!(length > 0))
		return error_set(err, ST_FAILED, "the mean of these words has length 0");
	return ST_OK;
}

static enum status check_vectors(const struct word_vector *words, size_t n, struct error *err)
{
	for (size_t i = 0; i < n; i++)
		if (!(words[i].norm > 0 && isfinite(words[i].norm)))
			return error_set(
				err, ST_FAILED,
				"the row of \"%s\" is zero or not finite: it has no direction",
				words[i].word);
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	size_t n = t->args.count;
	struct scored *words = xcalloc(n, sizeof(*words));
	struct word_vector *vectors = NULL;
	enum status st = words_vectors(t, METRIC_COSINE, &vectors, err);

	(void)progress;
	if (st == ST_OK)
		st = check_vectors(vectors, n, err);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		words[i].w = &vectors[i];
	if (st == ST_OK)
		st = score_all(t->model, words, n, err);
	if (st == ST_OK) {
		qsort(words, n, sizeof(*words), by_score);
		result_add_column(&t->result, "word", CELL_TEXT);
		result_add_bar_column(&t->result, "cosine", CELL_F32, false);
		for (size_t i = 0; i < n; i++) {
			size_t row = result_add_row(&t->result);

			result_put_vector(&t->result, row, 0, t->model, words[i].w);
			result_put_float(&t->result, row, 1, words[i].score);
			result_set_answer_row(&t->result, row, words[i].w->row);
		}
		result_set_words(&t->result, t->model, vectors, n);
	}
	words_vectors_free(vectors, n);
	free(words);
	return st;
}

/* clang-format off */
const struct command cmd_odd = {
	.name = "odd", .aliases = "doesnt-match", .group = "Query",
	.summary = "Which word does not fit? The odd one first.",
	.details = "Each word is compared with the mean of all of them; the one farthest from it is the odd one.",
	.args = { { ARG_WORD, "word", "three words or more", 3, 0, NULL } },
	.opts = {
		{ 0, "places", ARG_NONE, NULL, NULL, "also the place of each word in the vocabulary, 1 = most frequent", NULL, 0, 0 },
	},
	.examples = {
		{ "odd breakfast lunch dinner cereal", "cereal is no meal" },
		{ "odd red green blue car", "car is no colour" },
	},
	.flags = CMD_NEEDS_MODEL,
	.work = work,
};
