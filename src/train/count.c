/* See include/train/count.h. Pairs are counted in a hash table of (smaller id, larger id); the
 * matrix is symmetric, so each is stored once until the rows are laid out. */
#include "train/count.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "math/spectral.h"
#include "model/builder.h"

#define EMPTY	   UINT64_MAX
#define FIRST_SIZE ((size_t)1 << 16)
#define TICK	   4096

struct pair {
	uint64_t key; /* smaller << 32 | larger */
	uint64_t count;
};

struct counts {
	struct pair *pairs; /* (size) open addressing, a power of two */
	size_t size, used;
	uint64_t *sums; /* (words) n(a) */
	uint64_t total; /* N */
};

static enum status make_table(struct pair **out, size_t size, struct error *err)
{
	void *p;
	enum status st = mem_try_calloc(&p, size, sizeof(struct pair), "the counts of pairs", err);

	if (st != ST_OK)
		return st;
	*out = p;
	for (size_t i = 0; i < size; i++)
		(*out)[i].key = EMPTY;
	return ST_OK;
}

static struct pair *slot(struct pair *pairs, size_t size, uint64_t key)
{
	size_t i = (size_t)hash_mix(key, 0x9d) & (size - 1);

	while (pairs[i].key != EMPTY && pairs[i].key != key)
		i = (i + 1) & (size - 1);
	return &pairs[i];
}

static enum status grow(struct counts *c, struct error *err)
{
	struct pair *larger;
	enum status st = make_table(&larger, 2 * c->size, err);

	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < c->size; i++)
		if (c->pairs[i].key != EMPTY)
			*slot(larger, 2 * c->size, c->pairs[i].key) = c->pairs[i];
	free(c->pairs);
	c->pairs = larger;
	c->size *= 2;
	return ST_OK;
}

static enum status add(struct counts *c, uint32_t a, uint32_t b, struct error *err)
{
	uint64_t key = (uint64_t)MIN(a, b) << 32 | MAX(a, b);
	struct pair *p = slot(c->pairs, c->size, key);

	/* seen from a and from b: a word beside itself counts for both */
	p->count += a == b ? 2 : 1;
	c->sums[a]++;
	c->sums[b]++;
	c->total += 2;
	if (p->key != EMPTY)
		return ST_OK;
	p->key = key;
	return ++c->used > c->size / 2 ? grow(c, err) : ST_OK;
}

static enum status count_pairs(struct counts *c, const struct corpus *corpus, size_t window,
			       const struct progress *progress, struct error *err)
{
	const uint32_t *ids = corpus->ids;
	enum status st = ST_OK;

	for (uint64_t i = 0; i < corpus->id_count && st == ST_OK; i++) {
		if (i % TICK == 0 && !progress_step(progress, i, corpus->id_count))
			return progress_cancelled(err);
		for (uint64_t j = i + 1;
		     ids[i] != CORPUS_SENTENCE_END && st == ST_OK && j < corpus->id_count &&
		     j <= i + window && ids[j] != CORPUS_SENTENCE_END;
		     j++)
			st = add(c, ids[i], ids[j], err);
	}
	if (st == ST_OK && !c->used)
		st = error_set(err, ST_FAILED,
			       "there is nothing to count: no two words of this text stand side by "
			       "side");
	return st;
}

/* --- PPMI, rows in order --- */

struct rows {
	uint64_t *begin; /* (words + 1) */
	uint32_t *cols;
	float *values;
};

static double ppmi(const struct counts *c, const struct pair *p)
{
	double a = (double)c->sums[p->key >> 32], b = (double)c->sums[(uint32_t)p->key];

	return fmax(0, log((double)p->count * (double)c->total / (a * b)));
}

static void place_pair(const struct counts *c, struct rows *r, uint64_t *next, const struct pair *p)
{
	uint32_t a = (uint32_t)(p->key >> 32), b = (uint32_t)p->key;
	float v = (float)ppmi(c, p);

	r->cols[next[a]] = b;
	r->values[next[a]++] = v;
	if (a == b)
		return;
	r->cols[next[b]] = a;
	r->values[next[b]++] = v;
}

/* The table's order is that of its hashes, the same everywhere; rows are sorted all the same. */
static void sort_row(struct rows *r, uint64_t begin, uint64_t end)
{
	for (uint64_t gap = (end - begin) / 2; gap; gap /= 2)
		for (uint64_t i = begin + gap; i < end; i++) {
			uint32_t col = r->cols[i];
			float v = r->values[i];
			uint64_t j = i;

			for (; j >= begin + gap && r->cols[j - gap] > col; j -= gap) {
				r->cols[j] = r->cols[j - gap];
				r->values[j] = r->values[j - gap];
			}
			r->cols[j] = col;
			r->values[j] = v;
		}
}

