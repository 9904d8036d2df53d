/*
 * Analogy questions, as gensim's evaluate_word_analogies and word2vec.c's compute-accuracy count
 * them. The vectors that questions need are few; eval_contest.c answers them all at once.
 *
 * gensim takes the five best rows that are none of the inputs and of these the first that is no
 * other spelling of an input. When all five are other spellings its prediction stays at the last;
 * so does ours.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/vec.h"
#include "model/eval.h"
#include "model/eval_average.h"
#include "model/eval_contest.h"

#define TOP	      5	  /* gensim's topn */
#define SPELLINGS_MAX 256 /* of the three inputs together */

/* --- questions of known words ----------------------------------------------------------------- */

static enum status note_unknown(struct eval_score *s, const char *word, size_t n, struct error *err)
{
	uint32_t at = vocab_find(s->unknown, word, n);
	void *p = s->unknown_count;

	if (at == VOCAB_NONE) {
		at = (uint32_t)vocab_size(s->unknown);
		if (vocab_add(s->unknown, word, n, NULL, err))
			return ST_NOMEM;
		if (at == s->unknown_cap) {
			s->unknown_cap = MAX(64, 2 * s->unknown_cap);
			if (mem_try_realloc(&p, s->unknown_cap, sizeof(uint32_t), "the words", err))
				return ST_NOMEM;
			s->unknown_count = p;
		}
		s->unknown_count[at] = 0;
	}
	s->unknown_count[at]++;
	return ST_OK;
}

static bool same_word(const struct eval_questions *q, struct eval_word a, struct eval_word b)
{
	return a.n == b.n && !memcmp(q->text + a.at, q->text + b.at, a.n);
}

/* Rows of the four words; *known is false if one of them has none. */
static enum status find_rows(struct eval_score *s, const struct eval_questions *q,
			     const struct eval_question *item, const struct eval_words *words,
			     uint32_t rows[4], bool *known, struct error *err)
{
	*known = true;
	for (size_t i = 0; i < 4; i++) {
		struct eval_word w = item->word[i];
		bool again = false;

		rows[i] = eval_words_find(words, q->text + w.at, w.n);
		for (size_t j = 0; j < i; j++)
			again |= same_word(q, w, item->word[j]);
		if (rows[i] != VOCAB_NONE)
			continue;
		*known = false;
		if (!again && note_unknown(s, q->text + w.at, w.n, err))
			return ST_NOMEM;
	}
	return ST_OK;
}

static enum status find_items(struct contest *c, struct eval_score *s,
			      const struct eval_questions *q, uint32_t *expected, struct error *err)
{
	void *p;

	if (mem_try_calloc(&p, q->count, sizeof(*c->items), "the questions", err))
		return ST_NOMEM;
	c->items = p;
	for (size_t i = 0; i < q->count; i++) {
		struct contest_item *item = &c->items[c->count];
		uint32_t rows[4];
		bool known;

		s->answer[i] = VOCAB_NONE;
		if (find_rows(s, q, &q->items[i], c->words, rows, &known, err))
			return ST_NOMEM;
		if (!known)
			continue;
		memcpy(item->row, rows, sizeof(item->row));
		memcpy(item->kind, rows, sizeof(item->kind)); /* found rows stand for their kind */
		item->question = (uint32_t)i;
		expected[i] = rows[3];
		c->count++;
	}
	return ST_OK;
}

/* --- vectors ---------------------------------------------------------------------------------- */

static void put_unit(double *out, const struct model *m, uint32_t row)
{
	const float *x = model_row(m, row);
	double length = vec_norm(x, model_dims(m));

	for (size_t i = 0; i < model_dims(m); i++)
		out[i] = length > 0 ? (double)x[i] / length : 0;
}

/* Number the rows that items name, from 0; *place (rows of the model) is the number of each. */
static enum status number_rows(struct contest *c, uint32_t **place, struct error *err)
{
	void *p;

