/*
 * Questions by the thousand: prints "name value unit".
 *
 *	bench_eval FOLDER QUESTIONS
 *
 * The analogies of the file on 400,000 × 300 random rows whose most frequent 30,000 words hold those of
 * the questions (kept as FOLDER/eval.bin for the peers), then a million neighbours against a plain scan
 * of a small model: the differences must be 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/compiler.h"
#include "math/vec.h"
#include "model/builder.h"
#include "model/eval.h"
#include "model/format.h"
#include "model/search.h"

enum { QUERIES = 1000000, ROWS = 300, DIMS = 20, TOP = 5 };
enum { BIG_ROWS = 400000, BIG_DIMS = 300, EVERY = 32 /* rows from one word of the questions on */ };

static double seconds_since(uint64_t start)
{
	return (double)(clock_ns() - start) / 1e9;
}

static void analogies(const struct model *m, const struct eval_questions *q, size_t max_rank,
		      const char *name)
{
	struct eval_options opt = { .fold = EVAL_CASE_UPPER, .max_rank = max_rank };
	double best = 1e9;
	struct eval_score s;

	for (int i = 0; i < 3; i++) {
		uint64_t start = clock_ns();

		if (eval_analogies(&s, m, q, &opt, NULL, NULL))
			exit(1);
		best = MIN(best, seconds_since(start));
		eval_score_release(&s);
	}
	printf("%s %.3f s\n", name, best);
}

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static float uniform(uint64_t *seed)
{
	return (float)((double)(next(seed) >> 11) * 0x1p-52 - 1);
}

/* The best row that is not in hits yet, in the order of searches. */
static uint32_t plain_next(const double *scores, const struct hit *hits, size_t n)
{
	uint32_t best = VOCAB_NONE;

	for (uint32_t row = 0; row < ROWS; row++) {
		bool taken = false;

		for (size_t i = 0; i < n; i++)
			taken |= hits[i].row == row;
		if (!taken && (best == VOCAB_NONE || scores[row] > scores[best]))
			best = row;
	}
	return best;
}

static size_t differences(const struct model *m, enum metric metric, const double *q)
{
	struct search s = { .metric = metric, .k = TOP, .threads = 1 };
	struct hit hits[TOP];
	double scores[ROWS];
	size_t count, wrong = 0;

	if (search_near(m, q, &s, NULL, hits, &count, NULL))
		exit(1);
	for (uint32_t row = 0; row < ROWS; row++)
		scores[row] =
			search_score(m, metric, q, row) * (metric == METRIC_EUCLIDEAN ? -1 : 1);
	for (size_t i = 0; i < TOP; i++)
		wrong += hits[i].row != plain_next(scores, hits, i);
	return wrong;
}

static void million(void)
{
	struct model m = { 0 };
	uint64_t seed = 99, start = clock_ns();
	size_t wrong = 0;

	if (matrix_init(&m.matrix, ROWS, DIMS, NULL))
		exit(1);
	m.norms = calloc(ROWS, sizeof(*m.norms));
	m.cache = search_cache_new();
	for (size_t r = 0; r < ROWS; r++) {
		for (size_t j = 0; j < DIMS; j++)
			matrix_row(&m.matrix, r)[j] = r % 3 == 1 ? matrix_row(&m.matrix, r - 1)[j] +
									   uniform(&seed) * 1e-6f
								 : uniform(&seed);
		m.norms[r] = (float)vec_norm(matrix_row(&m.matrix, r), DIMS);
	}
	if (search_prepare(&m, 1, NULL, NULL))
		exit(1);
	for (size_t i = 0; i < QUERIES; i++) {
		double q[DIMS];

		for (size_t j = 0; j < DIMS; j++)
			q[j] = (double)uniform(&seed);
		wrong += differences(&m, (enum metric)(i % 3), q);
	}
	printf("million_queries %.1f s\n", seconds_since(start));
	printf("million_queries_differences %zu count\n", wrong);
	search_cache_free(m.cache);
	free(m.norms);
	matrix_release(&m.matrix);
}

/* Words of the questions, each once. */
static struct vocab *question_words(const struct eval_questions *q)
{
	struct vocab *v = vocab_new();

	for (size_t i = 0; i < q->count; i++)
		for (size_t j = 0; j < 4; j++) {
			const struct eval_word *w = &q->items[i].word[j];

			if (vocab_find(v, q->text + w->at, w->n) == VOCAB_NONE &&
			    vocab_add(v, q->text + w->at, w->n, NULL, NULL))
				exit(1);
		}
	return v;
}

static struct model *make_model(const struct eval_questions *q)
{
	struct builder *b = builder_new("row");
	struct vocab *words = question_words(q);
	struct matrix *rows;
	struct model *m;
	uint64_t seed = 5;

	if (builder_set_shape(b, BIG_DIMS, BIG_ROWS, SIZE_MAX / 4, NULL) ||
	    builder_reserve_rows(b, BIG_ROWS, &rows, NULL))
		exit(1);
	for (size_t r = 0; r < BIG_ROWS; r++) {
		char filler[32];
		size_t n = (size_t)snprintf(filler, sizeof(filler), "filler%zu", r);
		const char *word = filler;

		for (size_t j = 0; j < BIG_DIMS; j++)
			matrix_row(rows, r)[j] = uniform(&seed);
		if (r % EVERY == 0 && r / EVERY < vocab_size(words))
			word = vocab_word(words, (uint32_t)(r / EVERY), &n);
		if (builder_add_word(b, word, n, NULL))
			exit(1);
	}
	if (builder_finish(b, &m, NULL))
		exit(1);
	builder_free(b);
	vocab_free(words);
	return m;
}

int main(int argc, char **argv)
{
	struct model *m;
	struct eval_questions q;
	struct error err = ERROR_INIT;
	char path[4096];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 3)
		return 2;
	if (eval_questions_read(&q, argv[2], NULL, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	m = make_model(&q);
	snprintf(path, sizeof(path), "%s/eval.bin", argv[1]);
	if (model_save(m, path, format_find("word2vec-binary"),
		       &(struct write_options){ .path = path, .force = true }, NULL, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	analogies(m, &q, 30000, "eval_30k");
	analogies(m, &q, 0, "eval_400k");
	eval_questions_release(&q);
	model_unref(m);
	million();
	return 0;
}
