/*
 * What a fastText model looks like (facebookresearch/fastText: src/fasttext.cc, args.cc,
 * dictionary.cc, densematrix.cc; the old form: gensim/models/_fasttext_bin.py):
 *
 *	i32 magic, version		versions 11 and 12 only
 *	i32 dim ws epoch minCount neg wordNgrams loss model bucket minn maxn lrUpdateRate, f64 t
 *	i32 size nwords nlabels, i64 ntokens, i64 pruneidx_size (not in the old form)
 *	size × { word NUL, i64 count, i8 type }
 *	pruneidx_size × { i32 bucket, i32 row }
 *	u8 quantised, input matrix; u8 quantised, output matrix		(the old form: no u8)
 *
 * A matrix is i64 rows, i64 cols and f32s, or product-quantised. Input rows are the words', then
 * those of the n-gram buckets.
 */
#include "fasttext_file.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WORD_MAX    BUILDER_WORD_MAX
#define ENTRY_BYTES 10 /* the least that an entry takes: an empty word */
#define ARGS	    12

static bool plausible(const int32_t a[ARGS], double t)
{
	return a[0] > 0 && a[0] <= BUILDER_DIMS_MAX && a[1] >= 0 && a[2] >= 0 && a[3] >= 0 &&
	       a[4] >= 0 && a[5] >= 0 && a[6] >= FASTTEXT_HS && a[6] <= FASTTEXT_OVA &&
	       a[7] >= FASTTEXT_CBOW && a[7] <= FASTTEXT_SUPERVISED && a[8] >= 0 && a[9] >= 0 &&
	       a[10] >= 0 && a[10] <= 64 && a[11] >= 0 && isfinite(t) && t >= 0 && t <= 1;
}

