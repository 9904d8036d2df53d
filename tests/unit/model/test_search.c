/*
 * Search against a plain scan in double precision, for every kernel table and several numbers of
 * threads, on data made to break it.
 */
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "base/thread.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/search.h"
#include "make_model.h"
#include "toy_model.h"

/* --- reference -------------------------------------------------------------------------------- */

static double reference_cosmul(const struct model *m, uint32_t row, const uint32_t *pos,
			       size_t npos, const uint32_t *neg, size_t nneg)
{
	double up = 1, down = 1;

	for (size_t i = 0; i < npos; i++)
		up *= fmax(0, (1 + search_cosine(m, row, pos[i])) / 2);
	for (size_t i = 0; i < nneg; i++)
		down *= fmax(0, (1 + search_cosine(m, row, neg[i])) / 2);
	return up / (down + 1e-6);
}

struct scored {
	double key; /* rising = better first */
	uint32_t row;
};

static int compare_scored(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static bool is_row_of(const uint32_t *rows, size_t n, uint32_t row)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i] == row)
			return true;
	return false;
}

/* A question: by vector, or by words for 3CosMul when q is NULL. */
struct question {
	const double *q;
	const uint32_t *pos, *neg;
	size_t npos, nneg;
};

static double plain_score(const struct model *m, const struct question *a, enum metric metric,
			  uint32_t row)
{
	const float *x = model_row(m, row);
	size_t n = model_dims(m);

	if (!a->q)
		return reference_cosmul(m, row, a->pos, a->npos, a->neg, a->nneg);
	if (metric == METRIC_DOT)
		return vec_dot(x, a->q, n);
	if (metric == METRIC_EUCLIDEAN)
		return vec_distance(x, a->q, n);
	return vec_dot(x, a->q, n) / (vec_norm(x, n) * vec_norm_f64(a->q, n));
}

static size_t plain_search(const struct model *m, const struct question *a, const struct search *s,
			   struct hit *hits)
{
	struct scored *all = calloc(model_rows(m) + 1, sizeof(*all));
	size_t rows = s->max_rank ? MIN(s->max_rank, model_rows(m)) : model_rows(m), n = 0;

	for (uint32_t row = 0; row < rows; row++) {
		double score = plain_score(m, a, s->metric, row);
		bool falling = !a->q || s->metric != METRIC_EUCLIDEAN;

		if (isnan(score) || isnan(m->norms[row]) || (s->allow && !s->allow[row]) ||
		    is_row_of(s->exclude, s->exclude_count, row))
			continue;
		all[n++] = (struct scored){ falling ? -score : score, row };
	}
	qsort(all, n, sizeof(*all), compare_scored);
	n = MIN(n, s->k);
	for (size_t i = 0; i < n; i++)
		hits[i] = (struct hit){ all[i].row, plain_score(m, a, s->metric, all[i].row) };
	free(all);
	return n;
}

static enum status ask(const struct model *m, const struct question *a, const struct search *s,
		       struct hit *hits, size_t *count)
{
	if (a->q)
		return search_near(m, a->q, s, NULL, hits, count, NULL);
	return search_cosmul(m, a->pos, a->npos, a->neg, a->nneg, s, NULL, hits, count, NULL);
}

static void check(const struct model *m, const struct question *a, const struct search *s)
{
	struct hit *want = calloc(s->k + 1, sizeof(*want)), *got = calloc(s->k + 1, sizeof(*got));
	size_t n = plain_search(m, a, s, want), count = 12345;

	got[s->k].row = 4711;
	assert_int_equal(ask(m, a, s, got, &count), ST_OK);
	assert_int_equal(count, n);
	assert_int_equal(got[s->k].row, 4711);
	for (size_t i = 0; i < n; i++) {
		if (got[i].row != want[i].row)
			fail_msg("%s, %s, hit %zu of %zu: row %u (%.17g) instead of %u (%.17g)",
				 kernels_get()->name, a->q ? metric_name(s->metric) : "cosmul", i,
				 n, got[i].row, got[i].score, want[i].row, want[i].score);
		assert_true(got[i].score == want[i].score);
	}
	free(want);
	free(got);
}

