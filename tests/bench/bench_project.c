/* How long projections take: prints "name value unit", the best of a few runs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/trust.h"
#include "math/tsne.h"

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

int main(void)
{
	const size_t sizes[] = { 2000, 5000 };

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
		begin = clock_ns();
		if (trust_measure(&trust, &rows, 10, 500, NULL, NULL) != ST_OK)
			return 1;
		printf("trust_%zu_of_500 %.1f ms\n", n, (double)(clock_ns() - begin) / 1e6);
		matrix_release(&m);
		free(start);
	}
	return 0;
}