static enum status make_rows(struct rows *r, const struct counts *c, size_t words,
			     struct error *err)
{
	void *begin = NULL, *next = NULL, *cols = NULL, *values = NULL;
	enum status st = mem_try_calloc(&begin, words + 1, sizeof(uint64_t), "the rows", err);

	if (st == ST_OK)
		st = mem_try_calloc(&next, words + 1, sizeof(uint64_t), "the rows", err);
	if (st == ST_OK)
		st = mem_try_calloc(&cols, 2 * c->used, sizeof(uint32_t), "the rows", err);
	if (st == ST_OK)
		st = mem_try_calloc(&values, 2 * c->used, sizeof(float), "the rows", err);
	*r = (struct rows){ begin, cols, values };
	for (size_t i = 0; st == ST_OK && i < c->size; i++) {
		if (c->pairs[i].key == EMPTY)
			continue;
		r->begin[(c->pairs[i].key >> 32) + 1]++;
		if (c->pairs[i].key >> 32 != (uint32_t)c->pairs[i].key)
			r->begin[(uint32_t)c->pairs[i].key + 1]++;
	}
	for (size_t i = 0; st == ST_OK && i < words; i++)
		r->begin[i + 1] += r->begin[i];
	if (st == ST_OK)
		memcpy(next, r->begin, words * sizeof(uint64_t));
	for (size_t i = 0; st == ST_OK && i < c->size; i++)
		if (c->pairs[i].key != EMPTY)
			place_pair(c, r, next, &c->pairs[i]);
	for (size_t i = 0; st == ST_OK && i < words; i++)
		sort_row(r, r->begin[i], r->begin[i + 1]);
	free(next);
	return st;
}

/* --- the model --- */

static enum status build(struct model **out, const struct corpus *corpus, const double *vectors,
			 const double *values, size_t dims, struct error *err)
{
	struct builder *b = builder_new("row");
	struct matrix *rows;
	enum status st = builder_set_shape(b, dims, corpus->word_count, UINT64_MAX, err);

	if (st == ST_OK)
		st = builder_reserve_rows(b, corpus->word_count, &rows, err);
	for (size_t i = 0; st == ST_OK && i < corpus->word_count; i++)
		for (size_t d = 0; d < dims; d++)
			matrix_row(rows, i)[d] =
				(float)(vectors[i * dims + d] * sqrt(fabs(values[d])));
	for (size_t i = 0; st == ST_OK && i < corpus->word_count; i++)
		st = builder_add_word(b, corpus->bytes + corpus->offsets[i],
				      (size_t)(corpus->offsets[i + 1] - corpus->offsets[i]), err);
	if (st == ST_OK)
		st = builder_finish(b, out, err);
	builder_free(b);
	if (st != ST_OK)
		return st;
	free((*out)->name);
	(*out)->name = xstrdup("counted");
	(*out)->format = "counted";
	return ST_OK;
}

static enum status decompose(struct model **out, const struct corpus *corpus, const struct rows *r,
			     const struct count_options *opt, struct count_report *report,
			     const struct progress *progress, struct error *err)
{
	struct sparse m = { corpus->word_count, r->begin, r->cols, r->values };
	size_t dims = MIN(opt->dims, corpus->word_count);
	void *vectors = NULL;
	double *values = xcalloc(dims, sizeof(*values));
	enum status st = mem_try_calloc(&vectors, corpus->word_count, dims * sizeof(double),
					"the vectors", err);

	if (st == ST_OK)
		st = sparse_eigen(&m, dims, opt->seed, vectors, values, progress, err);
	if (st == ST_OK)
		st = build(out, corpus, vectors, values, dims, err);
	report->dims = dims;
	report->largest = fabs(values[0]);
	report->smallest = fabs(values[dims - 1]);
	free(vectors);
	free(values);
	return st;
}

enum status count_train(struct model **out, const struct corpus *corpus,
			const struct count_options *opt, struct count_report *report,
			const struct progress *progress, struct error *err)
{
	struct counts c = { .size = FIRST_SIZE };
	struct rows r = { NULL, NULL, NULL };
	void *sums = NULL;
	enum status st = make_table(&c.pairs, c.size, err);

	*report = (struct count_report){ 0 };
	if (st == ST_OK)
		st = mem_try_calloc(&sums, corpus->word_count, sizeof(uint64_t), "the counts", err);
	c.sums = sums;
	if (st == ST_OK)
		st = count_pairs(&c, corpus, opt->window, progress, err);
	if (st == ST_OK)
		st = make_rows(&r, &c, corpus->word_count, err);
	report->pairs = c.used;
	report->meetings = c.total / 2;
	free(c.pairs);
	if (st == ST_OK)
		st = decompose(out, corpus, &r, opt, report, progress, err);
	free(sums);
	free(r.begin);
	free(r.cols);
	free(r.values);
	return st;
}
