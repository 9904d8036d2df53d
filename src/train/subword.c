#include "subword.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "model/subword.h"

/* While counting, `rows` is NULL; then it gets the buckets of word after word. */
struct collector {
	uint32_t *rows;
	uint64_t at;
};

static void collect(void *ctx, const char *gram, size_t n, uint32_t bucket)
{
	struct collector *c = ctx;

	(void)gram, (void)n;
	if (c->rows)
		c->rows[c->at] = bucket;
	c->at++;
}

static void each_word(struct subwords *s, const struct corpus *corpus, size_t min, size_t max,
		      size_t bucket)
{
	struct collector c = { .rows = s->rows };

	for (size_t i = 0; i < corpus->word_count; i++) {
		const char *word = corpus->bytes + corpus->offsets[i];
		size_t n = (size_t)(corpus->offsets[i + 1] - corpus->offsets[i]);

		s->begin[i] = c.at;
		subword_each(word, n, min, max, (uint32_t)bucket, collect, &c);
		s->most = MAX(s->most, (size_t)(c.at - s->begin[i]));
	}
	s->begin[corpus->word_count] = c.at;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The different buckets, in order. */
static enum status list_grams(struct subwords *s, size_t total, struct error *err)
{
	void *grams = NULL;
	enum status st = mem_try_calloc(&grams, total, sizeof(uint32_t), "the n-grams", err);

	if (st)
		return st;
	s->grams = grams;
	if (total == 0)
		return ST_OK;
	memcpy(s->grams, s->rows, total * sizeof(uint32_t));
	qsort(s->grams, total, sizeof(uint32_t), by_number);
	for (size_t i = 0; i < total; i++)
		if (i == 0 || s->grams[i] != s->grams[s->gram_count - 1])
			s->grams[s->gram_count++] = s->grams[i];
	return ST_OK;
}

static uint32_t place_of(const struct subwords *s, uint32_t bucket)
{
	const uint32_t *p = bsearch(&bucket, s->grams, s->gram_count, sizeof(uint32_t), by_number);

	return (uint32_t)(p - s->grams);
}

enum status subwords_init(struct subwords *s, const struct corpus *corpus, size_t min_ngram,
			  size_t max_ngram, size_t bucket, struct error *err)
{
	void *begin = NULL, *rows = NULL;
	uint64_t total;
	enum status st = mem_try_calloc(&begin, corpus->word_count + 1, sizeof(uint64_t),
					"the n-grams", err);

	*s = (struct subwords){ .begin = begin };
	if (st)
		return st;
	each_word(s, corpus, min_ngram, max_ngram, bucket);
	total = s->begin[corpus->word_count];
	st = mem_try_calloc(&rows, (size_t)total, sizeof(uint32_t), "the n-grams", err);
	s->rows = rows;
	if (!st) {
		each_word(s, corpus, min_ngram, max_ngram, bucket);
		st = list_grams(s, (size_t)total, err);
	}
	if (st) {
		subwords_release(s);
		return st;
	}
	for (uint64_t i = 0; i < total; i++)
		s->rows[i] = (uint32_t)corpus->word_count + place_of(s, s->rows[i]);
	return ST_OK;
}

void subwords_release(struct subwords *s)
{
	free(s->begin);
	free(s->rows);
	free(s->grams);
	*s = (struct subwords){ 0 };
}
