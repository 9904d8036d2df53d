#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/trust.h"
#include "math/tsne.h"
#include "math/pca.h"
#include "reference.h"

enum { N = 90, D = 12, GROUPS = 3 };

struct rig {
	struct matrix m;
	double start[2 * N];
};

/* Three groups of points, and a start that mixes them. */
static void make(struct rig *r)
{
	struct rng rng = rng_make(3, 0, 0);

	assert_int_equal(matrix_init(&r->m, N, D, NULL), ST_OK);
	for (size_t i = 0; i < N; i++) {
		float *row = matrix_row(&r->m, i);

		for (size_t j = 0; j < D; j++)
			row[j] = rng_unit(&rng) - 0.5f;
		row[i % GROUPS] += 2.0f;
		r->start[2 * i] = (double)rng_unit(&rng) - 0.5;
		r->start[2 * i + 1] = (double)rng_unit(&rng) - 0.5;
	}
}

static struct tsne *start(const struct rig *r, struct tsne_options opt)
{
	struct layout_rows rows = { .m = &r->m, .n = N, .start = r->start };
	struct tsne *t = NULL;

	assert_int_equal(tsne_new(&t, &rows, &opt, NULL, NULL), ST_OK);
	return t;
}

/* --- a plain computation with every pair, in double ------------------------------------------- */

static double squared(const struct matrix *m, size_t i, size_t j)
{
	double sum = 0;

	for (size_t k = 0; k < m->cols; k++) {
		double d = (double)matrix_row(m, i)[k] - (double)matrix_row(m, j)[k];

		sum += d * d;
	}
	return sum;
}

/* Row i of p_j|i for a width; its perplexity. */
static double plain_row(const struct matrix *m, size_t i, double beta, double *p)
{
	double sum = 0, entropy = 0;

	for (size_t j = 0; j < N; j++)
		sum += p[j] = j == i ? 0 : exp(-beta * squared(m, i, j));
	for (size_t j = 0; j < N; j++) {
		p[j] /= sum;
		entropy -= p[j] > 0 ? p[j] * log(p[j]) : 0;
	}
	return exp(entropy);
}

/* (N, N) p_ij */
static double *plain_affinities(const struct matrix *m, double perplexity)
{
	double *given = xcalloc(N * N, sizeof(*given)), *p = xcalloc(N * N, sizeof(*p));

	for (size_t i = 0; i < N; i++) {
		double low = 1e-6, high = 1e6;

		for (int step = 0; step < 200; step++) {
			double middle = sqrt(low * high);

			if (plain_row(m, i, middle, given + i * N) > perplexity)
				low = middle;
			else
				high = middle;
		}
	}
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++)
			p[i * N + j] = (given[i * N + j] + given[j * N + i]) / (2 * N);
	free(given);
	return p;
}

static double plain_weight(const double *y, size_t i, size_t j)
{
	double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];

	return 1 / (1 + dx * dx + dy * dy);
}

static double plain_sum(const double *y)
{
	double z = 0;

	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++)
			z += i == j ? 0 : plain_weight(y, i, j);
	return z;
}

static void plain_gradient(const double *p, const double *y, double factor, double *out)
{
	double z = plain_sum(y);

	for (size_t i = 0; i < N; i++) {
		out[2 * i] = out[2 * i + 1] = 0;
		for (size_t j = 0; j < N; j++) {
			double w = plain_weight(y, i, j);
			double force = 4 * (factor * p[i * N + j] - w / z) * w;

			if (i == j)
				continue;
			out[2 * i] += force * (y[2 * i] - y[2 * j]);
			out[2 * i + 1] += force * (y[2 * i + 1] - y[2 * j + 1]);
		}
	}
}

/* --- tests ------------------------------------------------------------------------------------ */

static void affinities_are_those_of_the_definition(void **state)
{
	struct rig r;
	struct tsne_options opt = TSNE_DEFAULTS;
	struct tsne *t;
	double *p, sum = 0;

	(void)state;
	make(&r);
	opt.perplexity = 20;
	opt.neighbours = N - 1;
	t = start(&r, opt);
	p = plain_affinities(&r.m, 20);
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++) {
			double got = tsne_affinity(t, i, j);

			assert_true(fabs(got - p[i * N + j]) <= 1e-3 * p[i * N + j] + 1e-9);
			assert_true(got == tsne_affinity(t, j, i));
			sum += got;
		}
	assert_true(fabs(sum - 1) < 1e-5);
	free(p);
	tsne_free(t);
	matrix_release(&r.m);
}