	if (mem_try_calloc(&p, c->words->rows + 1, sizeof(uint32_t), "the questions", err))
		return ST_NOMEM;
	*place = p;
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < 3; j++) {
			uint32_t *at = &(*place)[c->items[i].row[j]];

			if (!*at)
				*at = (uint32_t)++c->vectors; /* 0: not numbered yet */
			c->items[i].at[j] = *at - 1;
		}
	return ST_OK;
}

/* One vector a word, and at the end one that is zero. */
static enum status word_vectors(struct contest *c, bool only_b, struct error *err)
{
	size_t dims = model_dims(c->m), floats;
	uint32_t *place;
	void *p;

	if (number_rows(c, &place, err))
		return ST_NOMEM;
	if (!size_mul(c->vectors + 1, dims, &floats) ||
	    mem_try_calloc(&p, floats, sizeof(double), "the questions", err)) {
		free(place);
		return error_set(err, ST_NOMEM, "not enough memory for the questions' words");
	}
	c->vector = p;
	for (uint32_t row = 0; row < c->words->rows; row++)
		if (place[row])
			put_unit(c->vector + (place[row] - 1) * dims, c->m, row);
	free(place);
	for (size_t i = 0; only_b && i < c->count; i++)
		c->items[i].at[0] = c->items[i].at[2] = (uint32_t)c->vectors;
	c->vectors++;
	return ST_OK;
}

/* --- judging ---------------------------------------------------------------------------------- */

struct spelling {
	double score;
	uint32_t row;
};

static int compare_spellings(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Other spellings of the inputs that score better than the answer. */
static size_t better_spellings(const struct contest *c, const struct contest_item *item,
			       struct spelling *out)
{
	size_t n = 0;

	for (size_t i = 0; i < 3; i++) {
		if ((i > 0 && item->kind[i] == item->kind[0]) ||
		    (i > 1 && item->kind[i] == item->kind[1]))
			continue;
		for (uint32_t row = item->kind[i]; row != VOCAB_NONE; row = c->words->next[row]) {
			double score;

			if (row == item->row[i] || n == SPELLINGS_MAX)
				continue;
			score = contest_score(c, item, row);
			if (score > item->score)
				out[n++] = (struct spelling){ score, row };
		}
	}
	qsort(out, n, sizeof(*out), compare_spellings);
	return n;
}

/* The row that is taken for the answer, or VOCAB_NONE. */
static uint32_t prediction(const struct contest *c, const struct contest_item *item, bool word2vec)
{
	struct spelling better[SPELLINGS_MAX];
	size_t n;

	if (word2vec)
		return item->score > 0 ? item->answer : VOCAB_NONE;
	n = c->words->fold == EVAL_CASE_EXACT ? 0 : better_spellings(c, item, better);
	if (n >= TOP)
		return better[TOP - 1].row;
	return item->answer == VOCAB_NONE && n ? better[n - 1].row : item->answer;
}

/* The contest needs no lengths of its sums to find the best; a cosine does. */
static double reported_score(const struct contest *c, const struct contest_item *item,
			     uint32_t answer)
{
	double score = contest_score(c, item, answer), square = 0;
	size_t dims = model_dims(c->m);
	const double *v[3];

	if (c->rule != CONTEST_SUM)
		return score;
	for (size_t i = 0; i < 3; i++)
		v[i] = c->vector + item->at[i] * dims;
	for (size_t i = 0; i < dims; i++) {
		double sum = v[1][i] - v[0][i] + v[2][i];

		square += sum * sum;
	}
	return square > 0 ? score / sqrt(square) : 0;
}

static void count(struct eval_section *s, enum eval_outcome outcome)
{
	s->right += outcome == EVAL_RIGHT;
	s->total += outcome != EVAL_MISSING;
}

static void judge(const struct contest *c, struct eval_score *s, const struct eval_questions *q,
		  const uint32_t *expected, const struct eval_options *opt)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct contest_item *item = &c->items[i];
		uint32_t answer = prediction(c, item, opt->word2vec);
		bool right =
			answer != VOCAB_NONE && c->words->first[answer] == expected[item->question];

		s->answer[item->question] = answer;
		if (answer != VOCAB_NONE)
			s->score[item->question] = (float)reported_score(c, item, answer);
		s->outcome[item->question] = right ? EVAL_RIGHT : EVAL_WRONG;
	}
	for (size_t i = 0; i < q->count; i++) {
		struct eval_section *section = &s->sections[q->items[i].section];

		section->missing += s->outcome[i] == EVAL_MISSING;
		s->all.missing += s->outcome[i] == EVAL_MISSING;
		if (s->outcome[i] == EVAL_MISSING && opt->missing_wrong)
			s->outcome[i] = EVAL_WRONG;
		count(section, s->outcome[i]);
		count(&s->all, s->outcome[i]);
	}
}

