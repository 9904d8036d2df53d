/*
 * Evaluation: against gensim's numbers on the model that ships (stored: gensim 4.2, analogies and
 * pairs), and against a plain f64 reading of the rules on small models with spellings, near ties
 * and rows without direction.
 */
#include "unit.h"

#include <math.h>

#include "base/compiler.h"
#include "make_model.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/eval.h"
#include "model/search.h"
#include "toy_model.h"

/* --- gensim's numbers ------------------------------------------------------------------------- */

static struct eval_questions read_questions(const char *path)
{
	struct eval_questions q;
	struct error err = ERROR_INIT;

	if (eval_questions_read(&q, path, NULL, &err))
		fail_msg("%s", err.text);
	return q;
}

static struct eval_score run(const struct model *m, const struct eval_questions *q,
			     struct eval_options opt)
{
	struct eval_score s;
	struct error err = ERROR_INIT;

	if (eval_analogies(&s, m, q, &opt, NULL, &err))
		fail_msg("%s", err.text);
	return s;
}

/* right and total of each section, then of all */
static void check_sections(const struct model *m, const struct eval_questions *q,
			   struct eval_options opt, const size_t want[15][2])
{
	struct eval_score s = run(m, q, opt);

	assert_int_equal(q->section_count, 14);
	for (size_t i = 0; i <= 14; i++) {
		const struct eval_section *got = i < 14 ? &s.sections[i] : &s.all;

		if (got->right != want[i][0] || got->total != want[i][0] + want[i][1])
			fail_msg("section %zu: %zu of %zu instead of %zu of %zu", i, got->right,
				 got->total, want[i][0], want[i][0] + want[i][1]);
	}
	eval_score_release(&s);
}

static void analogies_equal_gensim(void **state)
{
	static const size_t all[15][2] = {
		{ 476, 30 },  { 3272, 358 }, { 106, 442 },  { 765, 1702 }, { 377, 85 },
		{ 247, 745 }, { 169, 587 },  { 1063, 269 }, { 575, 355 },  { 697, 295 },
		{ 1368, 77 }, { 866, 694 },  { 947, 313 },  { 469, 343 },  { 11397, 6295 },
	};
	static const size_t first_30k[15][2] = {
		{ 478, 28 },  { 2548, 294 }, { 48, 220 },   { 690, 1513 }, { 331, 49 },
		{ 209, 721 }, { 101, 319 },  { 1066, 266 }, { 443, 259 },  { 655, 275 },
		{ 1369, 76 }, { 866, 694 },  { 821, 235 },  { 408, 294 },  { 10033, 5243 },
	};
	char *path = shared_data_path("eval/questions-words.txt");
	struct eval_options opt = { .fold = EVAL_CASE_UPPER, .max_rank = 300000 };
	struct eval_questions q;
	struct model *m;

	(void)state;
	if (!path) {
		print_message("left out: questions-words.txt is not here\n");
		skip();
	}
	q = read_questions(path);
	m = model_open("assets/models/demo.safetensors");
	assert_int_equal(q.count, 19544);
	check_sections(m, &q, opt, all);
	opt.max_rank = 30000;
	check_sections(m, &q, opt, first_30k);
	opt.missing_wrong = true;
	{
		struct eval_score s = run(m, &q, opt);

		assert_int_equal(s.all.right, 10033);
		assert_int_equal(s.all.total, 19544);
		assert_int_equal(s.all.missing, 19544 - 15276);
		eval_score_release(&s);
	}
	model_unref(m);
	eval_questions_release(&q);
	free(path);
}

struct pairs_case {
	const char *file;
	struct eval_pairs_options opt;
	double want[5]; /* Pearson, p, Spearman, p, missing % */
};

/* f32 cosines there, f64 here: Pearson moves in the eighth digit, p with it. */
static void check_pairs(const struct model *m, const char *path, const struct pairs_case *c)
{
	struct eval_pairs p;
	struct error err = ERROR_INIT;

	if (eval_pairs(&p, m, path, &c->opt, NULL, &err))
		fail_msg("%s", err.text);
	assert_true(fabs(p.pearson.r - c->want[0]) <= 1e-6);
	assert_true(fabs(p.pearson.p - c->want[1]) <= 1e-4 * c->want[1]);
	assert_true(fabs(p.spearman.r - c->want[2]) <= 1e-6);
	assert_true(fabs(p.spearman.p - c->want[3]) <= 1e-4 * c->want[3]);
	assert_true(fabs(p.missing_percent - c->want[4]) <= 1e-12);
}

