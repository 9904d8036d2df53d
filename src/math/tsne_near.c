/*
 * Who attracts whom. The k nearest neighbours of every row come from products of blocks of rows in
 * double (‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b); then each row gets the width of its Gauss curve that
 * makes its neighbourhood as large as asked:
 *
 *	p_j|i = exp(−β_i d_ij²) / Σ,  entropy of p_·|i = log perplexity   (bisection in β_i)
 *	p_ij = (p_j|i + p_i|j) / 2n
 *
 * Rows go to threads one block at a time and nothing is summed across them: the number of threads
 * does not show.
 */
#include <cblas.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/tsne.h"
#include "math/vec.h"
#include "tsne.h"
#include "blas.h"

#define BLOCK	  16 /* rows at once: 16 × 10,000 × 1,000 take some 30 ms */
#define STEPS	  100
#define TOLERANCE 1e-5

struct near {
	double distance; /* squared */
	uint32_t row;
};

struct finder {
	const struct affinity_task *task;
	double *rows;	      /* (n, d) */
	double *norms;	      /* (n) squared */
	struct near *nearest; /* (n, k), by rising distance */
	float *given;	      /* (n, k) p_j|i */
	double *products;     /* (threads, BLOCK, n) */
	const struct progress *progress;
	atomic_size_t done;
	atomic_bool stop;
};

static bool is_before(const struct near *a, const struct near *b)
{
	return a->distance < b->distance || (a->distance == b->distance && a->row < b->row);
}

static int by_distance(const void *a, const void *b)
{
	return is_before(a, b) ? -1 : 1;
}

/* A heap with the farthest on top: put `with` in its place. */
static void replace_top(struct near *heap, size_t n, struct near with)
{
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= n)
			break;
		if (child + 1 < n && is_before(&heap[child], &heap[child + 1]))
			child++;
		if (!is_before(&with, &heap[child]))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = with;
}

static void pick_nearest(const struct finder *f, uint32_t i, const double *products)
{
	size_t n = f->task->n, k = f->task->k;
	struct near *heap = f->nearest + (size_t)i * k;

	for (size_t j = 0; j < k; j++)
		heap[j] = (struct near){ HUGE_VAL, UINT32_MAX };
	for (uint32_t j = 0; j < n; j++) {
		struct near one = { fmax(0, f->norms[i] + f->norms[j] - 2 * products[j]), j };

		if (j != i && is_before(&one, &heap[0]))
			replace_top(heap, k, one);
	}
	qsort(heap, k, sizeof(*heap), by_distance);
}

/* p_j|i for one β; returns the entropy. The nearest distance is taken off, so that something is
 * left of exp(). */
static double curve(const struct near *near, size_t k, double beta, double *p)
{
	double sum = 0, entropy = 0;

	for (size_t j = 0; j < k; j++)
		sum += p[j] = exp(-beta * (near[j].distance - near[0].distance));
	for (size_t j = 0; j < k; j++) {
		p[j] /= sum;
		if (p[j] > 0)
			entropy -= p[j] * log(p[j]);
	}
	return entropy;
}

static void find_width(const struct finder *f, uint32_t i)
{
	size_t k = f->task->k;
	const struct near *near = f->nearest + (size_t)i * k;
	double *p = xcalloc(k, sizeof(*p)), wanted = log(f->task->perplexity);
	double beta = 1, low = 0, high = HUGE_VAL;

	for (int step = 0; step < STEPS; step++) {
		double excess = curve(near, k, beta, p) - wanted;

		if (fabs(excess) <= TOLERANCE)
			break;
		if (excess > 0)
			low = beta;
		else
			high = beta;
		beta = high < HUGE_VAL ? (low + high) / 2 : beta * 2;
	}
	for (size_t j = 0; j < k; j++)
		f->given[(size_t)i * k + j] = (float)p[j];
	free(p);
}

static void find_blocks(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct finder *f = ctx;
	size_t n = f->task->n, d = f->task->m->cols;
	double *products = f->products + worker * BLOCK * n;

	if (worker == 0 && !progress_step(f->progress, atomic_load(&f->done), n))
		atomic_store(&f->stop, true);
	if (atomic_load(&f->stop))
		return;
	blas_begin();
	cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)(end - begin), (int)n, (int)d, 1,
		    f->rows + begin * d, (int)d, f->rows, (int)d, 0, products, (int)n);
	blas_end();
	for (size_t i = begin; i < end; i++) {
		pick_nearest(f, (uint32_t)i, products + (i - begin) * n);
		find_width(f, (uint32_t)i);
	}
	atomic_fetch_add(&f->done, end - begin);
}

/* --- both directions together ----------------------------------------------------------------- */

struct entry {
	uint32_t column;
	float value;
};

static int by_column(const void *a, const void *b)
{
	const struct entry *p = a, *q = b;

	return (p->column > q->column) - (p->column < q->column);
}

