/*
 * The 19,544 questions of questions-words.txt name about 905 words. A score is made of the products of
 * a row with three of them, so blocks of rows meet the 905 vectors in one f32 matrix product, and
 * each question then needs two additions a row, on numbers that are still in the cache.
 *
 * The products are within δ of the exact ones, which bounds the scores (lo ≤ score ≤ hi). Of each
 * question a worker keeps the greatest lo it has seen, the floor, and the few rows whose hi reaches
 * it. Those are decided in double precision at the end: greatest score, then lowest row. A question
 * with more near ties than there is room for is asked again, row by row.
 *
 * Invariant: a row that is not among the contenders of a question, when it has not overflowed, has a
 * hi below a floor of that question.
 */
#include "model/eval_contest.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/gemm.h"
#include "math/kernels.h"
#include "math/vec.h"

#define BLOCK	256 /* rows: their scores against a thousand vectors fit the second cache */
#define ROOM	8   /* contenders of a question in a worker */
#define EPSILON 1e-6
#define SLACK	0x1p-20

struct contender {
	uint32_t row;
	float hi;
};

/* One question as one worker sees it. */
struct ring {
	struct contender in[ROOM];
	uint32_t count;
	bool overflowed;
};

struct worker {
	float *floor;	   /* (items) */
	struct ring *ring; /* (items) */
	float *unit;	   /* (BLOCK, dims) rows at length 1 */
	float *score;	   /* (vectors, BLOCK) */
	uint32_t *row;	   /* (BLOCK) which rows those are */
};

struct run {
	struct contest *c;
	const struct kernels *k;
	const struct progress *progress;
	float *unit; /* (vectors, dims) */
	struct worker *workers;
	size_t threads;
	double delta;
	atomic_bool stop;
	atomic_size_t done;
};

/* --- scores ----------------------------------------------------------------------------------- */

struct bounds {
	double lo, hi;
};

static double shifted(double cosine)
{
	return cosine > -1 ? (1 + cosine) / 2 : 0;
}

static struct bounds ratio_bounds(const double s[3], double d)
{
	return (struct bounds){
		shifted(s[1] - d) * shifted(s[2] - d) / (shifted(s[0] + d) + EPSILON) * (1 - SLACK),
		shifted(s[1] + d) * shifted(s[2] + d) / (shifted(s[0] - d) + EPSILON) * (1 + SLACK),
	};
}

/* base: c·(b − a); ‖x − c‖² = 2 − 2 x·c */
static struct bounds direction_bounds(const double s[3], double base, double d)
{
	double up = s[1] - s[0] - base, shortest = sqrt(fmax(0, 2 - 2 * (s[2] + d)));
	double longest = sqrt(fmax(0, 2 - 2 * (s[2] - d))), hi = up + 3 * d, lo = up - 3 * d;

	if (shortest == 0)
		return (struct bounds){ -(double)INFINITY, (double)INFINITY };
	return (struct bounds){ lo / (lo > 0 ? longest : shortest) - SLACK,
				hi / (hi > 0 ? shortest : longest) + SLACK };
}

static struct bounds score_bounds(const struct run *r, const double s[3], double base)
{
	double sum = s[1] - s[0] + s[2], err = 3 * r->delta + SLACK;

	if (r->c->rule == CONTEST_SUM)
		return (struct bounds){ sum - err, sum + err };
	return r->c->rule == CONTEST_RATIO ? ratio_bounds(s, r->delta)
					   : direction_bounds(s, base, r->delta);
}

static double dot_f64(const double *a, const double *b, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += a[i] * b[i];
	return s;
}

/* c·(b − a) */
static double base_of(const struct contest *c, const struct contest_item *item)
{
	size_t d = model_dims(c->m);
	const double *v = c->vector + item->at[2] * d;

	return dot_f64(v, c->vector + item->at[1] * d, d) -
	       dot_f64(v, c->vector + item->at[0] * d, d);
}

static double direction_score(const double *a, const double *b, const double *c, const float *x,
			      size_t d)
{
	double length = vec_norm(x, d), up = 0, square = 0;

	for (size_t i = 0; i < d; i++) {
		double away = (double)x[i] / length - c[i];

		up += away * (b[i] - a[i]);
		square += away * away;
	}
	return up / sqrt(square);
}

double contest_score(const struct contest *c, const struct contest_item *item, uint32_t row)
{
	size_t d = model_dims(c->m);
	const float *x = model_row(c->m, row);
	const double *v[3];
	double s[3], length = vec_norm(x, d);

	if (!(length > 0 && isfinite(length)))
		return (double)NAN;
	for (size_t i = 0; i < 3; i++)
		v[i] = c->vector + item->at[i] * d;
	if (c->rule == CONTEST_DIRECTION)
		return direction_score(v[0], v[1], v[2], x, d);
	for (size_t i = 0; i < 3; i++)
		s[i] = vec_dot(x, v[i], d) / length;
	if (c->rule == CONTEST_SUM)
		return s[1] - s[0] + s[2];
	return shifted(s[1]) * shifted(s[2]) / (shifted(s[0]) + EPSILON);
}

