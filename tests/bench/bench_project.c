/* How long projections take: prints "name value unit", the best of a few runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/pca.h"
#include "math/trust.h"
#include "math/tsne.h"
#include "math/umap.h"

enum { DIMS = 100, ROUNDS = 20, RUNS = 3 };

static void make_rows(struct matrix *m, double *start, size_t n)
{
	struct rng rng = rng_make(1, 2, 3);

	if (matrix_init(m, n, DIMS, NULL) != ST_OK)
		exit(1);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < DIMS; j++)
			matrix_row(m, i)[j] = rng_unit(&rng) - 0.5f;
		matrix_row(m, i)[i % 20] += 1.0f;
		start[2 * i] = (double)matrix_row(m, i)[0];
		start[2 * i + 1] = (double)matrix_row(m, i)[1];
	}
}

static void measure_tsne(const struct matrix *m, const double *start, size_t n, const char *kernels,
			 size_t threads)
{
	struct layout_rows rows = { .m = m, .n = n, .unit = true, .start = start };
	struct tsne_options opt = TSNE_DEFAULTS;
	double near = HUGE_VAL, round = HUGE_VAL;

	kernels_select(kernels);
	opt.threads = threads;
	for (int i = 0; i < RUNS; i++) {
		struct tsne *t;
		uint64_t begin = clock_ns(), middle;

		if (tsne_new(&t, &rows, &opt, NULL, NULL) != ST_OK)
			exit(1);
		middle = clock_ns();
		tsne_run(t, ROUNDS, NULL, NULL);
		near = fmin(near, (double)(middle - begin) / 1e6);
		round = fmin(round, (double)(clock_ns() - middle) / 1e6 / ROUNDS);
		tsne_free(t);
	}
	printf("tsne_%s_%zu_threads_%zu_near %.1f ms\n", kernels ? kernels : "best", n, threads,
	       near);
	printf("tsne_%s_%zu_threads_%zu_round %.2f ms\n", kernels ? kernels : "best", n, threads,
	       round);
}

/* --- principal components --------------------------------------------------------------------- */

enum { FEW = 3, MANY = 119 }; /* so many are always found the exact way */

/* Variances that fall as 1 / k, in a frame that is turned a little. */
static void fill_falling(struct matrix *m, size_t n, size_t d)
{
	struct rng rng = rng_make(4, 5, 6);

	if (matrix_init(m, n, d, NULL) != ST_OK)
		exit(1);
	for (size_t i = 0; i < n; i++) {
		float *row = matrix_row(m, i), last = 0;

		for (size_t j = 0; j < d; j++) {
			float x = (rng_unit(&rng) - 0.5f) / sqrtf((float)(j + 1));

			row[j] = x + 0.5f * last;
			last = x;
		}
	}
}

static double fit_ms(const struct matrix *m, size_t n, size_t components, size_t threads,
		     struct pca *out)
{
	uint64_t begin = clock_ns();

	if (pca_fit(out, m, NULL, n, components, true, threads, NULL, NULL) != ST_OK)
		exit(1);
	return (double)(clock_ns() - begin) / 1e6;
}

/* The best of RUNS, all rows projected on two axes too, as a map needs it. */
static void measure_pca(const struct matrix *m, size_t n, size_t threads)
{
	double best = HUGE_VAL, both = HUGE_VAL, xyz[FEW];

	for (int i = 0; i < RUNS; i++) {
		struct pca pca;
		double ms = fit_ms(m, n, FEW, threads, &pca);
		uint64_t begin = clock_ns();

		for (size_t r = 0; r < n; r++)
			pca_project(&pca, matrix_row(m, r), true, xyz);
		both = fmin(both, ms + (double)(clock_ns() - begin) / 1e6);
		best = fmin(best, ms);
		pca_release(&pca);
	}
	printf("pca_%zux%zu_threads_%zu_fit %.1f ms\n", n, m->cols, threads, best);
	printf("pca_%zux%zu_threads_%zu_fit_and_project %.1f ms\n", n, m->cols, threads, both);
}