static void pairs_equal_gensim(void **state)
{
	const struct eval_pairs_options all = { EVAL_CASE_UPPER, 300000, false, 0 };
	const struct eval_pairs_options few = { EVAL_CASE_UPPER, 5000, false, 0 };
	const struct eval_pairs_options zero = { EVAL_CASE_UPPER, 5000, true, '\t' };
	const struct pairs_case cases[] = {
		{ "eval/wordsim353.tsv",
		  all,
		  { 0.5936414257470243, 2.023847677497757e-34, 0.5661902378877873,
		    8.355090735144866e-31, 1.69971671388102 } },
		{ "eval/EN-WS-353-ALL.txt",
		  few,
		  { 0.5989083610747606, 5.943066216588885e-21, 0.5825607830092758,
		    1.169243117510974e-19, 43.05949008498583 } },
		{ "eval/EN-WS-353-ALL.txt",
		  zero,
		  { 0.1794061052262728, 0.0007084336917813075, 0.17211132741970775,
		    0.001168467237840565, 43.05949008498583 } },
		{ "eval/EN-RG-65.txt",
		  all,
		  { 0.7397739980773542, 2.180935549484313e-11, 0.7235080963904426,
		    9.592119564013981e-11, 9.230769230769232 } },
		{ "eval/EN-RG-65.txt",
		  few,
		  { 0.7757207681721283, 0.02367243382248288, 0.7142857142857144,
		    0.04652823228416724, 87.6923076923077 } },
		{ "eval/EN-RG-65.txt",
		  zero,
		  { 0.12257838951305945, 0.33067367744445947, 0.12185643232345408,
		    0.3335514026803498, 87.6923076923077 } },
	};
	struct model *m = model_open("assets/models/demo.safetensors");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *path = shared_data_path(cases[i].file);

		if (path)
			check_pairs(m, path, &cases[i]);
		else
			print_message("left out: %s is not here\n", cases[i].file);
		free(path);
	}
	model_unref(m);
}

/* --- the rules, read plainly ------------------------------------------------------------------ */

#define WORDS 400

/* Words in pairs and triples that differ in case only, every seventh without direction. */
static struct model *spelled_model(uint64_t seed, size_t dims, bool ties)
{
	static char names[WORDS][16];
	static const char *words[WORDS];
	struct model *m;

	for (size_t i = 0; i < WORDS; i++) {
		snprintf(names[i], sizeof(names[i]), "%s%zu",
			 i % 5 == 0   ? "word"
			 : i % 5 == 1 ? "Word"
			 : i % 5 == 2 ? "WORD"
				      : "other",
			 i / 5 * (i % 5 < 3 ? 1 : 100) + (i % 5 == 3));
		words[i] = names[i];
	}
	m = toy_model_named(words, WORDS, dims);
	for (uint32_t r = 0; r < WORDS; r++) {
		uint64_t same = 77 + r / 8;
		uint64_t *from = ties && r % 3 ? &same : &seed;

		for (size_t i = 0; i < dims && r % 7; i++)
			toy_row(m, r)[i] = (float)toy_normal(from);
		if (r % 5 == 1 || r % 5 == 2) /* spellings are near one another */
			for (size_t i = 0; i < dims; i++)
				toy_row(m, r)[i] =
					toy_row(m, r - 1)[i] + 0.05f * (float)toy_normal(&seed);
	}
	toy_model_finish(m);
	return m;
}

static char *make_questions(uint64_t seed, const struct model *m)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < 600; i++) {
		if (i % 50 == 0)
			strbuf_addf(&sb, ": section %zu\n", i / 50);
		for (size_t j = 0; j < 4; j++) {
			size_t n, row = toy_random(&seed) % (WORDS + 8);

			strbuf_adds(&sb, row < WORDS ? vocab_word(m->vocab, (uint32_t)row, &n)
						     : "unknown");
			strbuf_addc(&sb, j < 3 ? ' ' : '\n');
		}
	}
	return strbuf_detach(&sb, NULL);
}