/* Small models are searched without the copy in bytes unless it is built for them. */
static void use_copy(struct model *m, bool on)
{
	search_cache_free(m->cache);
	m->cache = on ? search_cache_new() : NULL;
	assert_int_equal(search_prepare(m, 2, NULL, NULL), ST_OK);
}

/* Every table, two numbers of threads, with the copy in bytes and without. */
static void check_everywhere(struct model *m, const struct question *a, struct search s)
{
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (int copy = 0; copy < 2; copy++) {
			assert_int_equal(kernels_select((*k)->name), 0);
			use_copy(m, copy);
			for (s.threads = 1; s.threads <= 3; s.threads += 2)
				check(m, a, &s);
		}
	assert_int_equal(kernels_select(NULL), 0);
}

static void check_metrics(struct model *m, const double *q, struct search s)
{
	const struct question a = { .q = q };

	for (enum metric metric = METRIC_COSINE; metric <= METRIC_DOT; metric++) {
		s.metric = metric;
		check_everywhere(m, &a, s);
	}
}

/* --- data ------------------------------------------------------------------------------------- */

static struct model *normal_model(size_t rows, size_t dims, uint64_t seed)
{
	struct model *m = toy_model_new(rows, dims);

	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)toy_normal(&seed);
	toy_model_finish(m);
	return m;
}

static void random_query(double *q, size_t dims, uint64_t *seed)
{
	for (size_t i = 0; i < dims; i++)
		q[i] = toy_normal(seed);
}

/* --- stopping ---------------------------------------------------------------------------------- */

struct stopper {
	int calls, stop_at;
	uint64_t last;
};

static bool stop_later(void *ctx, uint64_t done, uint64_t total)
{
	struct stopper *st = ctx;

	assert_true(done <= total);
	assert_true(done >= st->last);
	st->last = done;
	return ++st->calls < st->stop_at;
}

/* --- tests ------------------------------------------------------------------------------------ */

static void many_questions_on_small_matrices(void **state)
{
	uint64_t seed = 1;
	double q[40];

	(void)state;
	for (size_t shape = 0; shape < 100; shape++) {
		size_t rows = 1 + toy_random(&seed) % 200, dims = 1 + toy_random(&seed) % 40;
		struct model *m = normal_model(rows, dims, seed);
		const struct question a = { .q = q };

		for (size_t i = 0; i < 200; i++) {
			struct search s = { .metric = (enum metric)(i % 3),
					    .k = 1 + toy_random(&seed) % 20,
					    .threads = 1 + i % 2 };

			if (i % 100 == 0)
				use_copy(m, i == 100);
			random_query(q, dims, &seed);
			check(m, &a, &s);
		}
		toy_model_free(m);
	}
}

static void every_table_and_thread_count_agrees(void **state)
{
	static const size_t ks[] = { 1, 10, 500, 30000 };
	struct model *m = normal_model(30000, 75, 5);
	uint64_t seed = 6;
	double q[75];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ks); i++) {
		random_query(q, 75, &seed);
		check_metrics(m, q, (struct search){ .k = ks[i] });
	}
	toy_model_free(m);
}

/* Rows that differ from one another by one unit in the last place of one number. */
static void near_ties_one_ulp_apart(void **state)
{
	size_t dims = 300, rows = 5000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 7;
	double q[300];

	(void)state;
	for (uint32_t r = 0; r < rows; r++) {
		float *x = toy_row(m, r);
		uint64_t same = 11;
		size_t at = toy_random(&seed) % dims;

		for (size_t i = 0; i < dims; i++)
			x[i] = (float)toy_normal(&same);
		x[at] = nextafterf(x[at], toy_random(&seed) % 2 ? 10.0f : -10.0f);
	}
	toy_model_finish(m);
	random_query(q, dims, &seed);
	check_metrics(m, q, (struct search){ .k = 10 });
	for (size_t i = 0; i < dims; i++)
		q[i] = (double)toy_row(m, 17)[i];
	check_metrics(m, q, (struct search){ .k = 100 });
	toy_model_free(m);
}