/* --- one block of rows ------------------------------------------------------------------------ */

static bool is_left_out(const struct contest *c, const struct contest_item *item, uint32_t row)
{
	uint32_t kind = c->words->first[row];

	for (size_t i = 0; i < 3; i++)
		if (row == item->row[i] || (c->spellings && kind == item->kind[i]))
			return true;
	return false;
}

static void drop_below(struct ring *ring, float floor)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < ring->count; i++)
		if (ring->in[i].hi >= floor)
			ring->in[kept++] = ring->in[i];
	ring->count = kept;
}

static void enter(struct ring *ring, float *floor, uint32_t row, struct bounds b)
{
	*floor = fmaxf(*floor, nextafterf((float)b.lo, -INFINITY));
	if (ring->count == ROOM)
		drop_below(ring, *floor);
	if (ring->count < ROOM)
		ring->in[ring->count++] =
			(struct contender){ row, nextafterf((float)b.hi, INFINITY) };
	else
		ring->overflowed = true;
}

static void look_closer(const struct run *r, struct worker *w, size_t item, size_t n, double base)
{
	const struct contest_item *it = &r->c->items[item];
	const float *a = w->score + it->at[0] * n, *b = w->score + it->at[1] * n;
	const float *c = w->score + it->at[2] * n;
	float below = w->floor[item] - (float)(3 * r->delta + 4 * SLACK);

	for (size_t i = 0; i < n; i++) {
		double s[3] = { (double)a[i], (double)b[i], (double)c[i] };
		struct bounds bounds;

		if (r->c->rule == CONTEST_SUM && b[i] - a[i] + c[i] < below)
			continue; /* most rows: the bounds need not be worked out */
		bounds = score_bounds(r, s, base);
		if (bounds.hi >= (double)w->floor[item] && !is_left_out(r->c, it, w->row[i]))
			enter(&w->ring[item], &w->floor[item], w->row[i], bounds);
	}
}

/* May any row of the block reach the floor? */
static bool block_reaches(const struct run *r, const struct worker *w,
			  const struct contest_item *it, size_t n, float floor)
{
	const float *a = w->score + it->at[0] * n, *b = w->score + it->at[1] * n;
	const float *c = w->score + it->at[2] * n;
	double most;

	switch (r->c->rule) {
	case CONTEST_SUM:
		most = (double)r->k->max_sum(a, b, c, n) + 3 * r->delta + SLACK;
		break;
	case CONTEST_RATIO:
		most = (double)r->k->max_ratio(a, b, c, n, (float)(r->delta / 2 + 0x1p-21));
		most *= 1 + 4 * SLACK;
		break;
	default:
		return true;
	}
	return most >= (double)floor;
}

/* Rows with a direction, at length 1; returns how many. */
static size_t load_block(const struct run *r, struct worker *w, size_t begin, size_t end)
{
	const struct model *m = r->c->m;
	size_t d = model_dims(m), n = 0;

	for (size_t row = begin; row < end; row++) {
		const float *x = model_row(m, (uint32_t)row);
		double length = (double)m->norms[row];
		float *unit = w->unit + n * d, inverse;

		if (!(length > 0 && isfinite(length)))
			continue;
		inverse = (float)(1 / length);
		for (size_t i = 0; i < d; i++)
			unit[i] = x[i] * inverse;
		w->row[n++] = (uint32_t)row;
	}
	return n;
}

static void visit_block(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct run *r = ctx;
	struct worker *w = &r->workers[worker];
	const struct contest *c = r->c;
	size_t n;

	if (worker == 0 && !progress_step(r->progress, atomic_load(&r->done), c->words->rows))
		atomic_store(&r->stop, true);
	if (atomic_load(&r->stop))
		return;
	n = load_block(r, w, begin, end);
	gemm_dots(r->unit, c->vectors, w->unit, n, model_dims(c->m), w->score);
	for (size_t i = 0; n && i < c->count; i++)
		if (block_reaches(r, w, &c->items[i], n, w->floor[i]))
			look_closer(r, w, i, n,
				    c->rule == CONTEST_DIRECTION ? c->items[i].score : 0);
	atomic_fetch_add(&r->done, end - begin);
}

/* --- deciding --------------------------------------------------------------------------------- */

static void challenge(const struct contest *c, struct contest_item *item, uint32_t row)
{
	double score = contest_score(c, item, row);

	if (isnan(score) || score < item->score)
		return;
	if (item->answer == VOCAB_NONE || score > item->score || row < item->answer) {
		item->score = score;
		item->answer = row;
	}
}