/* --- together --------------------------------------------------------------------------------- */

static enum status score_init(struct eval_score *s, uint32_t **expected,
			      const struct eval_questions *q, struct error *err)
{
	void *p[5] = { NULL };
	enum status st;

	st = mem_try_calloc(&p[0], q->count + 1, sizeof(*s->outcome), "the answers", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[1], q->count + 1, sizeof(*s->answer), "the answers", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[2], q->section_count + 1, sizeof(*s->sections),
				    "the answers", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[3], q->count + 1, sizeof(**expected), "the answers", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[4], q->count + 1, sizeof(*s->score), "the answers", err);
	*s = (struct eval_score){ .outcome = p[0],
				  .answer = p[1],
				  .score = p[4],
				  .sections = p[2],
				  .unknown = vocab_new() };
	*expected = p[3];
	return st;
}

static enum contest_rule rule_of(enum eval_method method)
{
	return method == EVAL_MUL	  ? CONTEST_RATIO
	       : method == EVAL_DIRECTION ? CONTEST_DIRECTION
					  : CONTEST_SUM;
}

static enum status answer_all(struct contest *c, struct eval_score *s,
			      const struct eval_questions *q, uint32_t *expected,
			      const struct eval_options *opt, const struct progress *progress,
			      struct error *err)
{
	enum status st = find_items(c, s, q, expected, err);

	if (st == ST_OK && opt->method == EVAL_AVERAGE)
		st = average_vectors(c, q, expected, err);
	else if (st == ST_OK)
		st = word_vectors(c, opt->method == EVAL_ONLY_B, err);
	if (st == ST_OK && c->count)
		st = contest_run(c, progress, err);
	if (st == ST_OK)
		judge(c, s, q, expected, opt);
	return st;
}

enum status eval_analogies(struct eval_score *out, const struct model *m,
			   const struct eval_questions *q, const struct eval_options *opt,
			   const struct progress *progress, struct error *err)
{
	struct eval_words words = { 0 };
	struct contest c = { .m = m,
			     .words = &words,
			     .rule = rule_of(opt->method),
			     .spellings = !opt->word2vec,
			     .threads = opt->threads };
	struct eval_score s;
	uint32_t *expected;
	enum status st = score_init(&s, &expected, q, err);

	if (st == ST_OK)
		st = eval_words_init(&words, m, opt->max_rank, opt->fold, err);
	if (st == ST_OK)
		st = answer_all(&c, &s, q, expected, opt, progress, err);
	if (st == ST_OK)
		*out = s;
	else
		eval_score_release(&s);
	free(expected);
	free(c.items);
	free(c.vector);
	eval_words_release(&words);
	return st;
}

void eval_score_release(struct eval_score *s)
{
	free(s->outcome);
	free(s->answer);
	free(s->score);
	free(s->sections);
	vocab_free(s->unknown);
	free(s->unknown_count);
	*s = (struct eval_score){ 0 };
}
