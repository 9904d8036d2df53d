#include "model/predict.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "model/trained.h"

static enum status check(const struct model *m, size_t n, struct error *err)
{
	if (!m->trained)
		return error_set(err, ST_FAILED,
				 "%s predicts nothing: it has no output vectors; models that "
				 "vecscope trained and saved as .safetensors have them",
				 m->name);
	if (m->trained->hierarchical)
		return error_set(
			err, ST_FAILED,
			"%s was trained with hierarchical softmax: it has no output vectors "
			"of words to predict with",
			m->name);
	if (n == 0)
		return error_set(err, ST_USAGE, "words of the context are missing");
	return ST_OK;
}

static void average(const struct model *m, const uint32_t *context, size_t n, double *hidden)
{
	for (size_t i = 0; i < n; i++)
		for (size_t d = 0; d < model_dims(m); d++)
			hidden[d] += (double)model_row(m, context[i])[d];
	for (size_t d = 0; d < model_dims(m); d++)
		hidden[d] /= (double)n;
}

/* score[i] becomes the probability of word i. */
static void softmax(double *score, size_t n)
{
	double most = -HUGE_VAL, sum = 0;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, score[i]);
	for (size_t i = 0; i < n; i++)
		sum += score[i] = exp(score[i] - most);
	for (size_t i = 0; i < n; i++)
		score[i] /= sum;
}

static size_t take_best(const double *score, size_t n, size_t k, struct prediction *out)
{
	size_t count = 0;

	for (size_t i = 0; i < n && k; i++) {
		size_t at = count < k ? count++ : k;

		if (at == k && !(score[i] > out[k - 1].probability))
			continue;
		at = MIN(at, k - 1);
		for (; at > 0 && score[i] > out[at - 1].probability; at--)
			out[at] = out[at - 1];
		out[at] = (struct prediction){ (uint32_t)i, score[i] };
	}
	return count;
}

enum status predict_words(const struct model *m, const uint32_t *context, size_t n, size_t k,
			  struct prediction *out, size_t *count, struct error *err)
{
	void *scores = NULL;
	double *hidden, *score;
	enum status st = check(m, n, err);

	if (!st)
		st = mem_try_calloc(&scores, model_rows(m), sizeof(double), "the probabilities",
				    err);
	if (st)
		return st;
	score = scores;
	hidden = xcalloc(model_dims(m), sizeof(double));
	average(m, context, n, hidden);
	for (size_t i = 0; i < model_rows(m); i++) {
		const float *y = matrix_row(&m->trained->output, i);

		for (size_t d = 0; d < model_dims(m); d++)
			score[i] += hidden[d] * (double)y[d];
	}
	softmax(score, model_rows(m));
	*count = take_best(score, model_rows(m), k, out);
	free(hidden);
	free(scores);
	return ST_OK;
}
