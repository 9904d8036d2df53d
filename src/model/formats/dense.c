/*
 * A big matrix is read in pieces of about a mebibyte, each by whichever thread is free: the system
 * reads ahead for every one of them, and the pages of the new matrix are touched in parallel.
 *
 * Invariants: no two pieces share a row; the first fault stops the others and is the one told.
 */
#include "dense.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "math/kernels.h"

#define PIECE_BYTES ((size_t)1 << 20)
/* By columns a piece is a block of rows; this many keep each read of one column worth its call. */
#define COLUMN_ROWS_MIN 512

#define HOST_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

struct fill {
	const struct source *src;
	const struct dense *d;
	const struct matrix *m;
	const struct progress *progress;
	size_t size;		/* bytes of a number */
	size_t piece;		/* rows of a piece */
	void *buf[THREADS_MAX]; /* one per worker, made at its first piece */
	atomic_size_t done;	/* rows */
	atomic_size_t spills;	/* numbers too large for f32 */
	atomic_size_t first_spill;
	atomic_bool stop;
	pthread_mutex_t lock; /* of the fault */
	struct error fault;
};

enum status dense_bytes(const struct dense *d, uint64_t *bytes, struct error *err)
{
	size_t numbers;
	bool fits;

	if (!d->rows || !d->cols)
		return error_set(err, ST_FORMAT, "the matrix is empty (%llu x %llu)",
				 (unsigned long long)d->rows, (unsigned long long)d->cols);
	if (d->rows > BUILDER_ROWS_MAX || d->cols > BUILDER_DIMS_MAX)
		return error_set(err, ST_FORMAT,
				 "a matrix of %llu x %llu is too large: at most %zu rows of %d "
				 "dimensions",
				 (unsigned long long)d->rows, (unsigned long long)d->cols,
				 BUILDER_ROWS_MAX, BUILDER_DIMS_MAX);
	fits = d->decode ? size_mul((size_t)d->rows, d->row_bytes, &numbers)
			 : size_mul((size_t)d->rows, (size_t)d->cols, &numbers) &&
				   size_mul(numbers, element_size(d->element), &numbers);
	if (!fits)
		return error_set(err, ST_FORMAT, "the size of the matrix overflows");
	*bytes = numbers;
	return ST_OK;
}

static void fail(struct fill *f, const struct error *fault)
{
	pthread_mutex_lock(&f->lock);
	if (f->fault.status == ST_OK)
		f->fault = *fault;
	pthread_mutex_unlock(&f->lock);
	atomic_store(&f->stop, true);
}

static void note_spills(struct fill *f, size_t row, size_t count)
{
	size_t first = atomic_load(&f->first_spill);

	if (!count)
		return;
	atomic_fetch_add(&f->spills, count);
	while (row < first && !atomic_compare_exchange_weak(&f->first_spill, &first, row))
		;
}

static enum status fetch(const struct fill *f, size_t first, size_t n, void *out, struct error *err)
{
	enum status st = source_range(f->src, f->d->offset + (uint64_t)first * f->size, out,
				      n * f->size, err);

	if (!st && f->d->big_endian != HOST_BIG_ENDIAN)
		element_swap(out, n, f->size);
	return st;
}

static enum status decode_rows(struct fill *f, size_t begin, size_t end, char *buf,
			       struct error *err)
{
	size_t bytes = f->d->row_bytes;
	enum status st = source_range(f->src, f->d->offset + (uint64_t)begin * bytes, buf,
				      (end - begin) * bytes, err);

	for (size_t i = begin; !st && i < end; i++)
		f->d->decode(buf + (i - begin) * bytes, (size_t)f->d->cols, matrix_row(f->m, i));
	return st;
}

static enum status fill_rows(struct fill *f, size_t begin, size_t end, char *buf, struct error *err)
{
	size_t cols = (size_t)f->d->cols;
	bool in_place = f->d->element == ELEMENT_F32 && f->m->stride == cols;
	void *to = in_place ? (void *)matrix_row(f->m, begin) : buf;
	enum status st = fetch(f, begin * cols, (end - begin) * cols, to, err);

	if (st || in_place)
		return st;
	for (size_t i = begin; i < end; i++) {
		const char *in = buf + (i - begin) * cols * f->size;
		float *out = matrix_row(f->m, i);

		if (f->d->scale)
			kernels_get()->widen_i8((const int8_t *)in, cols, f->d->scale[i], out);
		else
			note_spills(f, i, element_widen(f->d->element, in, cols, out));
	}
	return ST_OK;
}

