/*
 * Who attracts whom. Each row gets the width of its Gauss curve that makes its neighbourhood, of the
 * k nearest rows (math/neighbours.h), as large as asked:
 *
 *	p_j|i = exp(−β_i d_ij²) / Σ,  entropy of p_·|i = log perplexity   (bisection in β_i)
 *	p_ij = (p_j|i + p_i|j) / 2n
 *
 * Rows go to threads in chunks and nothing is summed across them: the number of threads does not
 * show.
 */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/portable.h"
#include "tsne.h"

#define CHUNK	  16
#define STEPS	  100
#define TOLERANCE 1e-5

struct widths {
	const struct affinity_task *task;
	struct neighbours nn;
	float *given; /* (n, k) p_j|i */
	const struct progress *progress;
	atomic_size_t done;
	atomic_bool stop;
};

/* p_j|i for one β; returns the entropy −Σ p log p = log S + β Σ p δ, with S = Σ exp(−β δ). The
 * nearest distance is taken off, so that something is left of exp(). */
static double curve(const double *squared, size_t k, double beta, double *p)
{
	double sum = 0, spread = 0;

	for (size_t j = 0; j < k; j++) {
		double delta = squared[j] - squared[0];

		p[j] = portable_exp(-beta * delta);
		sum += p[j];
		spread += p[j] * delta;
	}
	for (size_t j = 0; j < k; j++)
		p[j] /= sum;
	return portable_log(sum) + beta * spread / sum;
}

static void find_width(const struct widths *w, size_t i)
{
	size_t k = w->nn.k;
	const double *squared = w->nn.squared + i * k;
	double *p = xcalloc(k, sizeof(*p)), wanted = portable_log(w->task->perplexity);
	double beta = 1, low = 0, high = HUGE_VAL;

	for (int step = 0; step < STEPS; step++) {
		double excess = curve(squared, k, beta, p) - wanted;

		if (fabs(excess) <= TOLERANCE)
			break;
		if (excess > 0)
			low = beta;
		else
			high = beta;
		beta = high < HUGE_VAL ? (low + high) / 2 : beta * 2;
	}
	for (size_t j = 0; j < k; j++)
		w->given[i * k + j] = (float)p[j];
	free(p);
}

static void find_widths(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct widths *w = ctx;

	if (worker == 0 && !progress_step(w->progress, atomic_load(&w->done), w->nn.n))
		atomic_store(&w->stop, true);
	if (atomic_load(&w->stop))
		return;
	for (size_t i = begin; i < end; i++)
		find_width(w, i);
	atomic_fetch_add(&w->done, end - begin);
}

static float add(float a, float b)
{
	return a + b;
}

static enum status join(struct symmetric *out, const struct widths *w, struct error *err)
{
	enum status st = symmetric_make(out, &w->nn, w->given, add, err);
	size_t n = w->nn.n;

	for (size_t e = 0; st == ST_OK && e < out->starts[n]; e++)
		out->values[e] /= (float)(2 * n);
	return st;
}

enum status affinities_find(struct symmetric *out, const struct affinity_task *task,
			    const struct progress *progress, struct error *err)
{
	struct widths w = { .task = task, .progress = progress };
	enum status st = neighbours_find(&w.nn, &task->rows, progress, err);
	void *p;

	if (st != ST_OK)
		return st;
	st = mem_try_calloc(&p, w.nn.n, w.nn.k * sizeof(float), "the map", err);
	if (st == ST_OK) {
		w.given = p;
		parallel_for(thread_count(task->rows.threads), w.nn.n, CHUNK, find_widths, &w);
		st = atomic_load(&w.stop) ? progress_cancelled(err) : join(out, &w, err);
		free(w.given);
	}
	neighbours_release(&w.nn);
	return st;
}
