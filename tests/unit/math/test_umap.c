#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/kernels.h"
#include "math/layout.h"
#include "math/pca.h"
#include "math/portable.h"
#include "math/trust.h"
#include "math/umap.h"
#include "reference.h"

enum { N = REFERENCE_ROWS, K = 15, GROUPS = 4 };

struct rig {
	struct matrix m;
	double start[2 * N];
};

/* The first two principal components. */
static void make(struct rig *r)
{
	struct pca pca;

	reference_matrix(&r->m);
	assert_int_equal(pca_fit(&pca, &r->m, NULL, N, 2, false, 1, NULL, NULL), ST_OK);
	for (size_t i = 0; i < N; i++)
		pca_project(&pca, matrix_row(&r->m, i), false, r->start + 2 * i);
	pca_release(&pca);
}

static struct umap *start(const struct rig *r, struct umap_options opt)
{
	struct layout_rows rows = { .m = &r->m, .n = N, .start = r->start };
	struct umap *u = NULL;

	assert_int_equal(umap_new(&u, &rows, &opt, NULL, NULL), ST_OK);
	return u;
}

static void assert_close(double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("%.12g instead of %.12g", got, want);
}

/* --- a plain computation ---------------------------------------------------------------------- */

static double distance(const struct matrix *m, size_t i, size_t j)
{
	double sum = 0;

	for (size_t c = 0; c < m->cols; c++) {
		double d = (double)matrix_row(m, i)[c] - (double)matrix_row(m, j)[c];

		sum += d * d;
	}
	return sqrt(sum);
}

static int rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Distances to the K − 1 nearest others, rising. */
static void plain_near(const struct matrix *m, size_t i, double *out)
{
	double all[N];

	for (size_t j = 0; j < N; j++)
		all[j] = distance(m, i, j);
	qsort(all, N, sizeof(*all), rising);
	memcpy(out, all + 1, (K - 1) * sizeof(*out));
}

static double plain_sum(const double *near, double rho, double sigma)
{
	double sum = 0;

	for (size_t j = 0; j < K - 1; j++)
		sum += exp(-fmax(0, near[j] - rho) / sigma);
	return sum;
}

/* How strongly j belongs to i by what i says. */
static double plain_given(const struct umap *u, const struct matrix *m, size_t i, size_t j)
{
	double near[K - 1], d = distance(m, i, j);

	plain_near(m, i, near);
	return d > near[K - 2] ? 0 : exp(-fmax(0, d - umap_rho(u, i)) / umap_sigma(u, i));
}

/* --- the graph -------------------------------------------------------------------------------- */

static void widths_fill_the_neighbourhood(void **state)
{
	struct rig r;
	struct umap_options opt = UMAP_DEFAULTS;
	struct umap *u;
	double near[K - 1];

	(void)state;
	make(&r);
	u = start(&r, opt);
	for (size_t i = 0; i < N; i++) {
		plain_near(&r.m, i, near);
		assert_close(umap_rho(u, i), near[0], 1e-12);
		assert_close(plain_sum(near, umap_rho(u, i), umap_sigma(u, i)), log2(K), 1.1e-5);
	}
	umap_free(u);
	matrix_release(&r.m);
}

static void memberships_are_the_fuzzy_union(void **state)
{
	struct rig r;
	struct umap_options opt = UMAP_DEFAULTS;
	struct umap *u;

	(void)state;
	make(&r);
	u = start(&r, opt);
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < i; j++) {
			double a = plain_given(u, &r.m, i, j), b = plain_given(u, &r.m, j, i);

			assert_close(umap_membership(u, i, j), a + b - a * b, 1e-6);
			assert_true(umap_membership(u, i, j) == umap_membership(u, j, i));
		}
	umap_free(u);
	matrix_release(&r.m);
}

static void the_graph_is_that_of_umap_learn(void **state)
{
	struct rig r;
	struct umap_options opt = UMAP_DEFAULTS;
	double *sigma = reference_numbers("umap_sigma", N), *rho = reference_numbers("umap_rho", N);
	double *w = reference_numbers("umap_memberships", N * (N - 1) / 2);
	struct umap *u;
	size_t at = 0;

	(void)state;
	make(&r);
	u = start(&r, opt);
	for (size_t i = 0; i < N; i++) {
		assert_close(umap_rho(u, i), rho[i], 1e-6);
		assert_close(umap_sigma(u, i), sigma[i], 1e-4 * sigma[i]);
		for (size_t j = i + 1; j < N; j++)
			assert_close(umap_membership(u, i, j), w[at++], 1e-4);
	}
	umap_free(u);
	matrix_release(&r.m);
	free(sigma);
	free(rho);
	free(w);
}

