/*
 *	‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b,   within s = 8 (d + 4) ε (‖a‖² + ‖b‖²) of the truth
 *
 * for products in any order of summation (Higham, Accuracy and Stability of Numerical Algorithms,
 * 3.1, with room to spare). The k-th smallest upper bound of a row is T; whatever has a lower bound
 * of at most T is measured again, coordinate by coordinate in a fixed order, and the k nearest of
 * those are the answer. Usually that is k rows or one more; of equal rows it may be all.
 */
#include "math/neighbours.h"

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/vec.h"
#include "blas.h"

#define BLOCK 16 /* rows at once: 16 × 10,000 × 1,000 take some 30 ms */
#define LANES 4	 /* sums that go side by side */

struct near {
	double distance;
	uint32_t row;
};

struct finder {
	const struct neighbour_task *task;
	struct neighbours *out;
	double *rows;	    /* (n, d) */
	double *norms;	    /* (n) squared */
	double *products;   /* (threads, BLOCK, n) */
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

static double measure(const double *a, const double *b, size_t d)
{
	double sums[LANES] = { 0 };
	size_t j = 0;

	for (; j + LANES <= d; j += LANES)
		for (size_t l = 0; l < LANES; l++)
			sums[l] += (a[j + l] - b[j + l]) * (a[j + l] - b[j + l]);
	for (; j < d; j++)
		sums[0] += (a[j] - b[j]) * (a[j] - b[j]);
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
		struct near one = { measure(f->rows + i * d, f->rows + j * d, d), j };

		if (is_before(&one, &heap[0]))
			replace_top(heap, k, one);
	}
	qsort(heap, k, sizeof(*heap), by_distance);
	for (size_t j = 0; j < k; j++) {
		f->out->rows[i * k + j] = heap[j].row;
		f->out->squared[i * k + j] = heap[j].distance;
	}
}

static void find_block(void *ctx, size_t begin, size_t end, size_t worker)
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
	for (size_t i = begin; i < end; i++)
		pick_nearest(f, (uint32_t)i, products + (i - begin) * n,
			     f->heaps + worker * f->task->k);
	atomic_fetch_add(&f->done, end - begin);
}

static void load_rows(struct finder *f)
{
	const struct neighbour_task *t = f->task;
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
	const struct neighbour_task *t = f->task;
	const size_t sizes[][2] = {
		{ t->n, t->m->cols * sizeof(double) },	    { t->n, sizeof(double) },
		{ threads * BLOCK, t->n * sizeof(double) }, { threads, t->k * sizeof(struct near) },
		{ t->n, t->k * sizeof(uint32_t) },	    { t->n, t->k * sizeof(double) }
	};
	void *p[ARRAY_LEN(sizes)] = { NULL };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(sizes) && st == ST_OK; i++)
		st = mem_try_calloc(&p[i], sizes[i][0], sizes[i][1], "the neighbours", err);
	f->rows = p[0];
	f->norms = p[1];
	f->products = p[2];
	f->heaps = p[3];
	*f->out = (struct neighbours){ t->n, t->k, p[4], p[5] };
	return st;
}

enum status neighbours_find(struct neighbours *out, const struct neighbour_task *task,
			    const struct progress *progress, struct error *err)
{
	struct neighbours nn;
	struct finder f = { .task = task, .out = &nn, .progress = progress };
	size_t threads = thread_count(task->threads);
	enum status st = reserve(&f, threads, err);

#ifdef OPENBLAS_VERSION
	openblas_set_num_threads(1); /* the rows are split here */
#endif
	if (st == ST_OK) {
		load_rows(&f);
		parallel_for(threads, task->n, BLOCK, find_block, &f);
		if (atomic_load(&f.stop))
			st = progress_cancelled(err);
	}
	free(f.rows);
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
