/*
 * Queries against numbers of gensim: its own test model (2,747 words × 10), and neighbours and
 * analogies of a GloVe excerpt computed in double precision.
 */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "model/query.h"
#include "toy_model.h"

#define WITHIN 1e-5 /* f32 order of summation in gensim */

static struct model *fixture(const char *name)
{
	char *path = fixture_path(name);
	struct model *m = path ? toy_model_read_bin(path) : NULL;

	free(path);
	return m;
}

static void assert_near(double got, double want)
{
	if (!(fabs(got - want) <= WITHIN))
		fail_msg("%.9g instead of %.9g", got, want);
}

struct expected {
	const char *word;
	double score;
};

static void check_hits(const struct model *m, const char *text, const struct hit *hits,
		       size_t count, const struct expected *want, size_t n)
{
	assert_int_equal(count, n);
	for (size_t i = 0; i < n; i++) {
		const char *word = vocab_word(m->vocab, hits[i].row, NULL);

		if (strcmp(word, want[i].word) != 0)
			fail_msg("%s, rank %zu: %s instead of %s", text, i + 1, word, want[i].word);
		assert_near(hits[i].score, want[i].score);
	}
}

static void resolve(struct query *q, const struct model *m, const char *text, enum metric metric)
{
	struct error err = ERROR_INIT;
	struct expr e;

	if (expr_parse(&e, text, &err) || query_resolve(q, m, &e, metric, &err))
		fail_msg("%s: %s", text, err.text);
	expr_release(&e);
}

/* most_similar */
static void check_near(const struct model *m, const char *text, const struct expected *want,
		       size_t n)
{
	struct hit *hits = calloc(n, sizeof(*hits));
	struct query q;
	size_t count;

	resolve(&q, m, text, METRIC_COSINE);
	struct search s = { .k = n, .exclude = q.rows, .exclude_count = q.count };
	assert_int_equal(search_near(m, q.vector, &s, NULL, hits, &count, NULL), ST_OK);
	check_hits(m, text, hits, count, want, n);
	query_release(&q);
	free(hits);
}

/* most_similar_cosmul */
static void check_mul(const struct model *m, const char *text, const struct expected *want,
		      size_t n)
{
	uint32_t side[2][4];
	size_t sides[2] = { 0, 0 }, count;
	struct hit *hits = calloc(n, sizeof(*hits));
	struct query q;

	resolve(&q, m, text, METRIC_COSINE);
	for (size_t i = 0; i < q.count; i++) {
		size_t neg = q.weights[i] < 0;

		side[neg][sides[neg]++] = q.rows[i];
	}
	struct search s = { .k = n, .exclude = q.rows, .exclude_count = q.count };
	assert_int_equal(search_cosmul(m, side[0], sides[0], side[1], sides[1], &s, NULL, hits,
				       &count, NULL),
			 ST_OK);
	check_hits(m, text, hits, count, want, n);
	query_release(&q);
	free(hits);
}

static uint32_t row_of(const struct model *m, const char *word)
{
	uint32_t row = vocab_find(m->vocab, word, strlen(word));

	assert_true(row != VOCAB_NONE);
	return row;
}

/* --- gensim's euclidean_vectors.bin ------------------------------------------------------------ */

static void equals_gensim_on_its_own_model(void **state)
{
	static const struct expected war[] = { { "conflict", .933054 },
					       { "administration", .923550 },
					       { "terrorism", .916921 },
					       { "call", .899590 },
					       { "israel", .884735 } };
	static const struct expected war_peace[] = { { "trade", .712400 },
						     { "delhi", .705522 },
						     { "interrogation", .692085 },
						     { "other", .667593 },
						     { "economy", .662083 } };
	static const struct expected mul_war_peace[] = { { "guilty", 1.717337 },
							 { "cent", 1.705279 },
							 { "other", 1.644718 },
							 { "interrogation", 1.531169 },
							 { "number", 1.528475 } };
	static const struct expected mul_war[] = { { "conflict", .966526 },
						   { "administration", .961774 },
						   { "terrorism", .958459 } };
	struct model *m = fixture("gensim/euclidean_vectors.bin");

	(void)state;
	if (!m)
		skip();
	assert_near(search_cosine(m, row_of(m, "war"), row_of(m, "conflict")), 0.93305397);
	check_near(m, "war", war, ARRAY_LEN(war));
	check_near(m, "war - peace", war_peace, ARRAY_LEN(war_peace));
	check_mul(m, "war - peace", mul_war_peace, ARRAY_LEN(mul_war_peace));
	check_mul(m, "war", mul_war, ARRAY_LEN(mul_war));
	toy_model_free(m);
}

