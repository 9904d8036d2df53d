/*
 * fastText's .bin, version 12, for models trained here (formats of fastText: fasttext.cc saveModel,
 * args.cc, dictionary.cc, densematrix.cc). All numbers are little-endian:
 *
 *	magic, version, 12 settings (i32), t (f64)
 *	sizes of the dictionary; each word, NUL, its count (i64), its type (i8)
 *	0, the input table: rows, columns (i64), numbers (f32): words, then all buckets
 *	0, the output table: one row a word
 *
 * Here only buckets that occur in the vocabulary have rows; the others are written as zeros, so that
 * they leave the direction of an unknown word's vector alone. fastText's hierarchical softmax has a
 * row more than there are inner nodes: it stays zero.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "formats.h"
#include "model/trained.h"
#include "rows.h"

#define MAGIC	      793712314
#define VERSION	      12
#define PROGRESS_ROWS 4096

enum { LOSS_HS = 1, LOSS_NS = 2, MODEL_CBOW = 1, MODEL_SKIPGRAM = 2 };

static const struct word_rules fasttext_rules = { .bytes = " \t\n\v\f\r", .at_ends = "" };

static void put_number(struct sink *sink, uint64_t v, size_t bytes)
{
	char out[8];

	for (size_t i = 0; i < bytes; i++, v >>= 8)
		out[i] = (char)(v & 0xFF);
	sink_write(sink, out, bytes);
}

static void put_f64(struct sink *sink, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	put_number(sink, bits, 8);
}

static void write_settings(struct sink *sink, const struct trained *t, size_t dims)
{
	const uint64_t numbers[] = {
		MAGIC,
		VERSION,
		dims,
		t->window,
		t->epochs,
		1, /* least count: not known any more */
		t->negative,
		1, /* no n-grams of words */
		t->hierarchical ? LOSS_HS : LOSS_NS,
		t->cbow ? MODEL_CBOW : MODEL_SKIPGRAM,
		t->max_ngram ? t->bucket : 0,
		t->min_ngram,
		t->max_ngram,
		100, /* how often fastText looks at the clock */
	};

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		put_number(sink, numbers[i], 4);
	put_f64(sink, t->sample);
}

static size_t write_dictionary(struct sink *sink, const struct rows *r, const struct trained *t)
{
	struct strbuf word = STRBUF_INIT;
	size_t altered = 0;

	put_number(sink, r->count, 4);
	put_number(sink, r->count, 4);
	put_number(sink, 0, 4);
	put_number(sink, t->tokens, 8);
	put_number(sink, UINT64_MAX, 8); /* not pruned */
	for (size_t i = 0; i < r->count; i++) {
		size_t n;
		const char *bytes = rows_word(r, i, &n);

		strbuf_clear(&word);
		altered += rows_put_word(&word, bytes, n, &fasttext_rules);
		sink_write(sink, word.buf, word.len + 1);
		put_number(sink, t->counts[rows_id(r, i)], 8);
		put_number(sink, 0, 1);
	}
	strbuf_release(&word);
	return altered;
}

static void start_table(struct sink *sink, uint64_t rows, uint64_t dims)
{
	put_number(sink, 0, 1); /* not quantised */
	put_number(sink, rows, 8);
	put_number(sink, dims, 8);
}

/* Rows of all buckets, those that occur being in rising order. */
static enum status write_buckets(struct sink *sink, const struct trained *t, size_t dims,
				 const struct progress *progress, struct error *err)
{
	float *zeros = xcalloc(dims, sizeof(float));
	enum status st = ST_OK;
	size_t at = 0;

	for (uint64_t i = 0; i < t->bucket && !st; i++) {
		bool there = at < t->gram_count && t->grams[at] == i;

		rows_write_f32(sink, there ? matrix_row(&t->gram_rows, at) : zeros, dims);
		at += there;
		if (i % PROGRESS_ROWS == 0 && !progress_step(progress, i, t->bucket))
			st = progress_cancelled(err);
	}
	free(zeros);
	return st;
}

static void write_rows(struct sink *sink, const struct rows *r, const struct matrix *m)
{
	float *zeros = xcalloc(m->cols, sizeof(float));

	for (size_t i = 0; i < r->count; i++) {
		uint32_t id = rows_id(r, i);

		rows_write_f32(sink, id < m->rows ? matrix_row(m, id) : zeros, m->cols);
	}
	free(zeros);
}

enum status fasttext_write(struct sink *sink, const struct model *m,
			   const struct write_options *opt, const struct progress *progress,
			   struct error *err)
{
	const struct trained *t = m->trained;
	size_t dims = model_dims(m), altered;
	struct rows r;
	enum status st = rows_init(&r, m, opt, err);

	if (st)
		return st;
	if (!t)
		return error_set(err, ST_FAILED,
				 "a fastText model has output vectors and sub-words, which %s has "
				 "not: only what vecscope trained can be written so",
				 m->name);
	write_settings(sink, t, dims);
	altered = write_dictionary(sink, &r, t);
	start_table(sink, r.count + (t->max_ngram ? t->bucket : 0), dims);
	write_rows(sink, &r, t->max_ngram ? &t->word_rows : &m->matrix);
	if (t->max_ngram)
		st = write_buckets(sink, t, dims, progress, err);
	start_table(sink, r.count, dims);
	write_rows(sink, &r, &t->output);
	rows_report_altered(opt, altered, "a space");
	return st;
}
