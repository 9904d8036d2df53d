/* Counting against a plain dense computation. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "base/rng.h"
#include "math/spectral.h"
#include "train/count.h"
#include "words_corpus.h"

enum { N = 40 };

static const char text[] = "the king wears a crown\nthe queen wears a crown\na dog eats a bone\n"
			   "a cat eats the fish\nthe dog barks\nfish fish swim\n";

/* A random sparse symmetric matrix in both forms. */
static void fill(double dense[N][N], uint64_t begin[N + 1], uint32_t cols[N * N],
		 float values[N * N])
{
	struct rng rng = rng_make(3, 1, 4);
	uint64_t at = 0;

	memset(dense, 0, sizeof(double) * N * N);
	for (size_t i = 0; i < N; i++)
		for (size_t j = i; j < N; j++)
			if (rng_below(&rng, 4) == 0)
				dense[i][j] = dense[j][i] = (double)(rng_unit(&rng) * 4 - 1);
	for (size_t i = 0; i < N; i++) {
		begin[i] = at;
		for (uint32_t j = 0; j < N; j++)
			if (dense[i][j] != 0) {
				cols[at] = j;
				values[at++] = (float)dense[i][j];
			}
	}
	begin[N] = at;
}

static void eigenvectors_are_eigenvectors(void **state)
{
	static double dense[N][N], vectors[N * N], values[N];
	static uint64_t begin[N + 1];
	static uint32_t cols[N * N];
	static float numbers[N * N];
	struct error err = ERROR_INIT;
	double trace = 0, sum = 0;

	(void)state;
	fill(dense, begin, cols, numbers);
	struct sparse m = { N, begin, cols, numbers };

	/* all of them: the space is the whole, so they are exact */
	assert_int_equal(sparse_eigen(&m, N, 1, vectors, values, NULL, &err), ST_OK);
	for (size_t k = 0; k < N; k++) {
		for (size_t i = 0; i < N; i++) {
			double mv = 0;

			for (size_t j = 0; j < N; j++)
				mv += dense[i][j] * vectors[j * N + k];
			assert_true(fabs((mv) - (values[k] * vectors[i * N + k])) < 1e-9);
		}
		for (size_t l = 0; l <= k; l++) {
			double dot = 0;

			for (size_t i = 0; i < N; i++)
				dot += vectors[i * N + k] * vectors[i * N + l];
			assert_true(fabs((dot) - (k == l ? 1 : 0)) < 1e-9);
		}
		assert_true(k == 0 || fabs(values[k]) <= fabs(values[k - 1]) + 1e-12);
		sum += values[k];
		trace += dense[k][k];
	}
	assert_true(fabs((sum) - (trace)) < 1e-9);

	/* a few: the same large ones */
	double few[3], some[3 * N];

	assert_int_equal(sparse_eigen(&m, 3, 1, some, few, NULL, &err), ST_OK);
	for (size_t k = 0; k < 2; k++)
		assert_true(fabs((few[k]) - (values[k])) < 1e-3 * fabs(values[0]));
}

/* How often b stands within `window` of a, word by word, line by line. */
static void count_plainly(const struct corpus *c, double n[N][N], long window)
{
	memset(n, 0, sizeof(double) * N * N);
	for (long i = 0; i < (long)c->id_count; i++)
		for (long j = i - window; j <= i + window; j++) {
			bool apart = j < 0 || j >= (long)c->id_count || j == i;

			for (long k = j < i ? j : i; !apart && k <= (j < i ? i : j); k++)
				apart = c->ids[k] == CORPUS_SENTENCE_END;
			if (!apart)
				n[c->ids[i]][c->ids[j]]++;
		}
}

static void counted_vectors_belong_to_ppmi(void **state)
{
	static double n[N][N], sums[N];
	struct corpus *c = words_corpus_new(text, sizeof(text) - 1, 1);
	struct count_options o = { .dims = 5, .window = 2, .seed = 1 };
	struct count_report report;
	struct error err = ERROR_INIT;
	struct model *m;
	double total = 0;
	size_t words = c->word_count;

	(void)state;
	assert_true(words < N);
	count_plainly(c, n, 2);
	for (size_t i = 0; i < words; i++)
		for (size_t j = 0; j < words; j++) {
			sums[i] += n[i][j];
			total += n[i][j];
		}
	for (size_t i = 0; i < words; i++)
		for (size_t j = 0; j < words; j++)
			n[i][j] = n[i][j] > 0 ? fmax(0, log(n[i][j] * total / (sums[i] * sums[j])))
					      : 0;
	assert_int_equal(count_train(&m, c, &o, &report, NULL, &err), ST_OK);
	assert_int_equal(report.meetings * 2, (uint64_t)total);
	assert_int_equal(model_rows(m), words);
	for (size_t d = 0; d < 5; d++) {
		double length = 0, same = 0;

		/* w = u √|λ|: |w|² = |λ| and M w = ±|λ| w */
		for (uint32_t i = 0; i < words; i++)
			length += (double)model_row(m, i)[d] * (double)model_row(m, i)[d];
		for (uint32_t i = 0; i < words; i++) {
			double mv = 0;

			for (uint32_t j = 0; j < words; j++)
				mv += n[i][j] * (double)model_row(m, j)[d];
			same += fabs(fabs(mv) - length * fabs((double)model_row(m, i)[d]));
		}
		assert_true(length > 0.1);
		assert_true(same < 1e-2 * length);
	}
	model_unref(m);
	words_corpus_free(c);
}

static void nothing_to_count_is_said(void **state)
{
	struct corpus *c = words_corpus_new("a\nb\nc\n", 6, 1);
	struct count_options o = { .dims = 5, .window = 2, .seed = 1 };
	struct count_report report;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	assert_int_equal(count_train(&m, c, &o, &report, NULL, &err), ST_FAILED);
	assert_non_null(strstr(err.text, "side by side"));
	words_corpus_free(c);
}

static bool stop_at_once(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx, (void)done, (void)total;
	return false;
}

static void it_can_be_cancelled(void **state)
{
	struct corpus *c = words_corpus_new(text, sizeof(text) - 1, 1);
	struct count_options o = { .dims = 5, .window = 2, .seed = 1 };
	struct progress never = { stop_at_once, NULL };
	struct count_report report;
	struct error err = ERROR_INIT;
	struct model *m;

	(void)state;
	assert_int_equal(count_train(&m, c, &o, &report, &never, &err), ST_CANCELLED);
	words_corpus_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eigenvectors_are_eigenvectors),
		cmocka_unit_test(counted_vectors_belong_to_ppmi),
		cmocka_unit_test(nothing_to_count_is_said),
		cmocka_unit_test(it_can_be_cancelled),
	};

	return cmocka_run_group_tests_name("train/count", tests, NULL, NULL);
}