static void the_gradient_is_that_of_all_pairs(void **state)
{
	struct rig r;
	struct tsne_options opt = TSNE_DEFAULTS;
	double got[2 * N], want[2 * N], most = 0;

	(void)state;
	make(&r);
	opt.neighbours = N - 1;
	opt.perplexity = 20;
	for (size_t rounds = 0; rounds <= 300; rounds += 100) {
		struct tsne *t = start(&r, opt);
		double *p = plain_affinities(&r.m, 20);

		assert_int_equal(tsne_run(t, rounds, NULL, NULL), ST_OK);
		tsne_gradient(t, got);
		plain_gradient(p, tsne_points(t), 1, want);
		for (size_t c = 0; c < 2 * N; c++)
			most = fmax(most, fabs(want[c]));
		for (size_t c = 0; c < 2 * N; c++)
			assert_true(fabs(got[c] - want[c]) < 2e-4 * most);
		free(p);
		tsne_free(t);
	}
	matrix_release(&r.m);
}

/* The gradient is the slope of the divergence. */
static void the_divergence_falls_along_the_gradient(void **state)
{
	struct rig r;
	struct tsne_options opt = TSNE_DEFAULTS;
	struct tsne *t;
	double before, middle, after;

	(void)state;
	make(&r);
	t = start(&r, opt);
	before = tsne_divergence(t);
	assert_int_equal(tsne_run(t, 300, NULL, NULL), ST_OK);
	middle = tsne_divergence(t);
	assert_int_equal(tsne_run(t, TSNE_ROUNDS, NULL, NULL), ST_OK);
	after = tsne_divergence(t);
	assert_true(middle < before && after < middle && after > 0);
	tsne_free(t);
	matrix_release(&r.m);
}

static void groups_come_apart(void **state)
{
	struct rig r;
	struct tsne_options opt = TSNE_DEFAULTS;
	struct tsne *t;
	struct trust trust;
	const double *y;
	size_t wrong = 0;

	(void)state;
	make(&r);
	opt.perplexity = 10;
	t = start(&r, opt);
	assert_int_equal(tsne_run(t, TSNE_ROUNDS, NULL, NULL), ST_OK);
	assert_int_equal(tsne_rounds(t), TSNE_ROUNDS);
	y = tsne_points(t);
	for (size_t i = 0; i < N; i++) {
		size_t best = i ? 0 : 1;

		for (size_t j = 0; j < N; j++)
			if (j != i && plain_weight(y, i, j) > plain_weight(y, i, best))
				best = j;
		wrong += best % GROUPS != i % GROUPS;
	}
	assert_true(wrong <= 2);
	struct trust_rows rows = { .m = &r.m, .n = N, .xy = y, .stride = 2, .y = 1 };

	assert_int_equal(trust_measure(&trust, &rows, 10, 0, NULL, NULL), ST_OK);
	assert_true(trust.trustworthiness > 0.85 && trust.continuity > 0.85);
	tsne_free(t);
	matrix_release(&r.m);
}

/* Threads and processors do not show: bit by bit. */
static void the_map_is_the_same_everywhere(void **state)
{
	struct rig r;
	double first[2 * N];
	bool have = false;

	(void)state;
	make(&r);
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t threads = 1; threads <= 3; threads++) {
			struct tsne_options opt = TSNE_DEFAULTS;
			struct tsne *t;

			kernels_select((*k)->name);
			opt.threads = threads;
			t = start(&r, opt);
			assert_int_equal(tsne_run(t, 120, NULL, NULL), ST_OK);
			if (!have)
				memcpy(first, tsne_points(t), sizeof(first));
			assert_memory_equal(first, tsne_points(t), sizeof(first));
			have = true;
			tsne_free(t);
		}
	kernels_select(NULL);
	matrix_release(&r.m);
}

struct stopper {
	int left;
};

static bool count_down(void *ctx, uint64_t done, uint64_t total)
{
	struct stopper *s = ctx;

	(void)done;
	(void)total;
	return s->left-- > 0;
}

/* Stopped and taken up again it becomes the same map. */
static void stopping_keeps_the_map(void **state)
{
	struct rig r;
	struct tsne_options opt = TSNE_DEFAULTS;
	struct stopper stopper = { 100 };
	struct progress progress = { count_down, &stopper };
	struct error err = ERROR_INIT;
	struct tsne *whole, *parts;

	(void)state;
	make(&r);
	opt.threads = 1;
	whole = start(&r, opt);
	parts = start(&r, opt);
	assert_int_equal(tsne_run(whole, 200, NULL, NULL), ST_OK);
	assert_int_equal(tsne_run(parts, 200, &progress, &err), ST_CANCELLED);
	assert_true(tsne_rounds(parts) > 10 && tsne_rounds(parts) < 100);
	for (size_t c = 0; c < 2 * N; c++)
		assert_true(isfinite(tsne_points(parts)[c]));
	assert_int_equal(tsne_run(parts, 200, NULL, NULL), ST_OK);
	assert_memory_equal(tsne_points(whole), tsne_points(parts), 2 * N * sizeof(double));
	tsne_free(whole);
	tsne_free(parts);
	matrix_release(&r.m);
}