static void unit(const struct model *m, uint32_t row, double *out)
{
	double n = vec_norm(model_row(m, row), model_dims(m));

	for (size_t i = 0; i < model_dims(m); i++)
		out[i] = n > 0 ? (double)model_row(m, row)[i] / n : 0;
}

static double dot(const double *a, const double *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += a[i] * b[i];
	return s;
}

static double plain_score(const struct model *m, enum eval_method method, const uint32_t row[3],
			  uint32_t x)
{
	size_t d = model_dims(m);
	double u[4][32], up = 0, away = 0;

	for (size_t i = 0; i < 3; i++)
		unit(m, row[i], u[i]);
	unit(m, x, u[3]);
	if (method == EVAL_MUL)
		return (1 + dot(u[3], u[1], d)) / 2 * (1 + dot(u[3], u[2], d)) / 2 /
		       ((1 + dot(u[3], u[0], d)) / 2 + 1e-6);
	if (method == EVAL_ONLY_B)
		return dot(u[3], u[1], d);
	for (size_t i = 0; i < d; i++) {
		up += (u[3][i] - u[2][i]) * (u[1][i] - u[0][i]);
		away += (u[3][i] - u[2][i]) * (u[3][i] - u[2][i]);
	}
	if (method == EVAL_DIRECTION)
		return up / sqrt(away);
	return dot(u[3], u[1], d) - dot(u[3], u[0], d) + dot(u[3], u[2], d);
}

struct plain {
	const struct model *m;
	const struct eval_words *words;
	const struct eval_options *opt;
	uint32_t row[3];
};

/* Better than the best so far by more than rounding, or, within that, lower. */
static uint32_t plain_best(const struct plain *p, const uint8_t *taken, bool spellings,
			   double *best)
{
	uint32_t answer = VOCAB_NONE;

	*best = -(double)INFINITY;
	for (uint32_t x = 0; x < p->words->rows; x++) {
		bool out = taken[x] || !(p->m->norms[x] > 0);
		double score;

		for (size_t i = 0; i < 3; i++)
			out |= x == p->row[i] ||
			       (spellings && p->words->first[x] == p->words->first[p->row[i]]);
		if (out)
			continue;
		score = plain_score(p->m, p->opt->method, p->row, x);
		if (score > *best + 1e-12) {
			*best = score;
			answer = x;
		}
	}
	return answer;
}

/* gensim: the first of the five best that is no spelling of an input, else the last of them. */
static uint32_t plain_answer(const struct plain *p)
{
	uint8_t taken[WORDS] = { 0 };
	uint32_t answer = VOCAB_NONE;
	double best;

	if (p->opt->word2vec) {
		answer = plain_best(p, taken, false, &best);
		return best > 0 ? answer : VOCAB_NONE;
	}
	for (size_t top = 0; top < 5; top++) {
		uint32_t x = plain_best(p, taken, false, &best);
		bool spelling = false;

		if (x == VOCAB_NONE)
			break;
		taken[x] = 1;
		answer = x;
		for (size_t i = 0; i < 3; i++)
			spelling |= p->words->first[x] == p->words->first[p->row[i]];
		if (!spelling)
			break;
	}
	return answer;
}

/* Two rows whose scores differ by rounding only: either may win, unless they are the same. */
static bool is_tie(const struct plain *p, uint32_t a, uint32_t b)
{
	if (a == VOCAB_NONE || b == VOCAB_NONE)
		return false;
	return fabs(plain_score(p->m, p->opt->method, p->row, a) -
		    plain_score(p->m, p->opt->method, p->row, b)) < 1e-12 &&
	       memcmp(model_row(p->m, a), model_row(p->m, b), model_dims(p->m) * sizeof(float)) !=
		       0;
}

