/* Words between two, clusters, twins and chains, against plain readings. */
#include "unit.h"

#include <math.h>
#include <stdbool.h>

#include "base/compiler.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/between.h"
#include "model/chain.h"
#include "model/cluster.h"
#include "toy_model.h"

static struct model *random_model(size_t rows, size_t dims, uint64_t seed)
{
	struct model *m = toy_model_new(rows, dims);

	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims && r % 97; i++)
			toy_row(m, r)[i] = (float)toy_normal(&seed);
	toy_model_finish(m);
	return m;
}

static double lesser(const struct model *m, const double *a, const double *b, uint32_t row)
{
	return fmin(search_score(m, METRIC_COSINE, a, row), search_score(m, METRIC_COSINE, b, row));
}

/* Each hit is the best of the rows that are not hits yet. */
static void check_between(const struct model *m, const double *a, const double *b,
			  const struct search *s)
{
	struct hit hits[20];
	uint8_t *taken = calloc(model_rows(m), 1);
	size_t count;

	assert_int_equal(search_between(m, a, b, s, NULL, hits, &count, NULL), ST_OK);
	assert_int_equal(count, s->k);
	for (size_t i = 0; i < count; i++) {
		uint32_t best = VOCAB_NONE;

		for (uint32_t row = 0; row < model_rows(m); row++) {
			if (taken[row] || row == s->exclude[0] || !(m->norms[row] > 0))
				continue;
			if (best == VOCAB_NONE || lesser(m, a, b, row) > lesser(m, a, b, best))
				best = row;
		}
		assert_int_equal(hits[i].row, best);
		assert_true(hits[i].score == lesser(m, a, b, best));
		taken[best] = 1;
	}
	free(taken);
}

static void between_is_the_lesser_cosine(void **state)
{
	struct model *m = random_model(3000, 12, 1);
	uint32_t out = 5;
	uint64_t seed = 2;
	double a[12], b[12];

	(void)state;
	memcpy(toy_row(m, 100), toy_row(m, 50), 12 * sizeof(float)); /* a tie */
	toy_model_finish(m);
	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t i = 0; i < 4; i++) {
			struct search s = {
				.k = 15, .exclude = &out, .exclude_count = 1, .threads = 1 + i % 2
			};

			assert_int_equal(kernels_select((*k)->name), 0);
			for (size_t j = 0; j < 12; j++) {
				a[j] = i == 3 ? (double)toy_row(m, 50)[j] : toy_normal(&seed);
				b[j] = i == 3 ? a[j] : toy_normal(&seed);
			}
			check_between(m, a, b, &s);
		}
	assert_int_equal(kernels_select(NULL), 0);
	toy_model_free(m);
}

/* Five directions, rows scattered a little around them, in turn. */
static struct model *planted_model(size_t rows, size_t dims)
{
	struct model *m = toy_model_new(rows, dims);
	uint64_t seed = 3;

	for (uint32_t r = 0; r < rows; r++)
		for (size_t i = 0; i < dims; i++)
			toy_row(m, r)[i] = (float)(1 + r % 3) * ((r % 5 == i ? 1.0f : 0) +
								 0.1f * (float)toy_normal(&seed));
	toy_model_finish(m);
	return m;
}

static void planted_clusters_are_found(void **state)
{
	struct model *m = planted_model(503, 8);
	const float *rows[503];
	const struct cluster_vectors vectors = { rows, 503, 8 };
	struct clusters c[2];

	(void)state;
	for (uint32_t i = 0; i < 503; i++)
		rows[i] = model_row(m, i);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(cluster_vectors(&c[i], &vectors, 5, 11, NULL, NULL), ST_OK);
	assert_int_equal(c[0].k, 5);
	for (uint32_t i = 0; i < 503; i++) {
		assert_int_equal(c[0].of[i], c[0].of[i % 5]);
		assert_int_equal(c[0].of[i], c[1].of[i]);
		/* its centre is the nearest one */
		for (size_t k = 0; k < 5; k++)
			assert_true(search_score(m, METRIC_COSINE, c[0].centre + k * 8, i) <=
				    c[0].cosine[i] + 1e-12);
	}
	/* by falling size, equal ones by their first word: rows 0, 1, 2 have 101, 3 and 4 have 100 */
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(c[0].of[i], i);
	clusters_release(&c[0]);
	clusters_release(&c[1]);
	toy_model_free(m);
}

static void fewer_directions_than_clusters(void **state)
{
	struct model *m = toy_model_new(6, 2);
	const float *rows[6];
	const struct cluster_vectors vectors = { rows, 6, 2 };
	struct clusters c;

	(void)state;
	for (uint32_t r = 0; r < 6; r++)
		toy_row(m, r)[r % 2] = 1 + (float)r;
	for (uint32_t r = 0; r < 6; r++)
		rows[r] = toy_row(m, r);
	toy_model_finish(m);
	assert_int_equal(cluster_vectors(&c, &vectors, 5, 1, NULL, NULL), ST_OK);
	assert_int_equal(c.k, 2);
	assert_true(c.mean_cosine > 1 - 1e-12);
	clusters_release(&c);
	toy_model_free(m);
}

