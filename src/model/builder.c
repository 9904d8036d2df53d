/*
 * Rows arrive in file order and are final at once: the word goes into the vocabulary, the numbers
 * into the matrix, the length into norms. Memory is taken for rows that are really there: a hint
 * from a header is believed only as far as the bytes behind it could hold such rows, and what lies
 * beyond is address space that is never touched, then given back.
 */
#include "model/builder.h"
#include "model/search.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "base/utf8.h"

struct builder {
	struct vocab *vocab;
	struct matrix matrix; /* capacity rows; the first `rows` are filled */
	float *norms;	      /* capacity */
	size_t rows, zero_rows, bad_rows;
	size_t named; /* words given; differs from rows after builder_reserve_rows */
	bool shaped, reserved;
	uint64_t next_place; /* for blocks that do not say: 1-based */
	struct report report;
	struct trained *trained;
	struct composer *composer;
	struct vocab *raw_names;
};

struct builder *builder_new(const char *place_unit)
{
	struct builder *b = xcalloc(1, sizeof(*b));

	b->vocab = vocab_new();
	b->next_place = 1;
	report_init(&b->report, place_unit);
	return b;
}

void builder_free(struct builder *b)
{
	if (!b)
		return;
	vocab_free(b->vocab);
	vocab_free(b->raw_names);
	composer_free(b->composer);
	matrix_release(&b->matrix);
	report_release(&b->report);
	trained_free(b->trained);
	free(b->norms);
	free(b);
}

size_t builder_cols(const struct builder *b)
{
	return b->matrix.cols;
}

size_t builder_rows(const struct builder *b)
{
	return b->rows;
}

const struct vocab *builder_vocab(const struct builder *b)
{
	return b->vocab;
}

struct report *builder_report(struct builder *b)
{
	return &b->report;
}

static enum status set_capacity(struct builder *b, size_t rows, struct error *err)
{
	void *norms = b->norms;
	enum status st;

	st = mem_try_realloc(&norms, rows, sizeof(*b->norms), "the lengths of the rows", err);
	if (st != ST_OK)
		return st;
	b->norms = norms;
	return matrix_resize(&b->matrix, rows, err);
}

static enum status ensure_rows(struct builder *b, size_t need, struct error *err)
{
	size_t have = b->matrix.rows, want;

	if (need <= have)
		return ST_OK;
	if (need > BUILDER_ROWS_MAX)
		return error_set(err, ST_FORMAT, "more than %zu rows: vecscope cannot hold them",
				 BUILDER_ROWS_MAX);
	want = MIN(MAX(need, have + have / 2 + 1024), BUILDER_ROWS_MAX);
	if (want > need && set_capacity(b, want, NULL) == ST_OK)
		return ST_OK;
	return set_capacity(b, need, err);
}

enum status builder_set_shape(struct builder *b, size_t cols, uint64_t rows_hint,
			      uint64_t bytes_available, struct error *err)
{
	uint64_t possible = bytes_available / MAX(cols, (size_t)1);
	enum status st;

	if (cols == 0 || cols > BUILDER_DIMS_MAX)
		return error_set(err, ST_FORMAT,
				 "%zu dimensions: a model has between 1 and %d of them", cols,
				 BUILDER_DIMS_MAX);
	st = matrix_init(&b->matrix, 0, cols, err);
	if (st != ST_OK)
		return st;
	b->shaped = true;
	/* no number takes less than one byte in any format; a bad hint costs address space only */
	rows_hint = MIN(MIN(rows_hint, possible), BUILDER_ROWS_MAX);
	if (rows_hint)
		set_capacity(b, (size_t)rows_hint, NULL);
	return ST_OK;
}

/* A word that is too long is cut, not in the middle of a character. */
static size_t cut_word(const char *word, size_t n)
{
	if (n <= BUILDER_WORD_MAX)
		return n;
	n = BUILDER_WORD_MAX;
	for (int back = 0; back < 3 && ((unsigned char)word[n] & 0xC0) == 0x80; back++)
		n--;
	return n;
}