/* get_mean_vector(), which our vector is at length 1. */
static void mean_vectors_equal_gensim(void **state)
{
	static const double mean[] = { 0.02000151, -0.12685453, 0.09196121, 0.25514853 };
	static const double weighted[] = { -0.0145228, -0.11530358, 0.1169825 };
	static const double raw[] = { 0.01343237, -0.47651053, 0.45645328 };
	struct model *m = fixture("gensim/euclidean_vectors.bin");
	struct query q;

	(void)state;
	if (!m)
		skip();
	resolve(&q, m, "conflict + administration + terrorism + call", METRIC_COSINE);
	for (size_t i = 1; i < ARRAY_LEN(mean); i++)
		assert_near(q.vector[i] / q.vector[0], mean[i] / mean[0] * 1);
	query_release(&q);
	resolve(&q, m, "conflict + 2*administration + 3*terrorism + call", METRIC_COSINE);
	for (size_t i = 1; i < ARRAY_LEN(weighted); i++)
		assert_true(fabs(q.vector[i] / q.vector[0] - weighted[i] / weighted[0]) < 1e-4);
	query_release(&q);
	resolve(&q, m, "conflict + administration + terrorism + call", METRIC_EUCLIDEAN);
	for (size_t i = 0; i < ARRAY_LEN(raw); i++)
		assert_near(q.vector[i] / 4, raw[i]);
	query_release(&q);
	toy_model_free(m);
}

static void most_similar_within_the_first_rows(void **state)
{
	static const char *const first[] = { "the", "to", "of", "in", "and" };
	struct model *m = fixture("gensim/euclidean_vectors.bin");
	struct search s = { .k = 5, .max_rank = 5 };
	struct hit hits[5];
	struct query q;
	size_t count;

	(void)state;
	if (!m)
		skip();
	resolve(&q, m, "war", METRIC_COSINE);
	s.exclude = q.rows;
	s.exclude_count = q.count;
	assert_int_equal(search_near(m, q.vector, &s, NULL, hits, &count, NULL), ST_OK);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < 5; i++) {
		size_t found = 0;

		for (size_t j = 0; j < 5; j++)
			found += hits[j].row == row_of(m, first[i]);
		assert_int_equal(found, 1);
	}
	query_release(&q);
	toy_model_free(m);
}

static void rank_equals_gensim(void **state)
{
	struct model *m = fixture("gensim/euclidean_vectors.bin");
	uint32_t war;
	struct search s = { .exclude = &war, .exclude_count = 1 };
	struct query q;
	size_t better;
	double score;

	(void)state;
	if (!m)
		skip();
	war = row_of(m, "war");
	resolve(&q, m, "war", METRIC_COSINE);
	score = search_score(m, METRIC_COSINE, q.vector, row_of(m, "terrorism"));
	assert_int_equal(search_count_better(m, q.vector, score, &s, NULL, &better, NULL), ST_OK);
	assert_int_equal(better + 1, 3);
	query_release(&q);
	toy_model_free(m);
}

/* --- GloVe excerpt ------------------------------------------------------------------------------ */