static uint64_t little(const char *p, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

bool fasttext_is_old(const char *head, size_t n)
{
	int32_t args[ARGS], counts[3];
	uint64_t bits;
	double t;

	if (n < 4 * ARGS + 8 + 12 + 8)
		return false;
	for (size_t i = 0; i < ARGS; i++)
		args[i] = (int32_t)little(head + 4 * i, 4);
	bits = little(head + (size_t)4 * ARGS, 8);
	memcpy(&t, &bits, sizeof(t));
	for (size_t i = 0; i < 3; i++)
		counts[i] = (int32_t)little(head + 4 * ARGS + 8 + 4 * i, 4);
	return plausible(args, t) && args[1] > 0 && args[2] > 0 && counts[1] > 0 &&
	       counts[2] >= 0 && counts[0] - counts[1] == counts[2];
}

static enum status read_header(struct fasttext_file *f, struct cursor *c, struct error *err)
{
	int32_t args[ARGS], first = cursor_i32(c);
	double t;

	if (first == FASTTEXT_MAGIC)
		f->version = cursor_i32(c);
	else
		cursor_seek(c, 0);
	if (first == FASTTEXT_MAGIC && f->version != 11 && f->version != 12)
		return error_set(err, ST_FORMAT,
				 "it is a fastText model of version %d; 11 and 12 are known",
				 f->version);
	for (size_t i = 0; i < ARGS; i++)
		args[i] = cursor_i32(c);
	t = cursor_f64(c);
	if (c->st)
		return c->st;
	if (!plausible(args, t))
		return error_set(err, ST_FORMAT,
				 "its header is no fastText header (dimensions %d, loss %d, kind "
				 "%d, n-grams %d to %d)",
				 args[0], args[6], args[7], args[9], args[10]);
	f->dim = args[0];
	f->window = args[1];
	f->epochs = args[2];
	f->min_count = args[3];
	f->negative = args[4];
	f->word_ngrams = args[5];
	f->loss = args[6];
	f->kind = args[7];
	f->bucket = args[8];
	f->min = args[9];
	/* old supervised models have no n-grams of characters */
	f->max = f->version == 11 && f->kind == FASTTEXT_SUPERVISED ? 0 : args[10];
	return ST_OK;
}

enum status fasttext_entry(struct cursor *c, struct strbuf *word, bool *label)
{
	cursor_string(c, word, WORD_MAX);
	cursor_u64(c); /* the count */
	*label = cursor_u8(c) != 0;
	return c->st;
}

static enum status walk_dictionary(struct fasttext_file *f, struct cursor *c, struct error *err)
{
	struct strbuf word = STRBUF_INIT;
	enum status st = ST_OK;
	uint64_t size = (uint64_t)f->words + f->labels;

	f->dictionary = cursor_tell(c);
	for (uint64_t i = 0; i < size && !st; i++) {
		bool label;

		st = fasttext_entry(c, &word, &label);
		if (!st && label != (i >= f->words))
			st = error_set(err, ST_FORMAT,
				       "entry %" PRIu64 " of its dictionary is %s among %s", i + 1,
				       label ? "a label" : "a word", label ? "words" : "labels");
	}
	strbuf_release(&word);
	return st;
}

static int by_bucket(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum status read_pruned(struct fasttext_file *f, struct cursor *c, uint64_t count,
			       struct error *err)
{
	void *pairs = NULL, *buckets = NULL, *rows = NULL;
	uint64_t *pair;
	enum status st;

	f->pruned = true;
	if (count > cursor_left(c) / 8)
		return error_set(err, ST_FORMAT, "it is cut short inside its list of n-grams");
	st = mem_try_calloc(&pairs, count, sizeof(*pair), "the n-grams", err);
	if (!st)
		st = mem_try_calloc(&buckets, count, sizeof(uint32_t), "the n-grams", err);
	if (!st)
		st = mem_try_calloc(&rows, count, sizeof(uint32_t), "the n-grams", err);
	f->buckets = buckets;
	f->bucket_rows = rows;
	f->pruned_count = st ? 0 : count;
	pair = pairs;
	for (uint64_t i = 0; i < f->pruned_count; i++) {
		uint64_t bucket = cursor_u32(c);

		pair[i] = bucket << 32 | cursor_u32(c);
	}
	if (f->pruned_count)
		qsort(pair, count, sizeof(*pair), by_bucket);
	for (uint64_t i = 0; i < f->pruned_count; i++) {
		f->buckets[i] = (uint32_t)(pair[i] >> 32);
		f->bucket_rows[i] = (uint32_t)pair[i];
	}
	free(pairs);
	return st ? st : c->st;
}

static enum status read_dictionary(struct fasttext_file *f, struct cursor *c, struct error *err)
{
	int32_t size = cursor_i32(c), words = cursor_i32(c), labels = cursor_i32(c);
	int64_t pruned = -1;
	enum status st;

	cursor_u64(c); /* tokens of the text */
	if (f->version)
		pruned = cursor_i64(c);
	if (c->st)
		return c->st;
	if (words < 0 || labels < 0 || (int64_t)words + labels != size ||
	    (uint64_t)size > cursor_left(c) / ENTRY_BYTES || pruned < -1)
		return error_set(err, ST_FORMAT,
				 "its dictionary cannot be: %d entries, %d words and %d labels",
				 size, words, labels);
	f->words = (uint32_t)words;
	f->labels = (uint32_t)labels;
	st = walk_dictionary(f, c, err);
	if (!st && pruned >= 0)
		st = read_pruned(f, c, (uint64_t)pruned, err);
	return st;
}

static enum status read_matrix(struct fasttext_matrix *m, struct cursor *c, bool quantised,
			       struct error *err)
{
	uint64_t bytes;
	enum status st;

	if (quantised) {
		st = quantised_read(&m->quantised, c, err);
		m->rows = m->quantised.rows;
		m->cols = m->quantised.cols;
		return st;
	}
	m->rows = cursor_u64(c);
	m->cols = cursor_u64(c);
	m->offset = cursor_tell(c);
	if (c->st)
		return c->st;
	if (__builtin_mul_overflow(m->rows, m->cols, &bytes) ||
	    __builtin_mul_overflow(bytes, (uint64_t)sizeof(float), &bytes) ||
	    bytes > cursor_left(c))
		return error_set(err, ST_FORMAT,
				 "it is cut short: a matrix of %" PRIu64 " x %" PRIu64
				 " does not fit into what is left of it",
				 m->rows, m->cols);
	cursor_skip(c, bytes);
	return c->st;
}

static enum status check_input(const struct fasttext_file *f, struct error *err)
{
	const struct fasttext_matrix *m = &f->input;

	if (m->cols != (uint64_t)f->dim || m->rows < f->words)
		return error_set(err, ST_FORMAT,
				 "its matrix of %" PRIu64 " x %" PRIu64
				 " does not fit its %u words of %d dimensions",
				 m->rows, m->cols, f->words, f->dim);
	if (f->pruned && !m->quantised.codes)
		return error_set(err, ST_FORMAT,
				 "it is damaged: its n-grams were pruned, but it is not quantised");
	for (size_t i = 0; i < f->pruned_count; i++) {
		if (f->bucket_rows[i] >= m->rows - f->words)
			return error_set(err, ST_FORMAT,
					 "the row %u of one of its n-grams does not exist",
					 f->bucket_rows[i]);
	}
	return ST_OK;
}

static enum status read_matrices(struct fasttext_file *f, struct cursor *c, struct error *err)
{
	bool quantised = f->version ? cursor_u8(c) != 0 : false;
	enum status st = read_matrix(&f->input, c, quantised, err);

	if (!st)
		st = check_input(f, err);
	if (st)
		return st;
	if (f->version)
		quantised &= cursor_u8(c) != 0;
	st = read_matrix(&f->output, c, quantised, err);
	f->tail = cursor_left(c);
	return st;
}

enum status fasttext_parse(struct fasttext_file *out, const struct source *src, struct error *err)
{
	struct fasttext_file f = { 0 };
	struct cursor c;
	enum status st;

	cursor_init(&c, src, err);
	st = read_header(&f, &c, err);
	if (!st)
		st = read_dictionary(&f, &c, err);
	if (!st)
		st = read_matrices(&f, &c, err);
	cursor_release(&c);
	if (st)
		fasttext_release(&f);
	else
		*out = f;
	return st;
}

void fasttext_release(struct fasttext_file *f)
{
	quantised_release(&f->input.quantised);
	quantised_release(&f->output.quantised);
	free(f->buckets);
	free(f->bucket_rows);
	*f = (struct fasttext_file){ 0 };
}

bool fasttext_has_grams(const struct fasttext_file *f)
{
	uint64_t rows = f->input.rows - f->words;

	if (f->max <= 0 || f->bucket <= 0 || f->min > f->max)
		return false;
	return f->pruned ? f->pruned_count > 0 : rows >= (uint64_t)f->bucket;
}