/* Put the entries of one row in order and those of the same column together. */
static size_t merge_row(struct entry *e, size_t count)
{
	size_t kept = 0;

	qsort(e, count, sizeof(*e), by_column);
	for (size_t i = 0; i < count; i++) {
		if (kept && e[kept - 1].column == e[i].column)
			e[kept - 1].value += e[i].value;
		else
			e[kept++] = e[i];
	}
	return kept;
}

static void spread(const struct finder *f, const size_t *starts, size_t *filled, struct entry *e)
{
	size_t n = f->task->n, k = f->task->k;

	for (uint32_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			uint32_t other = f->nearest[(size_t)i * k + j].row;
			float p = f->given[(size_t)i * k + j];

			e[starts[i] + filled[i]++] = (struct entry){ other, p };
			e[starts[other] + filled[other]++] = (struct entry){ i, p };
		}
}

static void pack(struct affinities *out, const size_t *starts, const size_t *filled,
		 struct entry *e, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		size_t count = merge_row(e + starts[i], filled[i]);

		out->starts[i] = at;
		for (size_t j = 0; j < count; j++, at++) {
			out->columns[at] = e[starts[i] + j].column;
			out->values[at] = e[starts[i] + j].value / (float)(2 * n);
		}
	}
	out->starts[n] = at;
}

static enum status symmetrise(struct affinities *out, const struct finder *f, struct error *err)
{
	size_t n = f->task->n, k = f->task->k, total = 2 * n * k;
	size_t *starts = xcalloc(n + 1, sizeof(*starts)), *filled = xcalloc(n, sizeof(*filled));
	void *entries = NULL, *columns = NULL, *values = NULL;
	enum status st = mem_try_calloc(&entries, total, sizeof(struct entry), "the map", err);

	if (st == ST_OK)
		st = mem_try_calloc(&columns, total, sizeof(uint32_t), "the map", err);
	if (st == ST_OK)
		st = mem_try_calloc(&values, total, sizeof(float), "the map", err);
	if (st == ST_OK) {
		for (size_t i = 0; i < n * k; i++)
			starts[f->nearest[i].row + 1]++;
		for (size_t i = 0; i < n; i++)
			starts[i + 1] += starts[i] + k;
		*out = (struct affinities){ xcalloc(n + 1, sizeof(size_t)), columns, values };
		spread(f, starts, filled, entries);
		pack(out, starts, filled, entries, n);
	} else {
		free(columns);
		free(values);
	}
	free(entries);
	free(starts);
	free(filled);
	return st;
}

/* --- together --------------------------------------------------------------------------------- */

static void load_rows(struct finder *f)
{
	const struct affinity_task *t = f->task;
	size_t d = t->m->cols;

	for (size_t i = 0; i < t->n; i++) {
		const float *row = matrix_row(t->m, t->ids ? t->ids[i] : i);
		double length = t->unit ? vec_norm(row, d) : 1, *out = f->rows + i * d;

		vec_add_scaled(out, length > 0 ? 1 / length : 1, row, d);
		for (size_t j = 0; j < d; j++)
			f->norms[i] += out[j] * out[j];
	}
}

static enum status reserve(struct finder *f, size_t threads, struct error *err)
{
	const struct affinity_task *t = f->task;
	void *p;

	if (mem_try_calloc(&p, t->n, t->m->cols * sizeof(double), "the rows of the map", err))
		return ST_NOMEM;
	f->rows = p;
	if (mem_try_calloc(&p, t->n, t->k * sizeof(struct near), "the map", err))
		return ST_NOMEM;
	f->nearest = p;
	if (mem_try_calloc(&p, t->n, t->k * sizeof(float), "the map", err))
		return ST_NOMEM;
	f->given = p;
	if (mem_try_calloc(&p, threads * BLOCK, t->n * sizeof(double), "the map", err))
		return ST_NOMEM;
	f->products = p;
	f->norms = xcalloc(t->n, sizeof(*f->norms));
	return ST_OK;
}

enum status affinities_find(struct affinities *out, const struct affinity_task *task,
			    const struct progress *progress, struct error *err)
{
	struct finder f = { .task = task, .progress = progress };
	size_t threads = thread_count(task->threads);
	enum status st = reserve(&f, threads, err);

#ifdef OPENBLAS_VERSION
	openblas_set_num_threads(1); /* the rows are split here */
#endif
	if (st == ST_OK) {
		load_rows(&f);
		parallel_for(threads, task->n, BLOCK, find_blocks, &f);
		st = atomic_load(&f.stop) ? progress_cancelled(err) : symmetrise(out, &f, err);
	}
	free(f.rows);
	free(f.norms);
	free(f.nearest);
	free(f.given);
	free(f.products);
	return st;
}

void affinities_release(struct affinities *a)
{
	free(a->starts);
	free(a->columns);
	free(a->values);
	*a = (struct affinities){ 0 };
}
