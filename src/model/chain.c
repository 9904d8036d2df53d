#include "model/chain.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

#define EXPAND_MAX 5000
#define STEP_NONE  HUGE_VAL

/* Words go by their rows; the two numbers behind the last row stand for ends that are no rows. */
struct chain {
	const struct model *m;
	const struct search *s;
	const struct word_vector *ends;
	uint32_t a, b;
	size_t k, limit;
	double *cost;	  /* (rows + 2) of the best chain from a so far */
	uint32_t *before; /* (rows + 2) the word before it */
	uint8_t *done, *near_b;
	uint32_t *open; /* words with a cost that are not done */
	size_t opened;
	struct hit *hits;
};

static const float *vector_of(const struct chain *c, uint32_t place)
{
	size_t rows = model_rows(c->m);

	return place < rows ? model_row(c->m, place) : c->ends[place - rows].v;
}

static double cosine_of(const struct chain *c, uint32_t x, uint32_t y)
{
	size_t rows = model_rows(c->m);

	if (x < rows && y < rows)
		return search_cosine(c->m, x, y);
	return vector_score(METRIC_COSINE, vector_of(c, x), vector_of(c, y), model_dims(c->m));
}

static size_t neighbours(struct chain *c, uint32_t row, const struct progress *progress,
			 enum status *st, struct error *err)
{
	struct search s = *c->s;
	size_t dims = model_dims(c->m), count = 0;
	double *q = xcalloc(dims, sizeof(*q));

	for (size_t i = 0; i < dims; i++)
		q[i] = (double)vector_of(c, row)[i];
	s.metric = METRIC_COSINE;
	s.k = c->k;
	s.exclude = &row;
	s.exclude_count = row < model_rows(c->m);
	*st = search_near(c->m, q, &s, progress, c->hits, &count, err);
	free(q);
	return *st == ST_OK ? count : 0;
}

static void step(struct chain *c, uint32_t from, uint32_t to)
{
	double away = 1 - cosine_of(c, from, to), cost = c->cost[from] + away * away;

	if (!(cost < c->cost[to]))
		return;
	if (isinf(c->cost[to]))
		c->open[c->opened++] = to;
	c->cost[to] = cost;
	c->before[to] = from;
}

/* The open word of least cost, taken out; VOCAB_NONE if there is none. */
static uint32_t take_next(struct chain *c)
{
	size_t best = 0;
	uint32_t row;

	if (!c->opened)
		return VOCAB_NONE;
	for (size_t i = 1; i < c->opened; i++) {
		double x = c->cost[c->open[i]], y = c->cost[c->open[best]];

		if (x < y || (!(x > y) && c->open[i] < c->open[best]))
			best = i;
	}
	row = c->open[best];
	c->open[best] = c->open[--c->opened];
	return row;
}

static enum status walk(struct chain *c, const struct progress *progress, struct error *err)
{
	enum status st;
	size_t n = neighbours(c, c->b, progress, &st, err);

	for (size_t i = 0; i < n; i++)
		c->near_b[c->hits[i].row] = 1;
	c->cost[c->a] = 0;
	c->open[c->opened++] = c->a;
	for (size_t turn = 0; st == ST_OK && turn < EXPAND_MAX; turn++) {
		uint32_t row = take_next(c);

		if (row == VOCAB_NONE || row == c->b)
			return ST_OK;
		c->done[row] = 1;
		n = neighbours(c, row, NULL, &st, err);
		for (size_t i = 0; i < n; i++)
			if (!c->done[c->hits[i].row])
				step(c, row, c->hits[i].row);
		if (c->near_b[row])
			step(c, row, c->b);
		if (!progress_step(progress, turn, EXPAND_MAX))
			return progress_cancelled(err);
	}
	return st;
}

static enum status make_room(struct chain *c, struct error *err)
{
	size_t places = model_rows(c->m) + 2;
	void *p[4] = { NULL };
	enum status st = mem_try_calloc(&p[0], places, sizeof(*c->cost), "the chain", err);

	if (st == ST_OK)
		st = mem_try_calloc(&p[1], places, 2 * sizeof(*c->before), "the chain", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[2], places, 2, "the chain", err);
	if (st == ST_OK)
		st = mem_try_calloc(&p[3], c->k + 1, sizeof(*c->hits), "the chain", err);
	c->cost = p[0];
	c->before = p[1];
	c->done = p[2];
	c->hits = p[3];
	if (st != ST_OK)
		return st;
	c->open = c->before + places;
	c->near_b = c->done + places;
	for (size_t i = 0; i < places; i++)
		c->cost[i] = STEP_NONE;
	return ST_OK;
}

static enum status read_back(const struct chain *c, uint32_t *rows, size_t *count,
			     struct error *err)
{
	size_t n = 1;

	if (isinf(c->cost[c->b]))
		return error_set(
			err, ST_FAILED,
			"no chain of near words leads from \"%.80s\" to \"%.80s\": try more "
			"neighbours a step",
			c->ends[0].word, c->ends[1].word);
	for (uint32_t row = c->b; row != c->a; row = c->before[row])
		n++;
	if (n > CHAIN_MAX)
		return error_set(err, ST_FAILED,
				 "the chain has %zu words: try more neighbours a step", n);
	*count = n;
	for (uint32_t row = c->b; n; row = c->before[row])
		rows[--n] = row < model_rows(c->m) ? row : VOCAB_NONE;
	return ST_OK;
}

static uint32_t place_of(const struct model *m, const struct word_vector *ends, size_t i)
{
	return ends[i].row == VOCAB_NONE ? (uint32_t)(model_rows(m) + i) : ends[i].row;
}

enum status chain_find(const struct model *m, const struct word_vector ends[2], size_t k,
		       const struct search *s, const struct progress *progress, uint32_t *rows,
		       size_t *count, struct error *err)
{
	struct chain c = { .m = m,
			   .s = s,
			   .ends = ends,
			   .a = place_of(m, ends, 0),
			   .b = place_of(m, ends, 1),
			   .k = MIN(k, model_rows(m)) };
	enum status st = make_room(&c, err);

	if (st == ST_OK)
		st = walk(&c, progress, err);
	if (st == ST_OK)
		st = read_back(&c, rows, count, err);
	free(c.cost);
	free(c.before);
	free(c.done);
	free(c.hits);
	return st;
}