static void equals_double_precision_on_glove(void **state)
{
	static const struct expected king[] = { { "queen", 0.7507691 }, { "later", 0.5944974 },
						{ "john", 0.586646 },	{ "him", 0.568253 },
						{ "was", 0.5665594 },	{ "family", 0.5595815 },
						{ "his", 0.5561792 },	{ "called", 0.551763 },
						{ "came", 0.529846 },	{ "however", 0.5223301 } };
	static const struct expected paris[] = { { "france", 0.7481587 },
						 { "rome", 0.6879316 },
						 { "berlin", 0.6585852 },
						 { "york", 0.5890677 },
						 { "at", 0.5611924 } };
	static const struct expected queen[] = { { "queen", 0.7698541 },
						 { "family", 0.5191825 },
						 { "her", 0.5160821 },
						 { "children", 0.4877589 },
						 { "she", 0.4807461 } };
	static const struct expected rome[] = { { "rome", 0.8189547 },
						{ "berlin", 0.6428078 },
						{ "york", 0.5780938 },
						{ "tokyo", 0.5131991 },
						{ "city", 0.508591 } };
	static const struct expected swimming[] = { { "swimming", 0.8008804 },
						    { "men", 0.4366082 },
						    { "dog", 0.4086139 },
						    { "women", 0.40048 },
						    { "games", 0.385002 } };
	struct model *m = fixture("generated/w2v-c.bin");

	(void)state;
	if (!m)
		skip();
	check_near(m, "king", king, ARRAY_LEN(king));
	check_near(m, "paris", paris, ARRAY_LEN(paris));
	check_near(m, "king - man + woman", queen, ARRAY_LEN(queen));
	check_near(m, "man : king :: woman", queen, ARRAY_LEN(queen));
	check_near(m, "france : paris :: italy : ?", rome, ARRAY_LEN(rome));
	check_near(m, "walking - walk + swim", swimming, ARRAY_LEN(swimming));
	toy_model_free(m);
}

/* --- without files ------------------------------------------------------------------------------ */

static struct model *three_words(void)
{
	static const char *const list[] = { "a", "B", "zero", "nan" };
	struct model *m = toy_model_named(list, 4, 2);

	toy_row(m, 0)[0] = 3;
	toy_row(m, 0)[1] = 4;
	toy_row(m, 1)[0] = 2;
	toy_row(m, 3)[0] = NAN;
	toy_model_finish(m);
	return m;
}

static void unit_rows_for_cosine_raw_rows_for_the_others(void **state)
{
	struct model *m = three_words();
	struct query q;
	double length = hypot(0.6 + 2, 0.8);

	(void)state;
	resolve(&q, m, "a + 2*B", METRIC_COSINE);
	assert_true(fabs(q.vector[0] - 2.6 / length) < 1e-15);
	assert_true(fabs(q.vector[1] - 0.8 / length) < 1e-15);
	query_release(&q);
	resolve(&q, m, "a + 2*b", METRIC_DOT);
	assert_true(q.vector[0] == 7 && q.vector[1] == 4);
	assert_int_equal(q.count, 2);
	assert_int_equal(q.rows[1], 1);
	assert_true(q.weights[1] == 2);
	assert_int_equal(q.note_count, 1);
	assert_string_equal(q.notes[0], "b: taken as B (rank 2)");
	query_release(&q);
	resolve(&q, m, "zero", METRIC_EUCLIDEAN);
	assert_true(q.vector[0] == 0);
	query_release(&q);
	toy_model_free(m);
}

static void a_query_without_direction_is_refused(void **state)
{
	static const struct {
		const char *text;
		enum metric metric;
		const char *want;
	} cases[] = {
		{ "a - a", METRIC_COSINE, "the words cancel out: no direction is left to look in" },
		{ "a - a", METRIC_DOT, "the words cancel out: no direction is left to look in" },
		{ "0.1*a + 0.2*a - 0.3*a", METRIC_COSINE,
		  "the words cancel out: no direction is left to look in" },
		{ "zero", METRIC_COSINE,
		  "the vector of \"zero\" is all zero: it has no direction" },
		{ "a + nan", METRIC_COSINE, "the vector of \"nan\" holds NaN or infinity" },
	};
	struct model *m = three_words();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = ERROR_INIT;
		struct query q;
		struct expr e;

		assert_int_equal(expr_parse(&e, cases[i].text, NULL), ST_OK);
		assert_int_equal(query_resolve(&q, m, &e, cases[i].metric, &err), ST_FAILED);
		assert_string_equal(err.text, cases[i].want);
		expr_release(&e);
	}
	toy_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equals_gensim_on_its_own_model),
		cmocka_unit_test(mean_vectors_equal_gensim),
		cmocka_unit_test(most_similar_within_the_first_rows),
		cmocka_unit_test(rank_equals_gensim),
		cmocka_unit_test(equals_double_precision_on_glove),
		cmocka_unit_test(unit_rows_for_cosine_raw_rows_for_the_others),
		cmocka_unit_test(a_query_without_direction_is_refused),
	};

	return cmocka_run_group_tests_name("model/query", tests, NULL, NULL);
}