static bool is_ascii(const char *s, size_t n)
{
	unsigned char any = 0;

	for (size_t i = 0; i < n; i++)
		any |= (unsigned char)s[i];
	return any < 0x80;
}

static enum status add_word(struct builder *b, const char *word, size_t n, uint64_t place,
			    struct error *err)
{
	char unnamed[32];
	size_t kept = cut_word(word, n);
	uint32_t duplicate;
	enum status st;

	if (kept < n)
		report_add(&b->report, REPORT_LONG_WORD, place);
	if (kept == 0) {
		report_add(&b->report, REPORT_NO_WORD, place);
		kept = (size_t)snprintf(unnamed, sizeof(unnamed), "<row:%zu>", b->named + 1);
		word = unnamed;
	} else if (!is_ascii(word, kept) && !utf8_is_valid(word, kept)) {
		report_add(&b->report, REPORT_NOT_UTF8, place);
	}
	st = vocab_add(b->vocab, word, kept, &duplicate, err);
	if (st != ST_OK)
		return st;
	if (duplicate != VOCAB_NONE)
		report_add(&b->report, REPORT_DUPLICATE, place);
	b->named++;
	return ST_OK;
}

/* f64 cannot overflow here, so the sum is finite exactly when every number is. A length that no
 * float can hold makes the row as useless as a NaN in it. */
static float norm_of(const float *x, size_t n)
{
	double s[4] = { 0, 0, 0, 0 };
	size_t i = 0;
	float norm;

	for (; i + 4 <= n; i += 4)
		for (size_t k = 0; k < 4; k++)
			s[k] += (double)x[i + k] * (double)x[i + k];
	for (; i < n; i++)
		s[0] += (double)x[i] * (double)x[i];
	norm = (float)sqrt((s[0] + s[1]) + (s[2] + s[3]));
	return isfinite(norm) ? norm : NAN;
}

void builder_norms(float *norms, const float *data, size_t rows, size_t cols, size_t stride)
{
	for (size_t i = 0; i < rows; i++)
		norms[i] = norm_of(data + i * stride, cols);
}

static void judge_norm(struct builder *b, float norm, uint64_t place)
{
	if (isnan(norm)) {
		b->bad_rows++;
		report_add(&b->report, REPORT_NOT_FINITE, place);
	} else if (norm == 0) {
		b->zero_rows++;
		report_add(&b->report, REPORT_ZERO_ROW, place);
	}
}

static void copy_rows(struct builder *b, const struct row_block *block)
{
	size_t bytes = b->matrix.cols * sizeof(float);

	if (block->stride == b->matrix.stride) {
		/* padding is zero on both sides */
		memcpy(matrix_row(&b->matrix, b->rows), block->data,
		       block->rows * block->stride * sizeof(float));
		return;
	}
	for (size_t i = 0; i < block->rows; i++)
		memcpy(matrix_row(&b->matrix, b->rows + i), block->data + i * block->stride, bytes);
}

enum status builder_commit(struct builder *b, const struct row_block *block, struct error *err)
{
	float *norms;
	enum status st;
	uint32_t begin = 0;

	if (!b->shaped || b->reserved)
		return error_set(err, ST_FAILED, "rows without a shape");
	st = ensure_rows(b, b->rows + block->rows, err);
	if (st != ST_OK)
		return st;
	copy_rows(b, block);
	norms = b->norms + b->rows;
	if (block->norms)
		memcpy(norms, block->norms, block->rows * sizeof(*norms));
	else
		builder_norms(norms, block->data, block->rows, b->matrix.cols, block->stride);
	for (size_t i = 0; i < block->rows; i++) {
		uint64_t place = block->place ? block->place[i] : b->next_place + i;
		uint32_t end = block->word_end[i];

		/* words is NULL in a block whose words are all empty */
		st = add_word(b, end > begin ? block->words + begin : "", end - begin, place, err);
		if (st != ST_OK)
			return st;
		judge_norm(b, norms[i], place);
		begin = end;
		b->rows++;
	}
	b->next_place += block->rows;
	return ST_OK;
}