static void check_plain(const struct model *m, const struct eval_questions *q,
			const struct eval_options *opt)
{
	struct eval_score s = run(m, q, *opt);
	struct eval_words words;

	assert_int_equal(eval_words_init(&words, m, opt->max_rank, opt->fold, NULL), ST_OK);
	for (size_t i = 0; i < q->count; i++) {
		struct plain p = { m, &words, opt, { 0 } };
		uint32_t rows[4], answer;
		bool known = true;

		for (size_t j = 0; j < 4; j++) {
			const struct eval_word *w = &q->items[i].word[j];

			rows[j] = eval_words_find(&words, q->text + w->at, w->n);
			known &= rows[j] != VOCAB_NONE;
		}
		if (!known) {
			assert_int_equal(s.outcome[i], EVAL_MISSING);
			continue;
		}
		memcpy(p.row, rows, sizeof(p.row));
		answer = plain_answer(&p);
		if (s.answer[i] != answer && is_tie(&p, s.answer[i], answer))
			continue;
		if (s.answer[i] != answer)
			fail_msg("%s, method %d, question %zu: row %u instead of %u",
				 kernels_get()->name, (int)opt->method, i, s.answer[i], answer);
		assert_int_equal(s.outcome[i] == EVAL_RIGHT,
				 answer != VOCAB_NONE && words.first[answer] == rows[3]);
	}
	eval_words_release(&words);
	eval_score_release(&s);
}

static void check_methods(const struct model *m, const struct eval_questions *q)
{
	static const enum eval_method methods[] = { EVAL_ADD, EVAL_MUL, EVAL_DIRECTION,
						    EVAL_ONLY_B };
	static const enum eval_case folds[] = { EVAL_CASE_UPPER, EVAL_CASE_EXACT, EVAL_CASE_ASCII };

	for (const struct kernels *const *k = kernels_available(); *k; k++)
		for (size_t i = 0; i < 12; i++) {
			struct eval_options opt = { .method = methods[i % 4],
						    .fold = folds[i / 4],
						    .max_rank = i % 3 ? 0 : 250,
						    .word2vec = i / 4 == 2,
						    .threads = 1 + i % 2 };

			assert_int_equal(kernels_select((*k)->name), 0);
			check_plain(m, q, &opt);
		}
	assert_int_equal(kernels_select(NULL), 0);
}

static void small_models_follow_the_rules(void **state)
{
	char *dir = temp_dir_make();

	(void)state;
	for (uint64_t seed = 1; seed < 5; seed++) {
		struct model *m = spelled_model(seed, seed % 2 ? 6 : 20, seed > 2);
		char *text = make_questions(seed, m);
		char *path = temp_file(dir, "questions.txt", text, strlen(text));
		struct eval_questions q = read_questions(path);

		assert_int_equal(q.count, 600);
		assert_int_equal(q.section_count, 12);
		check_methods(m, &q);
		eval_questions_release(&q);
		free(path);
		free(text);
		toy_model_free(m);
	}
	temp_dir_remove(dir);
}

/* With two pairs in a section, the mean of the others is the other pair: 3CosAdd. */
static void the_average_of_one_other_pair_is_that_pair(void **state)
{
	static const char text[] = ": one\nword1 word2 word3 word4\nword3 word4 word1 word2\n"
				   ": two\nother0 word6 word8 word9\n";
	char *dir = temp_dir_make(), *path = temp_file(dir, "q.txt", text, sizeof(text) - 1);
	struct eval_questions q = read_questions(path);
	struct model *m = spelled_model(9, 8, false);
	struct eval_options opt = { .fold = EVAL_CASE_EXACT };
	struct eval_score add = run(m, &q, opt), mean;

	(void)state;
	opt.method = EVAL_AVERAGE;
	mean = run(m, &q, opt);
	for (size_t i = 0; i < q.count; i++) {
		assert_int_not_equal(mean.answer[i], VOCAB_NONE);
		assert_int_equal(mean.answer[i], add.answer[i]);
	}
	eval_score_release(&add);
	eval_score_release(&mean);
	eval_questions_release(&q);
	toy_model_free(m);
	free(path);
	temp_dir_remove(dir);
}