static void ask_every_row(struct run *r, struct contest_item *item)
{
	for (uint32_t row = 0; row < r->c->words->rows; row++) {
		if (row % 1024 == 0 && atomic_load(&r->stop))
			return;
		if (!is_left_out(r->c, item, row))
			challenge(r->c, item, row);
	}
}

static void decide(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct run *r = ctx;

	if (worker == 0 && !progress_step(r->progress, r->c->words->rows, r->c->words->rows))
		atomic_store(&r->stop, true);
	for (size_t i = begin; i < end && !atomic_load(&r->stop); i++) {
		struct contest_item *item = &r->c->items[i];
		float floor = -INFINITY;
		bool overflowed = false;

		item->answer = VOCAB_NONE;
		item->score = -(double)INFINITY;
		for (size_t w = 0; w < r->threads; w++) {
			floor = fmaxf(floor, r->workers[w].floor[i]);
			overflowed |= r->workers[w].ring[i].overflowed;
		}
		for (size_t w = 0; !overflowed && w < r->threads; w++) {
			struct ring *ring = &r->workers[w].ring[i];

			drop_below(ring, floor);
			for (uint32_t j = 0; j < ring->count; j++)
				challenge(r->c, item, ring->in[j].row);
		}
		if (overflowed)
			ask_every_row(r, item);
	}
}

/* --- memory ----------------------------------------------------------------------------------- */

static void worker_release(struct worker *w)
{
	free(w->floor);
	free(w->ring);
	free(w->unit);
	free(w->score);
	free(w->row);
}

static enum status room_for(void **out, size_t count, size_t each, size_t size, struct error *err)
{
	if (!size_mul(count, each, &count))
		return error_set(err, ST_NOMEM, "not enough memory for the questions");
	return mem_try_calloc(out, count + 1, size, "the questions", err);
}

static enum status worker_init(struct worker *w, const struct contest *c, struct error *err)
{
	void *p[5] = { NULL };
	enum status st;

	if ((st = room_for(&p[0], c->count, 1, sizeof(*w->floor), err)) == ST_OK &&
	    (st = room_for(&p[1], c->count, 1, sizeof(*w->ring), err)) == ST_OK &&
	    (st = room_for(&p[2], BLOCK, model_dims(c->m), sizeof(*w->unit), err)) == ST_OK &&
	    (st = room_for(&p[3], BLOCK, c->vectors, sizeof(*w->score), err)) == ST_OK)
		st = room_for(&p[4], BLOCK, 1, sizeof(*w->row), err);
	*w = (struct worker){ p[0], p[1], p[2], p[3], p[4] };
	for (size_t i = 0; st == ST_OK && i < c->count; i++)
		w->floor[i] = -INFINITY;
	return st;
}

static enum status make_units(struct run *r, struct error *err)
{
	const struct contest *c = r->c;
	size_t d = model_dims(c->m);
	void *p;

	if (room_for(&p, c->vectors, d, sizeof(float), err))
		return ST_NOMEM;
	r->unit = p;
	for (size_t i = 0; i < c->vectors * d; i++)
		r->unit[i] = (float)c->vector[i];
	/* until the item is decided its score holds what the rule needs of the question alone */
	for (size_t i = 0; c->rule == CONTEST_DIRECTION && i < c->count; i++)
		c->items[i].score = base_of(c, &c->items[i]);
	return ST_OK;
}

static enum status run_all(struct run *r, struct error *err)
{
	size_t rows = r->c->words->rows;
	enum status st = make_units(r, err);

	for (size_t w = 0; st == ST_OK && w < r->threads; w++)
		st = worker_init(&r->workers[w], r->c, err);
	if (st != ST_OK)
		return st;
	parallel_for(r->threads, rows, BLOCK, visit_block, r);
	if (!atomic_load(&r->stop))
		parallel_for(r->threads, r->c->count, 64, decide, r);
	return atomic_load(&r->stop) ? progress_cancelled(err) : ST_OK;
}

enum status contest_run(struct contest *c, const struct progress *progress, struct error *err)
{
	struct run r = {
		.c = c,
		.k = kernels_get(),
		.progress = progress,
		.threads = MIN(thread_count(c->threads), c->words->rows / BLOCK + 1),
		.delta = KERNEL_DOT_GAMMA(model_dims(c->m)) + 0x1p-21,
	};
	enum status st;

	r.workers = xcalloc(r.threads, sizeof(*r.workers));
	st = run_all(&r, err);
	for (size_t w = 0; w < r.threads; w++)
		worker_release(&r.workers[w]);
	free(r.workers);
	free(r.unit);
	return st;
}