enum status builder_reserve_rows(struct builder *b, size_t rows, struct matrix **m,
				 struct error *err)
{
	enum status st;

	if (!b->shaped || b->rows)
		return error_set(err, ST_FAILED, "rows without a shape");
	if (rows > BUILDER_ROWS_MAX)
		return error_set(err, ST_FORMAT, "%zu rows: vecscope holds at most %zu", rows,
				 BUILDER_ROWS_MAX);
	/* the system lends what it does not have, and ends whoever touches it */
	if ((double)rows * (double)b->matrix.cols * sizeof(float) > (double)mem_of_machine())
		return error_set(err, ST_NOMEM,
				 "its %zu x %zu numbers take %.0f GiB: more memory than this "
				 "machine has",
				 rows, b->matrix.cols,
				 (double)rows * (double)b->matrix.cols / (1 << 28));
	st = set_capacity(b, rows, err);
	if (st != ST_OK)
		return st;
	b->rows = rows;
	b->reserved = true;
	*m = &b->matrix;
	return ST_OK;
}

enum status builder_add_word(struct builder *b, const char *word, size_t n, struct error *err)
{
	if (b->named >= b->rows)
		return error_set(err, ST_FORMAT, "more words than rows (%zu)", b->rows);
	return add_word(b, word, n, b->named + 1, err);
}

void builder_set_composer(struct builder *b, struct composer *c)
{
	composer_free(b->composer);
	b->composer = c;
}

void builder_set_raw_names(struct builder *b, struct vocab *names)
{
	vocab_free(b->raw_names);
	b->raw_names = names;
}

static void norms_of_range(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct builder *b = ctx;

	(void)worker;
	builder_norms(b->norms + begin, matrix_row(&b->matrix, begin), end - begin, b->matrix.cols,
		      b->matrix.stride);
}

/* A matrix that was filled in place has not been looked at yet. */
static void judge_reserved(struct builder *b)
{
	parallel_for(0, b->rows, 4096, norms_of_range, b);
	for (size_t i = 0; i < b->rows; i++)
		judge_norm(b, b->norms[i], i + 1);
}

void builder_set_trained(struct builder *b, struct trained *trained)
{
	trained_free(b->trained);
	b->trained = trained;
}

enum status builder_finish(struct builder *b, struct model **out, struct error *err)
{
	struct model *m;
	enum status st;

	if (b->rows == 0)
		return error_set(err, ST_FORMAT, "there is not one row of numbers in it");
	if (b->named != b->rows)
		return error_set(err, ST_FORMAT, "%zu rows but %zu words", b->rows, b->named);
	if (b->raw_names && vocab_size(b->raw_names) != b->rows)
		return error_set(err, ST_FORMAT, "%zu rows but %zu names", b->rows,
				 vocab_size(b->raw_names));
	st = set_capacity(b, b->rows, err);
	if (st != ST_OK)
		return st;
	if (b->reserved)
		judge_reserved(b);
	m = xcalloc(1, sizeof(*m));
	atomic_init(&m->refs, 1);
	m->name = xstrdup("");
	m->path = xstrdup("");
	m->format = m->packing = "";
	m->vocab = b->vocab;
	m->matrix = b->matrix;
	m->norms = b->norms;
	m->cache = search_cache_new();
	m->zero_rows = b->zero_rows;
	m->bad_rows = b->bad_rows;
	m->report = b->report;
	m->trained = b->trained;
	if (m->trained && !b->composer)
		b->composer = composer_for_trained(m->trained);
	m->fingerprint = model_fingerprint(m->vocab, &m->matrix);
	b->trained = NULL;
	m->composer = b->composer;
	m->raw_names = b->raw_names;
	b->vocab = b->raw_names = NULL;
	b->composer = NULL;
	b->matrix = (struct matrix){ 0 };
	b->norms = NULL;
	report_init(&b->report, m->report.place_unit);
	*out = m;
	return ST_OK;
}