/* Least squares by a finer computation elsewhere, and umap-learn's own to what it stops at. */
static void the_curve_is_fitted(void **state)
{
	static const double want[][4] = {
		{ 0.1, 1, 1.576943613401783, 0.895060719336293 },
		{ 0.5, 1, 0.5830298054555996, 1.3341673833327503 },
		{ 0, 1, 1.9328090881079745, 0.7904946612268678 },
		{ 0.25, 1.5, 0.6218944511172989, 0.9668233711209997 },
	};
	double *theirs = reference_numbers("umap_curve", 4), a, b;

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		umap_fit_curve(want[i][0], want[i][1], &a, &b);
		assert_close(a, want[i][2], 1e-7);
		assert_close(b, want[i][3], 1e-7);
	}
	for (size_t i = 0; i < 2; i++) {
		umap_fit_curve(i ? 0.5 : 0.1, 1, &a, &b);
		assert_close(a, theirs[2 * i], 1e-6);
		assert_close(b, theirs[2 * i + 1], 1e-6);
	}
	free(theirs);
}

static void the_quick_power_is_near(void **state)
{
	struct rng rng = rng_make(4, 0, 0);

	(void)state;
	for (int i = 0; i < 20000; i++) {
		double x = exp(60 * ((double)rng_unit(&rng) - 0.5)), y = 2 * (double)rng_unit(&rng);
		double want = pow(x, y);

		assert_close(portable_pow_near(x, y), want, 2e-8 * want);
	}
	assert_true(portable_pow_near(0, 0.9) == 0 && portable_pow_near(1e-300, 3) == 0);
}

/* --- the layout ------------------------------------------------------------------------------- */

static size_t nearest_on_map(const double *y, size_t i)
{
	size_t best = i ? 0 : 1;

	for (size_t j = 0; j < N; j++)
		if (j != i && hypot(y[2 * i] - y[2 * j], y[2 * i + 1] - y[2 * j + 1]) <
				      hypot(y[2 * i] - y[2 * best], y[2 * i + 1] - y[2 * best + 1]))
			best = j;
	return best;
}

/* As far apart as umap-learn puts them, within what its own seeds differ by. */
static void groups_come_apart(void **state)
{
	struct rig r;
	struct umap_options opt = UMAP_DEFAULTS;
	double *theirs = reference_numbers("umap_trustworthiness", 5), mean = 0;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		mean += theirs[i] / 5;
	make(&r);
	for (opt.seed = 0; opt.seed < 3; opt.seed++) {
		struct umap *u = start(&r, opt);
		struct trust_rows rows = { .m = &r.m, .n = N, .stride = 2, .y = 1 };
		struct trust trust;
		size_t wrong = 0;

		assert_int_equal(umap_run(u, umap_total(u), NULL, NULL), ST_OK);
		assert_int_equal(umap_rounds(u), 500);
		for (size_t i = 0; i < N; i++)
			wrong += nearest_on_map(umap_points(u), i) % GROUPS != i % GROUPS;
		assert_int_equal(wrong, 0);
		rows.xy = umap_points(u);
		assert_int_equal(trust_measure(&trust, &rows, 10, 0, NULL, NULL), ST_OK);
		assert_true(trust.trustworthiness > 0.85 && trust.continuity > 0.85);
		assert_true(trust.trustworthiness > mean - 0.01);
		umap_free(u);
	}
	free(theirs);
	matrix_release(&r.m);
}

static double nearest_gap(const struct rig *r, double min_dist)
{
	struct umap_options opt = UMAP_DEFAULTS;
	struct umap *u;
	double sum = 0;

	opt.min_dist = min_dist;
	u = start(r, opt);
	assert_int_equal(umap_run(u, 500, NULL, NULL), ST_OK);
	for (size_t i = 0; i < N; i++) {
		size_t j = nearest_on_map(umap_points(u), i);

		sum += hypot(umap_points(u)[2 * i] - umap_points(u)[2 * j],
			     umap_points(u)[2 * i + 1] - umap_points(u)[2 * j + 1]);
	}
	umap_free(u);
	return sum / N;
}

static void min_dist_spreads_the_points(void **state)
{
	struct rig r;

	(void)state;
	make(&r);
	assert_true(nearest_gap(&r, 0.8) > 1.5 * nearest_gap(&r, 0.01));
	matrix_release(&r.m);
}

/* Threads and processors do not show, the seed does. */
static void the_map_is_the_same_everywhere(void **state)
{
	struct rig r;
	double first[2 * N];
	bool have = false;

	(void)state;
	make(&r);
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t threads = 1; threads <= 3; threads++) {
			struct umap_options opt = UMAP_DEFAULTS;
			struct umap *u;

			kernels_select((*k)->name);
			opt.threads = threads;
			u = start(&r, opt);
			assert_int_equal(umap_run(u, 120, NULL, NULL), ST_OK);
			if (!have)
				memcpy(first, umap_points(u), sizeof(first));
			assert_memory_equal(first, umap_points(u), sizeof(first));
			have = true;
			umap_free(u);
			opt.seed = 1;
			u = start(&r, opt);
			assert_int_equal(umap_run(u, 120, NULL, NULL), ST_OK);
			assert_memory_not_equal(first, umap_points(u), sizeof(first));
			umap_free(u);
		}
	kernels_select(NULL);
	matrix_release(&r.m);
}