static void exact_duplicates_come_in_order_of_rows(void **state)
{
	size_t dims = 20, rows = 20000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 8;
	double q[20];

	(void)state;
	for (uint32_t r = 0; r < rows; r++) {
		uint64_t kind = 100 + toy_random(&seed) % 3;

		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)toy_normal(&kind);
	}
	toy_model_finish(m);
	random_query(q, dims, &seed);
	check_metrics(m, q, (struct search){ .k = 10 });
	check_metrics(m, q, (struct search){ .k = 7000 });
	toy_model_free(m);
}

static void huge_tiny_zero_and_broken_rows(void **state)
{
	static const float scales[] = { 1e-45f, 1e-42f, 1e-38f, 1e-20f, 1,
					1e19f,	1e30f,	1e37f,	3e38f };
	size_t dims = 30, rows = 4000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 9;
	double q[30];

	(void)state;
	for (uint32_t r = 0; r < rows; r++) {
		float *x = toy_row(m, r), scale = scales[r % ARRAY_LEN(scales)];

		for (size_t i = 0; i < dims; i++)
			x[i] = fmaxf(-FLT_MAX, fminf(FLT_MAX, (float)toy_normal(&seed) * scale));
		if (r % 50 == 3)
			x[r % dims] = r % 100 == 3 ? NAN : INFINITY;
		if (r % 50 == 4)
			memset(x, 0, dims * sizeof(*x));
	}
	toy_model_finish(m);
	for (double length = 1e-120; length < 1e130; length *= 1e20) {
		random_query(q, dims, &seed);
		vec_scale(q, length, dims);
		check_metrics(m, q, (struct search){ .k = 10 });
		check_metrics(m, q, (struct search){ .k = 4000 });
	}
	toy_model_free(m);
}

/* Distances that are tiny beside the lengths: ‖x‖² − 2 x·q + ‖q‖² cancels. */
static void far_from_the_origin(void **state)
{
	size_t dims = 50, rows = 3000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 10;
	double q[50];

	(void)state;
	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = 1000.0f + (float)toy_normal(&seed) * 1e-3f;
	toy_model_finish(m);
	for (size_t i = 0; i < dims; i++)
		q[i] = 1000 + toy_normal(&seed) * 1e-3;
	check_metrics(m, q, (struct search){ .k = 25 });
	toy_model_free(m);
}

/* Each row better than all before it, and each worse. */
static void rising_and_falling_scores(void **state)
{
	size_t dims = 8, rows = 20000;

	(void)state;
	for (int rising = 0; rising < 2; rising++) {
		struct model *m = toy_model_new(rows, dims);
		double q[8] = { 1, 0, 0, 0, 0, 0, 0, 0 };

		for (uint32_t r = 0; r < rows; r++) {
			toy_row(m, r)[0] = 1;
			toy_row(m, r)[1] = 2e-4f * (float)(rising ? rows - r : r);
		}
		toy_model_finish(m);
		check_metrics(m, q, (struct search){ .k = 10 });
		toy_model_free(m);
	}
}

static void filters_choose_the_rows(void **state)
{
	struct model *m = normal_model(3000, 20, 11);
	uint8_t *allow = calloc(3000, 1);
	uint32_t exclude[] = { 2999, 5, 100, 5, 64, 63, 70000 };
	uint64_t seed = 12;
	double q[20];

	(void)state;
	for (size_t share = 1; share <= 1024; share *= 4) {
		for (size_t i = 0; i < 3000; i++)
			allow[i] = toy_random(&seed) % share == 0;
		random_query(q, 20, &seed);
		check_metrics(m, q, (struct search){ .k = 12, .allow = allow });
		check_metrics(m, q,
			      (struct search){ .k = 12,
					       .allow = allow,
					       .max_rank = 1 + toy_random(&seed) % 3000,
					       .exclude = exclude,
					       .exclude_count = ARRAY_LEN(exclude) });
	}
	memset(allow, 0, 3000);
	check_metrics(m, q, (struct search){ .k = 12, .allow = allow });
	check_metrics(m, q, (struct search){ .k = 12, .max_rank = 1 });
	check_metrics(m, q, (struct search){ .k = 12, .max_rank = 999999 });
	check_metrics(m, q, (struct search){ .k = 0 });
	free(allow);
	toy_model_free(m);
}