static enum status fill_columns(struct fill *f, size_t begin, size_t end, char *buf,
				struct error *err)
{
	size_t n = end - begin;
	float column[COLUMN_ROWS_MIN];

	for (size_t j = 0; j < f->d->cols; j++) {
		enum status st = fetch(f, j * (size_t)f->d->rows + begin, n, buf, err);

		if (st)
			return st;
		note_spills(f, begin, element_widen(f->d->element, buf, n, column));
		for (size_t i = 0; i < n; i++)
			matrix_row(f->m, begin + i)[j] = column[i];
	}
	return ST_OK;
}

static size_t row_bytes(const struct dense *d, size_t size)
{
	return d->decode ? d->row_bytes : (size_t)d->cols * size;
}

static enum status fill_piece(struct fill *f, size_t begin, size_t end, size_t worker,
			      struct error *err)
{
	size_t wide = f->d->by_columns ? f->size : row_bytes(f->d, f->size);

	if (!f->buf[worker]) {
		enum status st =
			mem_try_calloc(&f->buf[worker], f->piece, wide, "a read buffer", err);

		if (st)
			return st;
	}
	if (f->d->decode)
		return decode_rows(f, begin, end, f->buf[worker], err);
	return f->d->by_columns ? fill_columns(f, begin, end, f->buf[worker], err)
				: fill_rows(f, begin, end, f->buf[worker], err);
}

static void fill_worker(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct fill *f = ctx;
	struct error err = ERROR_INIT;
	size_t done;

	if (atomic_load(&f->stop))
		return;
	if (fill_piece(f, begin, end, worker, &err)) {
		fail(f, &err);
		return;
	}
	done = atomic_fetch_add(&f->done, end - begin) + end - begin;
	if (worker == 0 && !progress_step(f->progress, done, f->d->rows)) {
		progress_cancelled(&err);
		fail(f, &err);
	}
}

static void report_spills(struct fill *f, struct report *report)
{
	size_t count = atomic_load(&f->spills);
	struct report spills;

	if (!count)
		return;
	report_init(&spills, "row");
	report_add(&spills, REPORT_OVERFLOW, atomic_load(&f->first_spill) + 1);
	spills.kind[REPORT_OVERFLOW].count = count;
	report_merge(report, &spills);
	report_release(&spills);
}

static size_t piece_rows(const struct dense *d, size_t size)
{
	size_t rows = PIECE_BYTES / row_bytes(d, size);

	if (d->by_columns)
		return COLUMN_ROWS_MIN;
	return MAX(rows, 1);
}

static enum status fill_matrix(struct fill *f, size_t threads, struct error *err)
{
	pthread_mutex_init(&f->lock, NULL);
	f->piece = MIN(piece_rows(f->d, f->size), f->m->rows);
	parallel_for(threads, f->m->rows, f->piece, fill_worker, f);
	pthread_mutex_destroy(&f->lock);
	for (size_t i = 0; i < THREADS_MAX; i++)
		free(f->buf[i]);
	if (f->fault.status)
		return error_set(err, f->fault.status, "%s", f->fault.text);
	return ST_OK;
}

enum status dense_fill(const struct source *src, const struct dense *d, const struct matrix *m,
		       const struct dense_options *opt, struct error *err)
{
	struct fill f = { .src = src,
			  .d = d,
			  .m = m,
			  .progress = opt->progress,
			  .size = element_size(d->element),
			  .first_spill = SIZE_MAX };
	enum status st = fill_matrix(&f, opt->threads, err);

	report_spills(&f, opt->report);
	return st;
}

enum status dense_read(const struct source *src, const struct dense *d, struct builder *b,
		       size_t threads, const struct progress *progress, struct error *err)
{
	struct dense_options opt = { threads, progress, builder_report(b) };
	struct matrix *m = NULL;
	uint64_t bytes = 0;
	enum status st = dense_bytes(d, &bytes, err);

	if (!st)
		st = builder_set_shape(b, (size_t)d->cols, d->rows, bytes, err);
	if (!st)
		st = builder_reserve_rows(b, (size_t)d->rows, &m, err);
	return st ? st : dense_fill(src, d, m, &opt, err);
}