static bool count_down(void *ctx, uint64_t done, uint64_t total)
{
	int *left = ctx;

	assert_true(done <= total);
	return (*left)-- > 0;
}

/* Stopped, also in the middle of a round, and taken up again it becomes the same map. */
static void stopping_keeps_the_map(void **state)
{
	struct rig r;
	struct umap_options opt = UMAP_DEFAULTS;
	struct umap *whole, *parts;
	size_t stops = 0;

	(void)state;
	make(&r);
	whole = start(&r, opt);
	parts = start(&r, opt);
	assert_int_equal(umap_run(whole, 60, NULL, NULL), ST_OK);
	while (umap_rounds(parts) < 60) {
		int left = 7;
		struct progress progress = { count_down, &left };
		enum status st = umap_run(parts, 60, &progress, NULL);

		assert_true(st == ST_OK || st == ST_CANCELLED);
		stops += st == ST_CANCELLED;
		for (size_t c = 0; c < 2 * N; c++)
			assert_true(isfinite(umap_points(parts)[c]));
	}
	assert_true(stops > 3);
	assert_memory_equal(umap_points(whole), umap_points(parts), 2 * N * sizeof(double));
	umap_free(whole);
	umap_free(parts);
	matrix_release(&r.m);
}

/* Equal rows, four rows, too few, all at one place: a map of finite numbers or a sentence. */
static void odd_inputs(void **state)
{
	double flat[2 * 40] = { 0 };
	struct matrix m;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(matrix_init(&m, 40, 3, NULL), ST_OK);
	for (size_t i = 0; i < 40; i++)
		matrix_row(&m, i)[i % 2] = 1;
	for (size_t n = 0; n <= 40; n++)
		for (size_t k = 0; k < 20; k += 6) {
			struct layout_rows rows = { .m = &m, .n = n, .unit = true, .start = flat };
			struct umap_options opt = { .neighbours = k, .min_dist = 0 };
			struct umap *u = NULL;
			enum status st = umap_new(&u, &rows, &opt, NULL, &err);

			if (n < 4) {
				assert_int_equal(st, ST_FAILED);
				continue;
			}
			assert_int_equal(st, ST_OK);
			assert_int_equal(umap_run(u, 100, NULL, NULL), ST_OK);
			for (size_t c = 0; c < 2 * n; c++)
				assert_true(isfinite(umap_points(u)[c]));
			umap_free(u);
		}
	matrix_release(&m);
}

/* Both methods behind one set of calls. */
static void layouts_run_to_their_end(void **state)
{
	struct rig r;
	double first[2 * N];

	(void)state;
	make(&r);
	for (int kind = LAYOUT_TSNE; kind <= LAYOUT_UMAP; kind++) {
		struct layout_rows rows = { .m = &r.m, .n = N, .start = r.start };
		struct layout_options opt = LAYOUT_DEFAULTS;
		struct layout *l = NULL;

		opt.kind = (enum layout_method)kind;
		assert_int_equal(layout_new(&l, &rows, &opt, NULL, NULL), ST_OK);
		assert_int_equal(layout_rounds(l), 0);
		assert_int_equal(layout_total(l), kind == LAYOUT_TSNE ? 1000 : 500);
		assert_int_equal(layout_run(l, 10, NULL, NULL), ST_OK);
		assert_int_equal(layout_rounds(l), 10);
		assert_int_equal(layout_run(l, layout_total(l), NULL, NULL), ST_OK);
		assert_int_equal(layout_rounds(l), layout_total(l));
		if (kind == LAYOUT_UMAP)
			assert_memory_not_equal(first, layout_points(l), sizeof(first));
		memcpy(first, layout_points(l), sizeof(first));
		layout_free(l);
	}
	layout_free(NULL);
	matrix_release(&r.m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_fill_the_neighbourhood),
		cmocka_unit_test(memberships_are_the_fuzzy_union),
		cmocka_unit_test(the_graph_is_that_of_umap_learn),
		cmocka_unit_test(the_curve_is_fitted),
		cmocka_unit_test(the_quick_power_is_near),
		cmocka_unit_test(groups_come_apart),
		cmocka_unit_test(min_dist_spreads_the_points),
		cmocka_unit_test(the_map_is_the_same_everywhere),
		cmocka_unit_test(stopping_keeps_the_map),
		cmocka_unit_test(odd_inputs),
		cmocka_unit_test(layouts_run_to_their_end),
	};

	return cmocka_run_group_tests_name("math/umap", tests, NULL, NULL);
}