/* Rows in tight clusters around few centres, as words of one kind are: many scores within the
 * bound of the copy; questions at the centres, at rows and anywhere. */
static void clusters_closer_than_the_bytes_can_tell(void **state)
{
	size_t dims = 64, rows = 6000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 21;
	double q[64];

	(void)state;
	for (uint32_t r = 0; r < rows; r++) {
		uint64_t centre = 500 + toy_random(&seed) % 8;
		double spread = r % 3 ? 1e-3 : 1e-6;

		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)(toy_normal(&centre) * (1 + r % 5) +
						   spread * toy_normal(&seed));
	}
	toy_model_finish(m);
	for (uint64_t c = 500; c < 503; c++) {
		uint64_t centre = c;

		random_query(q, dims, &centre);
		check_metrics(m, q, (struct search){ .k = 20 });
		for (size_t i = 0; i < dims; i++)
			q[i] = (double)toy_row(m, c)[i];
		check_metrics(m, q, (struct search){ .k = 300 });
		random_query(q, dims, &seed);
		check_metrics(m, q, (struct search){ .k = 10 });
	}
	toy_model_free(m);
}

/* What the bytes lose points where the question does, or the other way: the bound of the copy is
 * met from below, and half of it would not do. */
static void losses_that_add_up(void **state)
{
	size_t dims = 16, rows = 5000;
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 22;
	double q[16];

	(void)state;
	for (uint32_t r = 0; r < rows; r++) {
		float *x = toy_row(m, r);

		x[0] = 127; /* so that s = 1 */
		for (size_t i = 1; i < dims; i++)
			x[i] = (float)(toy_random(&seed) % 7) - 3 + (r % 2 ? 0.49f : -0.49f);
	}
	toy_model_finish(m);
	for (int i = 0; i < 4; i++) {
		for (size_t j = 1; j < dims; j++)
			q[j] = i % 2 ? -1 : 1;
		q[0] = i < 2 ? 0 : 1e-3;
		check_metrics(m, q, (struct search){ .k = 10 });
	}
	toy_model_free(m);
}

static void the_model_that_ships(void **state)
{
	struct model *m;
	uint64_t seed = 23;
	double *q;

	(void)state;
	m = model_open("assets/models/demo.safetensors");
	q = calloc(model_dims(m), sizeof(*q));
	for (int i = 0; i < 60; i++) {
		uint32_t row = (uint32_t)(toy_random(&seed) % model_rows(m));
		uint32_t exclude[3] = { row, row ? row - 1 : 0, (row + 7) % 100 };
		const struct question a = { .q = q };
		struct search s = { .metric = (enum metric)(i % 3),
				    .k = 10,
				    .threads = 2,
				    .exclude = exclude,
				    .exclude_count = 3 };

		memset(q, 0, model_dims(m) * sizeof(*q));
		for (size_t e = 0; e < 3; e++)
			vec_add_scaled(q, e == 1 ? -1 : 1, model_row(m, exclude[e]), model_dims(m));
		check(m, &a, &s); /* the copy is there from the second one on */
	}
	free(q);
	model_unref(m);
}

