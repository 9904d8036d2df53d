/* A word's vector, be it a row of the model or composed of its sub-words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/vec.h"
#include "model/query.h"

#define GRAMS_SHOWN 12

void word_vector_take(const struct model *m, uint32_t row, struct word_vector *out)
{
	*out = (struct word_vector){ .row = row,
				     .v = model_row(m, row),
				     .word = vocab_word(m->vocab, row, NULL) };
	out->norm = vec_norm(out->v, model_dims(m));
}

/* "zz: not in the vocabulary; composed of 3 n-grams: <zz zz> …" */
static void describe(const char *word, size_t count, const char *names, struct strbuf *out)
{
	const char *end = names;

	for (size_t i = 0; i < MIN(count, GRAMS_SHOWN); i++)
		end += strcspn(end + (i > 0), " ") + (i > 0);
	strbuf_addf(out,
		    "%s: not in the vocabulary; its vector is composed of %zu n-gram%s: ", word,
		    count, count == 1 ? "" : "s");
	strbuf_add(out, names, (size_t)(end - names));
	if (count > GRAMS_SHOWN)
		strbuf_addf(out, " and %zu more", count - GRAMS_SHOWN);
}

/* *found = false when no n-gram of the word is known. */
static enum status compose(const struct model *m, const char *word, struct word_vector *out,
			   struct strbuf *note, bool *found, struct error *err)
{
	struct strbuf names = STRBUF_INIT;
	void *p = NULL;
	size_t grams = 0;
	enum status st = mem_try_calloc(&p, model_dims(m), sizeof(float), "a vector", err);

	if (!st)
		st = composer_word(m->composer, word, strlen(word), p, &grams, &names, err);
	*found = !st && grams;
	if (*found) {
		*out = (struct word_vector){ .row = VOCAB_NONE, .v = p, .made = p, .word = word };
		out->norm = vec_norm(out->v, model_dims(m));
		if (note)
			describe(word, grams, names.buf, note);
	} else {
		free(p);
	}
	strbuf_release(&names);
	return st;
}

enum status word_vector_find(const struct model *m, const char *word, struct word_vector *out,
			     struct strbuf *note, struct error *err)
{
	struct lookup found;
	bool made = false;
	enum status st = ST_OK;

	if (m->composer && !lookup_same_case(m, word, &found))
		st = compose(m, word, out, note, &made, err);
	if (st || made)
		return st;
	st = lookup_word(m, word, &found, err);
	if (st)
		return st;
	if (note)
		lookup_describe(m, word, &found, note);
	word_vector_take(m, found.row, out);
	return ST_OK;
}

void word_vector_release(struct word_vector *w)
{
	free(w->made);
	w->made = NULL;
}

double vector_score(enum metric metric, const float *x, const float *y, size_t n)
{
	double sum = 0;

	if (metric == METRIC_COSINE)
		return vec_dot_f32(x, y, n) / (vec_norm(x, n) * vec_norm(y, n));
	if (metric == METRIC_DOT)
		return vec_dot_f32(x, y, n);
	for (size_t i = 0; i < n; i++) { /* vec_distance() of two rows */
		double d = (double)x[i] - (double)y[i];

		sum += d * d;
	}
	return sqrt(sum);
}
