/*
 *	‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b,   within s = 8 (d + 4) ε (‖a‖² + ‖b‖²) of the truth
 *
 * for products in any order of summation (Higham, Accuracy and Stability of Numerical Algorithms,
 * 3.1, with room to spare). The k-th smallest upper bound of a row is T; whatever has a lower bound
 * of at most T is measured again, coordinate by coordinate in a fixed order, and the k nearest of
 * those are the answer. Usually that is k rows or one more; of equal rows it may be all.
 */
#include "math/neighbours.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/outer_kernel.h"
#include "math/vec.h"

#define BLOCK_MAX   64	/* rows at once, whole panels */
#define BLOCK_PAIRS 5e8 /* numbers multiplied for them: some 20 ms */
#define LANES	    4	/* sums that go side by side */

struct near {
	double distance;
	uint32_t row;
};

struct finder {
	const struct neighbour_task *task;
	struct neighbours *out;
	size_t padded, block; /* n in whole tiles; rows at once */
	double *panels;	    /* (padded / 8, d, 8): see outer_kernel.h, dimensions being its rows */
	double *scales;	    /* (n) 1, or 1 / length */
	double *norms;	    /* (n) squared */
	double *products;   /* (threads, block, padded) */
	struct near *heaps; /* (threads, k) */
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
	return is_before(a, b) ? -1 : is_before(b, a);
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

static void empty_heap(struct near *heap, size_t k)
{
	for (size_t j = 0; j < k; j++)
		heap[j] = (struct near){ HUGE_VAL, UINT32_MAX };
}

static double square_of(const float *a, double scale_a, const float *b, double scale_b)
{
	double d = (double)*a * scale_a - (double)*b * scale_b;

	return d * d;
}

static const float *row_of(const struct finder *f, size_t i)
{
	return matrix_row(f->task->m, f->task->ids ? f->task->ids[i] : i);
}

static double measure(const struct finder *f, size_t i, size_t other)
{
	const float *a = row_of(f, i), *b = row_of(f, other);
	double sums[LANES] = { 0 }, to_a = f->scales[i], to_b = f->scales[other];
	size_t j = 0, d = f->task->m->cols;

	for (; j + LANES <= d; j += LANES)
		for (size_t l = 0; l < LANES; l++)
			sums[l] += square_of(a + j + l, to_a, b + j + l, to_b);
	for (; j < d; j++)
		sums[0] += square_of(a + j, to_a, b + j, to_b);
	return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* The k-th smallest upper bound of a distance from row i. */
static double threshold(const struct finder *f, uint32_t i, const double *products, double slack,
			struct near *heap)
{
	size_t n = f->task->n, k = f->task->k;

	empty_heap(heap, k);
	for (uint32_t j = 0; j < n; j++) {
		double both = f->norms[i] + f->norms[j];
		struct near one = { both - 2 * products[j] + slack * both, j };

		if (j != i && is_before(&one, &heap[0]))
			replace_top(heap, k, one);
	}
	return heap[0].distance;
}

static void pick_nearest(const struct finder *f, uint32_t i, const double *products,
			 struct near *heap)
{
	size_t n = f->task->n, k = f->task->k, d = f->task->m->cols;
	double slack = 8 * (double)(d + 4) * (DBL_EPSILON / 2);
	double most = threshold(f, i, products, slack, heap);

	empty_heap(heap, k);
	for (uint32_t j = 0; j < n; j++) {
		double both = f->norms[i] + f->norms[j];

		if (j == i || both - 2 * products[j] - slack * both > most)
			continue;
		struct near one = { measure(f, i, j), j };

		if (is_before(&one, &heap[0]))
			replace_top(heap, k, one);
	}
	qsort(heap, k, sizeof(*heap), by_distance);
	for (size_t j = 0; j < k; j++) {
		f->out->rows[i * k + j] = heap[j].row;
		f->out->squared[i * k + j] = heap[j].distance;
	}
}

/* Products of the rows from begin to end, whole panels, with all rows: (block, padded). */
static void multiply(const struct finder *f, size_t begin, size_t end, double *products)
{
	size_t d = f->task->m->cols;
	outer_kernel_fn *add = outer_kernel();

	memset(products, 0, f->block * f->padded * sizeof(*products));
	for (size_t j = 0; j < f->padded; j += OUTER_WIDE)
		for (size_t i = begin; i < end; i += OUTER_HIGH)
			add(f->panels + i * d, f->panels + j * d, d,
			    products + (i - begin) * f->padded + j, f->padded);
}

static void find_block(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct finder *f = ctx;
	double *products = f->products + worker * f->block * f->padded;

	if (worker == 0 && !progress_step(f->progress, atomic_load(&f->done), f->task->n))
		atomic_store(&f->stop, true);
	if (atomic_load(&f->stop))
		return;
	multiply(f, begin, end, products);
	for (size_t i = begin; i < end; i++)
		pick_nearest(f, (uint32_t)i, products + (i - begin) * f->padded,
			     f->heaps + worker * f->task->k);
	atomic_fetch_add(&f->done, end - begin);
}

static void load_rows(struct finder *f)
{
	size_t d = f->task->m->cols;

	for (size_t i = 0; i < f->task->n; i++) {
		const float *row = row_of(f, i);
		double length = f->task->unit ? vec_norm(row, d) : 1;
		double *panel = f->panels + i / OUTER_PANEL * OUTER_PANEL * d + i % OUTER_PANEL;

		f->scales[i] = length > 0 ? 1 / length : 1;
		for (size_t j = 0; j < d; j++) {
			double x = (double)row[j] * f->scales[i];

			panel[j * OUTER_PANEL] = x;
			f->norms[i] += x * x;
		}
	}
}

static void plan(struct finder *f)
{
	double pairs = (double)f->task->n * (double)f->task->m->cols;
	size_t rows = (size_t)fmin(BLOCK_MAX, BLOCK_PAIRS / pairs);

	f->padded = (f->task->n + OUTER_WIDE - 1) / OUTER_WIDE * OUTER_WIDE;
	f->block = MAX(rows / OUTER_HIGH, 1) * OUTER_HIGH;
}

static enum status reserve(struct finder *f, size_t threads, struct error *err)
{
	const struct neighbour_task *t = f->task;
	const size_t sizes[][2] = { { f->padded, t->m->cols * sizeof(double) },
				    { t->n, sizeof(double) },
				    { t->n, sizeof(double) },
				    { threads * f->block, f->padded * sizeof(double) },
				    { threads, t->k * sizeof(struct near) },
				    { t->n, t->k * sizeof(uint32_t) },
				    { t->n, t->k * sizeof(double) } };
	void *p[ARRAY_LEN(sizes)] = { NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(sizes) && st == ST_OK; i++)
		st = mem_try_calloc(&p[i], sizes[i][0], sizes[i][1], "the neighbours", err);
	f->panels = p[0];
	f->scales = p[1];
	f->norms = p[2];
	f->products = p[3];
	f->heaps = p[4];
	*f->out = (struct neighbours){ t->n, t->k, p[5], p[6] };
	return st;
}

enum status neighbours_find(struct neighbours *out, const struct neighbour_task *task,
			    const struct progress *progress, struct error *err)
{
	struct neighbours nn;
	struct finder f = { .task = task, .out = &nn, .progress = progress };
	size_t threads = thread_count(task->threads);
	enum status st;

	plan(&f);
	st = reserve(&f, threads, err);
	if (st == ST_OK) {
		load_rows(&f);
		parallel_for(threads, task->n, f.block, find_block, &f);
		if (atomic_load(&f.stop))
			st = progress_cancelled(err);
	}
	free(f.panels);
	free(f.scales);
	free(f.norms);
	free(f.products);
	free(f.heaps);
	if (st == ST_OK)
		*out = nn;
	else
		neighbours_release(&nn);
	return st;
}

void neighbours_release(struct neighbours *nn)
{
	free(nn->rows);
	free(nn->squared);
	*nn = (struct neighbours){ 0 };
}