static void many_at_once_are_the_same_as_one_by_one(void **state)
{
	enum { N = 37, K = 12 };
	struct model *m = normal_model(5000, 30, 31);
	uint64_t seed = 32;
	double q[N * 30];
	struct search s[N];
	struct hit many[N][K], one[K], *to[N];
	uint32_t exclude[N];
	size_t counts[N], count;

	(void)state;
	random_query(q, N * 30, &seed);
	for (int kind = 0; kind < 12; kind++) {
		use_copy(m, kind % 2);
		for (size_t i = 0; i < N; i++) {
			exclude[i] = (uint32_t)(toy_random(&seed) % 5000);
			to[i] = many[i];
			s[i] = (struct search){ .metric = (enum metric)(kind % 3),
						.k = i % (K + 1),
						.max_rank = kind > 5 ? 777 : 0,
						.exclude = &exclude[i],
						.exclude_count = 1,
						.threads = 1 + (size_t)kind % 4 };
		}
		assert_int_equal(search_near_many(m, q, s, N, NULL, to, counts, NULL), ST_OK);
		for (size_t i = 0; i < N; i++) {
			assert_int_equal(search_near(m, q + i * 30, &s[i], NULL, one, &count, NULL),
					 ST_OK);
			assert_int_equal(count, counts[i]);
			for (size_t j = 0; j < count; j++)
				assert_true(one[j].row == many[i][j].row &&
					    one[j].score == many[i][j].score);
		}
	}
	toy_model_free(m);
}

/* Everyone asks at once while the copy is built by one of them. */
struct crowd {
	const struct model *m;
	const double *q;
	const struct hit *want;
	atomic_size_t wrong;
};

static void ask_often(void *ctx, size_t worker)
{
	struct crowd *crowd = ctx;

	for (size_t i = 0; i < 5; i++) {
		struct search s = { .k = 10, .threads = 1 + worker % 2 };
		struct hit hits[10];
		size_t count = 0;

		if (search_near(crowd->m, crowd->q, &s, NULL, hits, &count, NULL) || count != 10)
			atomic_fetch_add(&crowd->wrong, 1);
		for (size_t j = 0; j < count; j++)
			if (hits[j].row != crowd->want[j].row)
				atomic_fetch_add(&crowd->wrong, 1);
	}
}

static void a_crowd_gets_the_same_answers(void **state)
{
	struct model *m = normal_model(20000, 60, 41);
	uint64_t seed = 42;
	double q[60];
	struct hit want[10];
	struct crowd crowd = { m, q, want, 0 };
	const struct question a = { .q = q };

	(void)state;
	random_query(q, 60, &seed);
	plain_search(m, &a, &(struct search){ .k = 10 }, want);
	parallel_run(6, ask_often, &crowd);
	assert_int_equal(crowd.wrong, 0);
	toy_model_free(m);
}

static void the_copy_stops_when_told_and_can_be_built_later(void **state)
{
	struct model *m = normal_model(20000, 60, 24);
	struct stopper stopper = { .stop_at = 2 };
	struct progress progress = { stop_later, &stopper };

	(void)state;
	assert_int_equal(search_prepare(m, 1, &progress, NULL), ST_CANCELLED);
	assert_int_equal(search_prepare(m, 1, NULL, NULL), ST_OK);
	assert_int_equal(search_prepare(m, 1, NULL, NULL), ST_OK);
	toy_model_free(m);
}

static void cosmul_equals_the_plain_products(void **state)
{
	uint64_t seed = 13;

	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		struct model *m = normal_model(2500, kind == 1 ? 2 : 33, seed);
		uint32_t words[6];

		if (kind == 2) /* opposite rows: p near 0, where ε decides */
			for (uint32_t r = 1; r < 2500; r += 2)
				for (size_t i = 0; i < 33; i++)
					toy_row(m, r)[i] = -toy_row(m, r - 1)[i];
		toy_model_finish(m);
		for (int i = 0; i < 20; i++) {
			struct question a = { .pos = words, .npos = 1 + toy_random(&seed) % 3 };

			for (size_t w = 0; w < 6; w++)
				words[w] = (uint32_t)(toy_random(&seed) % 2500);
			a.neg = words + a.npos;
			a.nneg = toy_random(&seed) % 3;
			check_everywhere(m, &a, (struct search){ .k = 10 });
		}
		toy_model_free(m);
	}
}

