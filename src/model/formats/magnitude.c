/*
 * Magnitude: an SQLite database with a table
 *
 *	magnitude(key TEXT, dim_0 INTEGER, …, dim_D−1 INTEGER, magnitude REAL)
 *
 * in the order of frequency. A number is integer / 10^precision × magnitude: rows are kept at unit
 * length. The precision stands in magnitude_format(key, value); its other tables, for sub-words and
 * for approximate search, are left alone. (plasticityai/magnitude: pymagnitude/converter.py)
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "formats.h"
#include "io/sqlite_table.h"

#define TABLE	      "magnitude"
#define BLOCK_ROWS    256
#define PRECISION_MAX 18

static int magnitude_sniff(const char *head, size_t n, const struct source *src)
{
	(void)src;
	return n >= 16 && memcmp(head, "SQLite format 3", 16) == 0 ? 100 : 0;
}

static enum status read_precision(const char *path, double *unit, struct error *err)
{
	struct sqlite_table *t = NULL;
	int64_t precision = 7; /* what the converter writes when nobody says otherwise */
	bool more = true;
	enum status st = sqlite_table_open(&t, path, "magnitude_format", err);

	while (!st && more) {
		st = sqlite_table_next(t, &more, err);
		if (!st && more && sqlite_table_columns(t) == 2) {
			size_t n;

			if (strcmp(sqlite_table_text(t, 0, &n), "precision") == 0)
				precision = sqlite_table_i64(t, 1);
		}
	}
	sqlite_table_close(t);
	if (st == ST_FAILED) /* an old file without that table */
		st = ST_OK;
	if (!st && (precision < 0 || precision > PRECISION_MAX))
		return error_set(err, ST_FORMAT, "its precision is %lld digits",
				 (long long)precision);
	*unit = pow(10, -(double)precision);
	return st;
}

/* key, dim_0 …, magnitude; *dims = how many between. */
static enum status check_columns(const struct sqlite_table *t, size_t *dims, struct error *err)
{
	size_t count = sqlite_table_columns(t);
	bool ok = count >= 3 && strcmp(sqlite_table_name(t, 0), "key") == 0 &&
		  strcmp(sqlite_table_name(t, count - 1), "magnitude") == 0;

	for (size_t i = 0; ok && i + 2 < count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "dim_%zu", i);
		ok = strcmp(sqlite_table_name(t, i + 1), name) == 0;
	}
	if (!ok)
		return error_set(err, ST_FORMAT,
				 "its table " TABLE " has not the columns key, dim_0 …, magnitude");
	*dims = count - 2;
	return ST_OK;
}

struct reading {
	struct sqlite_table *t;
	struct builder *b;
	size_t dims, rows;
	double unit;
	float *data; /* (BLOCK_ROWS, dims) */
	uint32_t word_end[BLOCK_ROWS];
	struct strbuf words;
};

static enum status flush(struct reading *r, struct error *err)
{
	struct row_block block = { .rows = r->rows,
				   .data = r->data,
				   .stride = r->dims,
				   .words = r->words.buf,
				   .word_end = r->word_end };
	enum status st = r->rows ? builder_commit(r->b, &block, err) : ST_OK;

	r->rows = 0;
	strbuf_clear(&r->words);
	return st;
}

static void take_row(struct reading *r)
{
	double scale = sqlite_table_f64(r->t, r->dims + 1) * r->unit;
	float *row = r->data + r->rows * r->dims;
	size_t n;
	const char *key = sqlite_table_text(r->t, 0, &n);

	for (size_t i = 0; i < r->dims; i++)
		row[i] = (float)((double)sqlite_table_i64(r->t, i + 1) * scale);
	strbuf_add(&r->words, key, n);
	r->word_end[r->rows++] = (uint32_t)r->words.len;
}

static enum status read_rows(struct reading *r, const struct progress *progress, struct error *err)
{
	bool more = true;
	enum status st = ST_OK;

	while (!st) {
		st = sqlite_table_next(r->t, &more, err);
		if (st || !more)
			break;
		take_row(r);
		if (r->rows == BLOCK_ROWS || r->words.len > BUILDER_WORD_MAX) {
			st = flush(r, err);
			if (!st && !progress_step(progress, builder_rows(r->b), 0))
				st = progress_cancelled(err);
		}
	}
	return st ? st : flush(r, err);
}

static enum status no_table(const char *path, struct error *err)
{
	return error_set(err, ST_FORMAT,
			 "%s is an SQLite database, but no Magnitude file (it has no table "
			 "magnitude); write its vectors as text, a word and its numbers a line: "
			 "sqlite3 -separator ' ' FILE 'SELECT …' > FILE.txt",
			 path);
}

static enum status read_table(struct reading *r, const struct source *src,
			      const struct progress *progress, struct error *err)
{
	void *data = NULL;
	enum status st = check_columns(r->t, &r->dims, err);

	if (!st)
		st = read_precision(source_path(src), &r->unit, err);
	if (!st)
		st = builder_set_shape(r->b, r->dims, 0, source_size(src), err);
	if (!st)
		st = mem_try_calloc(&data, BLOCK_ROWS * r->dims, sizeof(float), "the rows", err);
	r->data = data;
	return st ? st : read_rows(r, progress, err);
}

static enum status magnitude_read(struct source *src, struct builder *b,
				  const struct read_options *opt, const struct progress *progress,
				  struct error *err)
{
	struct reading r = { .b = b, .words = STRBUF_INIT };
	enum status st;

	(void)opt;
	if (*source_packing(src))
		return error_set(
			err, ST_FORMAT,
			"%s holds an SQLite database: unpack it first, it is read in place",
			source_path(src));
	st = sqlite_table_open(&r.t, source_path(src), TABLE, err);
	if (st == ST_FAILED)
		return no_table(source_path(src), err);
	if (!st)
		st = read_table(&r, src, progress, err);
	sqlite_table_close(r.t);
	strbuf_release(&r.words);
	free(r.data);
	return st;
}

const struct format format_magnitude = {
	.name = "magnitude",
	.title = "Magnitude",
	.suffixes = " .magnitude .db .sqlite ",
	.gives = "the vectors of a Magnitude file (SQLite)",
	.sniff = magnitude_sniff,
	.read = magnitude_read,
};