/* Equal rows, four rows, too few, all at one place: a map of finite numbers or a sentence. */
static void odd_inputs(void **state)
{
	struct matrix m;
	double flat[2 * 8] = { 0 };
	struct tsne_options opt = TSNE_DEFAULTS;
	struct error err = ERROR_INIT;
	struct tsne *t = NULL;

	(void)state;
	assert_int_equal(matrix_init(&m, 8, 3, NULL), ST_OK);
	for (size_t i = 0; i < 8; i++)
		matrix_row(&m, i)[i % 2] = 1;
	for (size_t n = 0; n <= 8; n++) {
		struct layout_rows rows = { .m = &m, .n = n, .unit = true, .start = flat };
		enum status st = tsne_new(&t, &rows, &opt, NULL, &err);

		if (n < 4) {
			assert_int_equal(st, ST_FAILED);
			continue;
		}
		assert_int_equal(st, ST_OK);
		assert_int_equal(tsne_run(t, 300, NULL, NULL), ST_OK);
		for (size_t c = 0; c < 2 * n; c++)
			assert_true(isfinite(tsne_points(t)[c]));
		tsne_free(t);
	}
	matrix_release(&m);
}

/* --- beside scikit-learn ---------------------------------------------------------------------- */

enum { R = REFERENCE_ROWS, REFERENCE_PERPLEXITY = 15 };

/* From the first two principal components, as it is started there. */
static struct tsne *start_reference(const struct matrix *m)
{
	struct tsne_options opt = TSNE_DEFAULTS;
	double xy[2 * R];
	struct layout_rows rows = { .m = m, .n = R, .start = xy };
	struct tsne *t = NULL;
	struct pca pca;

	opt.perplexity = REFERENCE_PERPLEXITY;
	opt.neighbours = R - 1;
	assert_int_equal(pca_fit(&pca, m, NULL, R, 2, false, 1, NULL, NULL), ST_OK);
	for (size_t i = 0; i < R; i++)
		pca_project(&pca, matrix_row(m, i), false, xy + 2 * i);
	pca_release(&pca);
	assert_int_equal(tsne_new(&t, &rows, &opt, NULL, NULL), ST_OK);
	return t;
}

static void affinities_are_those_of_scikit_learn(void **state)
{
	double *want = reference_numbers("tsne_affinities", R * (R - 1) / 2);
	struct matrix m;
	struct tsne *t;
	size_t at = 0;

	(void)state;
	reference_matrix(&m);
	t = start_reference(&m);
	for (size_t i = 0; i < R; i++)
		for (size_t j = i + 1; j < R; j++, at++)
			assert_true(fabs(tsne_affinity(t, i, j) - want[at]) <=
				    2e-4 * want[at] + 1e-9);
	tsne_free(t);
	matrix_release(&m);
	free(want);
}

/* Of all pairs, what no neighbour's cut makes easier: at most 5 % above theirs. */
static void it_gets_as_far_as_scikit_learn(void **state)
{
	double *theirs = reference_numbers("tsne_divergence", 1);
	double *trusted = reference_numbers("tsne_trustworthiness", 1);
	struct trust_rows rows = { .n = R, .stride = 2, .y = 1 };
	struct trust trust;
	struct matrix m;
	struct tsne *t;

	(void)state;
	reference_matrix(&m);
	t = start_reference(&m);
	assert_int_equal(tsne_run(t, TSNE_ROUNDS, NULL, NULL), ST_OK);
	if (!(tsne_divergence(t) <= 1.05 * theirs[0]))
		fail_msg("%.6f, theirs %.6f", tsne_divergence(t), theirs[0]);
	rows.m = &m;
	rows.xy = tsne_points(t);
	assert_int_equal(trust_measure(&trust, &rows, 10, 0, NULL, NULL), ST_OK);
	assert_true(trust.trustworthiness > trusted[0] - 0.01);
	tsne_free(t);
	matrix_release(&m);
	free(theirs);
	free(trusted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(affinities_are_those_of_the_definition),
		cmocka_unit_test(the_gradient_is_that_of_all_pairs),
		cmocka_unit_test(the_divergence_falls_along_the_gradient),
		cmocka_unit_test(groups_come_apart),
		cmocka_unit_test(the_map_is_the_same_everywhere),
		cmocka_unit_test(stopping_keeps_the_map),
		cmocka_unit_test(odd_inputs),
		cmocka_unit_test(affinities_are_those_of_scikit_learn),
		cmocka_unit_test(it_gets_as_far_as_scikit_learn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