static void twins_are_all_pairs_above_the_least_cosine(void **state)
{
	struct model *m = random_model(700, 5, 4);
	const double least = 0.93;
	struct twin_search what = { m, NULL, 600, least, 1000000 };
	struct twin *twins;
	size_t count, seen = 0;
	uint64_t total;

	(void)state;
	memcpy(toy_row(m, 300), toy_row(m, 3), 5 * sizeof(float));
	toy_model_finish(m);
	assert_int_equal(cluster_twins(&twins, &count, &total, &what, NULL, NULL), ST_OK);
	assert_int_equal(count, total);
	for (uint32_t a = 0; a < 600; a++)
		for (uint32_t b = a + 1; b < 600; b++)
			seen += search_cosine(m, a, b) >= least;
	assert_int_equal(seen, total);
	assert_true(seen > 100);
	assert_true(twins[0].a == 3 && twins[0].b == 300);
	for (size_t i = 0; i < count; i++) {
		assert_true(twins[i].cosine == search_cosine(m, twins[i].a, twins[i].b));
		assert_true(!i || twins[i].cosine <= twins[i - 1].cosine);
	}
	{
		struct twin *few;
		size_t kept;

		what.max = 7;
		assert_int_equal(cluster_twins(&few, &kept, &total, &what, NULL, NULL), ST_OK);
		assert_true(kept == 7 && total == seen);
		assert_memory_equal(few, twins, 7 * sizeof(*few));
		free(few);
	}
	{ /* of some rows alone */
		static const uint32_t ids[] = { 3, 9, 20, 300, 650 };
		struct twin *few;
		size_t kept;

		what = (struct twin_search){ m, ids, ARRAY_LEN(ids), 0.9999, 10 };
		assert_int_equal(cluster_twins(&few, &kept, &total, &what, NULL, NULL), ST_OK);
		assert_true(kept == 1 && total == 1);
		assert_true(few[0].a == 3 && few[0].b == 300);
		free(few);
	}
	free(twins);
	toy_model_free(m);
}

static enum status chain_of(struct model *m, uint32_t from, uint32_t to, const struct search *s,
			    uint32_t *rows, size_t *count, struct error *err)
{
	struct word_vector ends[2];

	word_vector_take(m, from, &ends[0]);
	word_vector_take(m, to, &ends[1]);
	return chain_find(m, ends, 2, s, NULL, rows, count, err);
}

/* Words on a half circle, a step of one degree apart; one that is far from all. */
static struct model *half_circle(void)
{
	struct model *m = toy_model_new(92, 3);

	for (uint32_t r = 0; r < 91; r++) {
		toy_row(m, r)[0] = (float)cos(r * 0.0174532925);
		toy_row(m, r)[1] = (float)sin(r * 0.0174532925);
	}
	toy_row(m, 91)[2] = 1;
	toy_model_finish(m);
	return m;
}

static void a_chain_goes_round_by_near_words(void **state)
{
	struct model *m = half_circle();
	struct search s = { .threads = 1 };
	uint32_t rows[CHAIN_MAX];
	struct error err = ERROR_INIT;
	size_t count = 0;

	(void)state;
	/* two nearest: one degree to either side; the least sum of squares goes through all */
	assert_int_equal(chain_of(m, 10, 60, &s, rows, &count, &err), ST_OK);
	assert_int_equal(count, 51);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(rows[i], 10 + i);
	assert_int_equal(chain_of(m, 3, 3, &s, rows, &count, &err), ST_OK);
	assert_int_equal(count, 1);
	assert_int_equal(chain_of(m, 0, 90, &s, rows, &count, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "91 words"));
	assert_int_equal(chain_of(m, 0, 91, &s, rows, &count, &err), ST_OK);
	s.max_rank = 20;
	assert_int_equal(chain_of(m, 0, 60, &s, rows, &count, &err), ST_OK);
	toy_model_free(m);
}

/* Vectors at 10.4 and 14.6 degrees, which no word has. */
static void a_chain_begins_and_ends_at_vectors(void **state)
{
	static const float at[2][3] = { { 2 * 0.98357144f, 2 * 0.18051911f, 0 },
					{ 0.96770938f, 0.25206935f, 0 } };
	struct model *m = half_circle();
	struct search s = { .threads = 1 };
	struct word_vector ends[2];
	uint32_t rows[CHAIN_MAX];
	struct error err = ERROR_INIT;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 2; i++)
		ends[i] = (struct word_vector){ .row = VOCAB_NONE, .v = at[i], .word = "v" };
	assert_int_equal(chain_find(m, ends, 2, &s, NULL, rows, &count, &err), ST_OK);
	assert_int_equal(count, 6);
	assert_int_equal(rows[0], VOCAB_NONE);
	for (size_t i = 1; i < 5; i++)
		assert_int_equal(rows[i], 10 + i);
	assert_int_equal(rows[5], VOCAB_NONE);
	word_vector_take(m, 20, &ends[0]);
	assert_int_equal(chain_find(m, ends, 2, &s, NULL, rows, &count, &err), ST_OK);
	assert_int_equal(count, 7);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(rows[i], 20 - i);
	ends[1].v = (const float[3]){ 0 };
	assert_int_not_equal(chain_find(m, ends, 2, &s, NULL, rows, &count, &err), ST_OK);
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(between_is_the_lesser_cosine),
		cmocka_unit_test(planted_clusters_are_found),
		cmocka_unit_test(fewer_directions_than_clusters),
		cmocka_unit_test(twins_are_all_pairs_above_the_least_cosine),
		cmocka_unit_test(a_chain_goes_round_by_near_words),
		cmocka_unit_test(a_chain_begins_and_ends_at_vectors),
	};

	return cmocka_run_group_tests_name("model/groups", tests, NULL, NULL);
}