static void count_better_is_the_place_in_the_full_ranking(void **state)
{
	struct model *m = normal_model(2000, 25, 14);
	struct hit *hits = calloc(2000, sizeof(*hits));
	uint64_t seed = 15;
	double q[25];

	(void)state;
	/* ties: strictly better does not count them */
	memcpy(toy_row(m, 900), toy_row(m, 800), 25 * sizeof(float));
	toy_model_finish(m);
	for (enum metric metric = METRIC_COSINE; metric <= METRIC_DOT; metric++) {
		struct search s = { .metric = metric, .k = 2000 };
		size_t count, better;

		random_query(q, 25, &seed);
		assert_int_equal(search_near(m, q, &s, NULL, hits, &count, NULL), ST_OK);
		assert_int_equal(count, 2000);
		for (size_t i = 0; i < count; i += 7) {
			size_t first = i;

			while (first && hits[first - 1].score == hits[i].score)
				first--;
			assert_int_equal(
				search_count_better(m, q, hits[i].score, &s, NULL, &better, NULL),
				ST_OK);
			assert_int_equal(better, first);
			assert_true(search_score(m, metric, q, hits[i].row) == hits[i].score);
		}
	}
	free(hits);
	toy_model_free(m);
}

static void refuses_queries_without_direction(void **state)
{
	struct model *m = normal_model(10, 3, 16);
	double bad[][3] = { { 0, 0, 0 },
			    { (double)NAN, 0, 0 },
			    { 0, (double)INFINITY, 0 },
			    { 1e300, 1e300, 0 },
			    { 1e-300, 0, 0 } };
	struct search s = { .k = 3 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct error err = ERROR_INIT;
		struct hit hits[3];
		size_t count = 99;

		assert_int_equal(search_near(m, bad[i], &s, NULL, hits, &count, &err), ST_FAILED);
		assert_int_equal(count, 99);
		assert_true(err.text[0] != '\0');
	}
	toy_model_free(m);
}

static void stops_when_told(void **state)
{
	struct model *m = normal_model(20000, 50, 17);
	struct hit hits[10];
	uint64_t seed = 18;
	double q[50];

	(void)state;
	random_query(q, 50, &seed);
	for (int at = 1; at < 100; at += 3) {
		struct stopper stopper = { .stop_at = at };
		struct progress progress = { stop_later, &stopper };
		struct search s = { .k = 10, .threads = 2 };
		size_t count = 99;
		enum status st = search_near(m, q, &s, &progress, hits, &count, NULL);

		assert_int_equal(st, stopper.calls >= at ? ST_CANCELLED : ST_OK);
		assert_int_equal(count, st == ST_OK ? 10 : 99);
	}
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_questions_on_small_matrices),
		cmocka_unit_test(every_table_and_thread_count_agrees),
		cmocka_unit_test(near_ties_one_ulp_apart),
		cmocka_unit_test(exact_duplicates_come_in_order_of_rows),
		cmocka_unit_test(huge_tiny_zero_and_broken_rows),
		cmocka_unit_test(far_from_the_origin),
		cmocka_unit_test(rising_and_falling_scores),
		cmocka_unit_test(filters_choose_the_rows),
		cmocka_unit_test(cosmul_equals_the_plain_products),
		cmocka_unit_test(count_better_is_the_place_in_the_full_ranking),
		cmocka_unit_test(refuses_queries_without_direction),
		cmocka_unit_test(stops_when_told),
		cmocka_unit_test(clusters_closer_than_the_bytes_can_tell),
		cmocka_unit_test(losses_that_add_up),
		cmocka_unit_test(the_model_that_ships),
		cmocka_unit_test(many_at_once_are_the_same_as_one_by_one),
		cmocka_unit_test(a_crowd_gets_the_same_answers),
		cmocka_unit_test(the_copy_stops_when_told_and_can_be_built_later),
	};

	return cmocka_run_group_tests_name("model/search", tests, NULL, NULL);
}