/* More near ties than there is room for: every row is asked. */
static void a_thousand_equal_rows(void **state)
{
	static const char text[] = ": s\nw0 w1 w2 w3\n";
	char *dir = temp_dir_make(), *path = temp_file(dir, "q.txt", text, sizeof(text) - 1);
	struct eval_questions q = read_questions(path);
	struct model *m = toy_model_new(3000, 5);
	struct eval_score s;

	(void)state;
	for (uint32_t r = 0; r < 3000; r++)
		for (size_t i = 0; i < 5; i++)
			toy_row(m, r)[i] =
				r < 3 ? (float)(r == i) : 1 + (r == 2500 && i == 1) * 1e-6f;
	toy_model_finish(m);
	s = run(m, &q, (struct eval_options){ .fold = EVAL_CASE_EXACT, .threads = 2 });
	assert_int_equal(s.answer[0], 2500);
	eval_score_release(&s);
	eval_questions_release(&q);
	toy_model_free(m);
	free(path);
	temp_dir_remove(dir);
}

static void check_refused(const char *dir, const char *text, const char *part)
{
	char *path = temp_file(dir, "bad.txt", text, strlen(text));
	struct eval_questions q;
	struct error err = ERROR_INIT;

	assert_int_equal(eval_questions_read(&q, path, NULL, &err), ST_FORMAT);
	if (!strstr(err.text, part))
		fail_msg("\"%s\" does not say \"%s\"", err.text, part);
	free(path);
}

static void odd_files(void **state)
{
	static const char text[] =
		"\r\n: a  b \r\nx y z\n1 2 3 4 5\n\tp  q\tr s \n:c d e\n: \nA B C D";
	char *dir = temp_dir_make(), *path = temp_file(dir, "q.txt", text, sizeof(text) - 1);
	struct eval_questions q = read_questions(path);

	(void)state;
	assert_int_equal(q.section_count, 2);
	assert_string_equal(q.sections[0], "a  b");
	assert_string_equal(q.sections[1], "");
	assert_int_equal(q.count, 2);
	assert_int_equal(q.skipped, 3);
	assert_memory_equal(q.text + q.items[0].word[3].at, "s", q.items[0].word[3].n);
	eval_questions_release(&q);
	check_refused(dir, "a b c d\n", "bad.txt:1: questions stand in sections");
	check_refused(dir, "\n", "holds no analogy questions");
	check_refused(dir, ": only a name\n", "holds no analogy questions");
	free(path);
	temp_dir_remove(dir);
}

static bool stop_at_once(void *ctx, uint64_t done, uint64_t total)
{
	(void)done, (void)total;
	return --*(int *)ctx > 0;
}

static void stops_when_told(void **state)
{
	static const char text[] = ": s\nw0 w1 w2 w3\n";
	char *dir = temp_dir_make(), *path = temp_file(dir, "q.txt", text, sizeof(text) - 1);
	struct eval_questions q = read_questions(path);
	struct model *m = toy_model_new(4000, 5);

	(void)state;
	for (uint32_t r = 0; r < 4000; r++)
		toy_row(m, r)[r % 5] = 1 + (float)r;
	toy_model_finish(m);
	for (int at = 1; at < 20; at++) {
		int left = at;
		struct progress progress = { stop_at_once, &left };
		struct eval_options opt = { .fold = EVAL_CASE_UPPER, .threads = 1 };
		struct eval_score s;

		if (eval_analogies(&s, m, &q, &opt, &progress, NULL) == ST_OK) {
			assert_true(left > 0);
			eval_score_release(&s);
		} else {
			assert_true(left <= 0);
		}
	}
	eval_questions_release(&q);
	toy_model_free(m);
	free(path);
	temp_dir_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(analogies_equal_gensim),
		cmocka_unit_test(pairs_equal_gensim),
		cmocka_unit_test(small_models_follow_the_rules),
		cmocka_unit_test(the_average_of_one_other_pair_is_that_pair),
		cmocka_unit_test(a_thousand_equal_rows),
		cmocka_unit_test(odd_files),
		cmocka_unit_test(stops_when_told),
	};

	return cmocka_run_group_tests_name("model/eval", tests, NULL, NULL);
}