/* Few components of many dimensions beside the exact way. */
static void measure_krylov(size_t n, size_t d)
{
	struct matrix m;
	struct pca few, exact;
	double quick = HUGE_VAL, slow, off = 0;

	fill_falling(&m, n, d);
	for (int i = 0; i < RUNS; i++) {
		quick = fmin(quick, fit_ms(&m, n, FEW, 1, &few));
		if (i + 1 < RUNS)
			pca_release(&few);
	}
	slow = fit_ms(&m, n, MANY, 1, &exact);
	for (size_t c = 0; c < FEW; c++)
		off = fmax(off, fabs(few.variance[c] / exact.variance[c] - 1));
	printf("pca_%zux%zu_few %.0f ms\n", n, d, quick);
	printf("pca_%zux%zu_exact %.0f ms\n", n, d, slow);
	printf("pca_%zux%zu_variance_off_by %.1e\n", n, d, off);
	pca_release(&few);
	pca_release(&exact);
	matrix_release(&m);
}

static void measure_components(void)
{
	const size_t rows[] = { 10000, 100000, 400000 };
	const size_t large[][2] = { { 2000, 4096 }, { 10000, 1024 }, { 10000, 2048 } };
	struct matrix m;

	fill_falling(&m, rows[2], 300);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t threads = 1; threads <= 2; threads++)
			measure_pca(&m, rows[i], threads);
	matrix_release(&m);
	for (size_t i = 0; i < sizeof(large) / sizeof(*large); i++)
		measure_krylov(large[i][0], large[i][1]);
}

/* --- layouts ---------------------------------------------------------------------------------- */

/* To the end: the neighbours, and a round of the mean. */
static void measure_umap(const struct matrix *m, const double *start, size_t n)
{
	struct layout_rows rows = { .m = m, .n = n, .unit = true, .start = start };
	struct umap_options opt = UMAP_DEFAULTS;
	double near = HUGE_VAL, round = HUGE_VAL;

	for (int i = 0; i < RUNS; i++) {
		struct umap *u;
		uint64_t begin = clock_ns(), middle;

		if (umap_new(&u, &rows, &opt, NULL, NULL) != ST_OK)
			exit(1);
		middle = clock_ns();
		umap_run(u, ROUNDS, NULL, NULL);
		near = fmin(near, (double)(middle - begin) / 1e6);
		round = fmin(round, (double)(clock_ns() - middle) / 1e6 / ROUNDS);
		umap_free(u);
	}
	printf("umap_%zu_near %.1f ms\n", n, near);
	printf("umap_%zu_round %.2f ms\n", n, round);
}

static void measure_layouts(void)
{
	const size_t sizes[] = { 2000, 5000, 10000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		size_t n = sizes[i];
		double *start = malloc(2 * n * sizeof(*start));
		struct matrix m;
		struct trust trust;
		struct trust_rows rows = {
			.m = &m, .n = n, .unit = true, .xy = start, .stride = 2, .y = 1
		};
		uint64_t begin;

		make_rows(&m, start, n);
		measure_tsne(&m, start, n, NULL, 1);
		measure_tsne(&m, start, n, NULL, 2);
		measure_tsne(&m, start, n, "scalar", 1);
		kernels_select(NULL);
		measure_umap(&m, start, n);
		begin = clock_ns();
		if (trust_measure(&trust, &rows, 10, 500, NULL, NULL) != ST_OK)
			exit(1);
		printf("trust_%zu_of_500 %.1f ms\n", n, (double)(clock_ns() - begin) / 1e6);
		matrix_release(&m);
		free(start);
	}
}

/* Without an argument everything but the last; "pca", "layouts" or "large" for one part. */
int main(int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "pca") == 0)
		measure_components();
	if (argc < 2 || strcmp(argv[1], "layouts") == 0)
		measure_layouts();
	if (argc > 1 && strcmp(argv[1], "large") == 0) /* the exact way takes a minute */
		measure_krylov(20000, 4096);
	return 0;
}
