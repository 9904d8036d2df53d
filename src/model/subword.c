#include "model/subword.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trained.h"

uint32_t subword_hash(const char *bytes, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++) {
		int byte = (signed char)bytes[i];

		h = (h ^ (uint32_t)byte) * 16777619u;
	}
	return h;
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

void subword_each(const char *word, size_t n, size_t min, size_t max, uint32_t bucket,
		  void (*fn)(void *ctx, const char *gram, size_t gram_n, uint32_t bucket_id),
		  void *ctx)
{
	size_t total = n + 2;
	char *s;

	if (max == 0 || bucket == 0 || (n == 4 && memcmp(word, "</s>", 4) == 0))
		return;
	s = xmalloc(total);
	s[0] = '<';
	memcpy(s + 1, word, n);
	s[n + 1] = '>';
	for (size_t i = 0; i < total; i++) {
		size_t end = i;

		if (continues(s[i]))
			continue;
		for (size_t chars = 1; chars <= max && end < total; chars++) {
			for (end++; end < total && continues(s[end]); end++)
				;
			if (chars < min || (chars == 1 && (i == 0 || end == total)))
				continue;
			fn(ctx, s + i, end - i, subword_hash(s + i, end - i) % bucket);
		}
	}
	free(s);
}

struct sum {
	const struct trained *t;
	double *sum; /* (dims) */
	size_t grams, known;
};

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void add_gram(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct sum *s = ctx;
	const uint32_t *at;

	(void)gram, (void)n;
	s->grams++;
	if (!s->t->gram_count)
		return;
	at = bsearch(&bucket, s->t->grams, s->t->gram_count, sizeof(*at), by_number);
	if (!at)
		return;
	s->known++;
	for (size_t i = 0; i < s->t->gram_rows.cols; i++)
		s->sum[i] += (double)matrix_row(&s->t->gram_rows, (size_t)(at - s->t->grams))[i];
}

enum status subword_vector(const struct model *m, const char *word, size_t n, float *out,
			   struct error *err)
{
	const struct trained *t = m->trained;
	uint32_t row = vocab_find(m->vocab, word, n);
	struct sum s = { .t = t };

	if (row != VOCAB_NONE) {
		memcpy(out, model_row(m, row), model_dims(m) * sizeof(float));
		return ST_OK;
	}
	if (!t || !t->max_ngram)
		return error_set(err, ST_FAILED,
				 "\"%.*s\" is not in %s, which has no sub-words to make it of",
				 (int)(n < 100 ? n : 100), word, m->name);
	s.sum = xcalloc(model_dims(m), sizeof(double));
	subword_each(word, n, (size_t)t->min_ngram, (size_t)t->max_ngram, (uint32_t)t->bucket,
		     add_gram, &s);
	for (size_t i = 0; i < model_dims(m) && s.known; i++)
		out[i] = (float)(s.sum[i] / (double)s.grams);
	free(s.sum);
	if (!s.known)
		return error_set(err, ST_FAILED,
				 "\"%.*s\" is not in %s, and none of its sub-words is known",
				 (int)(n < 100 ? n : 100), word, m->name);
	return ST_OK;
}
