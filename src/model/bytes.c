/*
 * Exact search that reads a quarter of the matrix.
 *
 * A row is x = s q + e with bytes q and the rest e, whose length E is kept; a unit query is
 * û = t p + r with integers p of 14 bits. Then
 *
 *	x · û = s t (q · p) + e · û + s q · r
 *	|x · û − s t (q · p)| ≤ E ‖û‖ + (N + E) ‖r‖		N = ‖x‖
 *
 * by Cauchy and Schwarz; q · p is a sum of integers, exact on every processor. 2⁻¹⁸ (N + E) pays for
 * the roundings of the right side, of N and of E. A row whose upper bound stays below the floor of
 * the answer is left out; the others meet the f32 kernel and then the f64 reference, as they would
 * without the copy, so no answer depends on it.
 *
 * Rows shorter than 2⁻⁴⁰ or longer than 2⁴⁰ (where squares of residuals would leave f32) and rows
 * that are not finite have E = ∞: they always pass.
 */
#include "model/bytes.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/vec.h"
#include "model/search.h"

#define NORM_LOW   0x1p-40f
#define NORM_HIGH  0x1p40f
#define SLACK	   0x1p-18
#define DIGITS_MAX 8127 /* 63 × 128 + 63 */
#define HUGE_PAGE  ((size_t)2 << 20)
#define BIG_FLOATS ((size_t)1 << 20) /* smaller matrices are read whole in no time */

/* --- building --------------------------------------------------------------------------------- */

/* Where the three parts of the mapping begin, and its size; false on overflow. */
static bool copy_layout(struct bytes_copy *c, size_t *scale_at)
{
	size_t tiles = c->rows / BYTES_TILE + (c->rows % BYTES_TILE != 0), bytes, floats;

	if (!size_mul(tiles, c->groups * BYTES_GROUP, &bytes) ||
	    !size_mul(tiles, 2 * BYTES_TILE * sizeof(float), &floats) ||
	    !size_add(bytes, floats, &c->mapped))
		return false;
	*scale_at = bytes;
	return true;
}

static enum status copy_new(struct bytes_copy **out, const struct model *m, struct error *err)
{
	struct bytes_copy c = { .rows = model_rows(m), .groups = (model_dims(m) + 3) / 4 };
	size_t scale_at, padded = (c.rows + BYTES_TILE - 1) / BYTES_TILE * BYTES_TILE;
	uint8_t *p = MAP_FAILED;

	if (copy_layout(&c, &scale_at))
		p = mmap(NULL, c.mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			 0);
	if (p == MAP_FAILED)
		return error_set(err, ST_NOMEM, "not enough memory for the search copy of %s",
				 m->name ? m->name : "the model");
#ifdef MADV_HUGEPAGE
	if (c.mapped >= HUGE_PAGE)
		madvise(p, c.mapped, MADV_HUGEPAGE);
#endif
	c.tiles = p;
	c.scale = (float *)(void *)(p + scale_at);
	c.residual = c.scale + padded;
	*out = xcalloc(1, sizeof(**out));
	**out = c;
	return ST_OK;
}

static void copy_free(struct bytes_copy *c)
{
	if (!c)
		return;
	if (!c->borrowed)
		munmap(c->tiles, c->mapped);
	free(c);
}

struct build {
	const struct model *m;
	struct bytes_copy *copy;
	const struct kernels *k;
	const struct progress *progress;
	atomic_bool stop;
	atomic_size_t done;
};

static void put_row(struct bytes_copy *c, size_t row, const int8_t *q)
{
	uint8_t *at = c->tiles + row / BYTES_TILE * c->groups * BYTES_GROUP + row % BYTES_TILE * 4;

	for (size_t g = 0; g < c->groups; g++, at += BYTES_GROUP) {
		uint32_t four;

		memcpy(&four, q + 4 * g, 4);
		four ^= 0x80808080u; /* + 128 */
		memcpy(at, &four, 4);
	}
}

static void build_row(struct build *b, size_t row, int8_t *q)
{
	struct bytes_copy *c = b->copy;
	float norm = b->m->norms[row], residual;

	if (!(norm >= NORM_LOW && norm <= NORM_HIGH)) {
		c->residual[row] = norm == 0 ? 0 : INFINITY;
		memset(q, 0, 4 * c->groups);
	} else {
		c->scale[row] = b->k->to_bytes(model_row(b->m, (uint32_t)row), model_dims(b->m), q,
					       &residual);
		c->residual[row] = (float)((double)residual * (1 + 2e-4) + 0x1p-20 * (double)norm);
	}
	put_row(c, row, q);
}

static void build_part(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct build *b = ctx;
	int8_t q[BYTES_DIMS_MAX + 4];

	if (worker == 0 && !progress_step(b->progress, atomic_load(&b->done), model_rows(b->m)))
		atomic_store(&b->stop, true);
	if (atomic_load(&b->stop))
		return;
	memset(q + model_dims(b->m) / 4 * 4, 0, 4);
	for (size_t row = begin; row < end; row++)
		build_row(b, row, q);
	atomic_fetch_add(&b->done, end - begin);
}

static enum status copy_build(struct bytes_copy **out, const struct model *m, size_t threads,
			      const struct progress *progress, struct error *err)
{
	struct build b = { .m = m, .k = kernels_get(), .progress = progress };
	enum status st = copy_new(&b.copy, m, err);

	if (st)
		return st;
	parallel_for(threads, model_rows(m), 16 * BYTES_TILE, build_part, &b);
	if (atomic_load(&b.stop)) {
		copy_free(b.copy);
		return progress_cancelled(err);
	}
	*out = b.copy;
	return ST_OK;
}

/* --- one copy a model -------------------------------------------------------------------------- */

struct search_cache {
	_Atomic(struct bytes_copy *) copy;
	atomic_uint searches;
	atomic_flag busy; /* a thread builds the copy, or it cannot be built */
};

struct search_cache *search_cache_new(void)
{
	struct search_cache *c = xcalloc(1, sizeof(*c));

	atomic_flag_clear(&c->busy);
	return c;
}

void search_cache_free(struct search_cache *c)
{
	if (c)
		copy_free(atomic_load(&c->copy));
	free(c);
}

const struct bytes_copy *bytes_copy_get(const struct model *m)
{
	return m->cache ? atomic_load_explicit(&m->cache->copy, memory_order_acquire) : NULL;
}

bool search_wants_copy(const struct model *m)
{
	return m->cache && model_rows(m) * m->matrix.stride >= BIG_FLOATS &&
	       model_dims(m) <= BYTES_DIMS_MAX && !bytes_copy_get(m);
}

enum status search_prepare(const struct model *m, size_t threads, const struct progress *progress,
			   struct error *err)
{
	struct bytes_copy *copy = NULL;
	enum status st;

	if (!m->cache || bytes_copy_get(m) || model_dims(m) > BYTES_DIMS_MAX ||
	    atomic_flag_test_and_set(&m->cache->busy))
		return ST_OK; /* it is there, cannot be, or is being built by another thread */
	st = copy_build(&copy, m, threads, progress, err);
	if (st == ST_OK)
		atomic_store_explicit(&m->cache->copy, copy, memory_order_release);
	else if (st == ST_CANCELLED)
		atomic_flag_clear(&m->cache->busy);
	return st;
}

const struct bytes_copy *bytes_copy_want(const struct model *m, size_t threads,
					 const struct progress *progress)
{
	if (search_wants_copy(m) && atomic_fetch_add(&m->cache->searches, 1))
		search_prepare(m, threads, progress, NULL);
	return bytes_copy_get(m);
}

/* --- in a file --------------------------------------------------------------------------------- */

const void *bytes_copy_memory(const struct model *m, size_t *n)
{
	const struct bytes_copy *c = bytes_copy_get(m);

	*n = c ? c->mapped : 0;
	return c ? c->tiles : NULL;
}

bool bytes_copy_adopt(const struct model *m, const void *memory, size_t n)
{
	struct bytes_copy c = { .rows = model_rows(m),
				.groups = (model_dims(m) + 3) / 4,
				.borrowed = true };
	struct bytes_copy *own, *none = NULL;
	size_t scale_at, padded = (c.rows + BYTES_TILE - 1) / BYTES_TILE * BYTES_TILE;

	if (!m->cache || model_dims(m) > BYTES_DIMS_MAX || !copy_layout(&c, &scale_at) ||
	    c.mapped != n)
		return false;
	c.tiles = (uint8_t *)(uintptr_t)memory; /* only read from now on */
	c.scale = (float *)(void *)(c.tiles + scale_at);
	c.residual = c.scale + padded;
	own = xcalloc(1, sizeof(*own));
	*own = c;
	if (atomic_compare_exchange_strong(&m->cache->copy, &none, own))
		return true;
	free(own);
	return false;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* p = 128 hi + lo with lo in [-64, 63]. */
static void put_digits(struct bytes_query *q, int8_t *digits, size_t i, int p)
{
	int lo = ((p + 64) & 127) - 64, hi = (p - lo) / 128;

	digits[i / 4 * 8 + i % 4] = (int8_t)hi;
	digits[i / 4 * 8 + 4 + i % 4] = (int8_t)lo;
	q->offset[0] += 128 * hi;
	q->offset[1] += 128 * lo;
}

enum status bytes_probe_init(struct bytes_probe *p, const struct bytes_copy *c, const double *unit,
			     size_t dims, struct error *err)
{
	double most = 0, lost = 0, step;
	int8_t *digits;
	void *room;

	if (mem_try_calloc(&room, c->groups, 8, "the query", err))
		return ST_NOMEM;
	*p = (struct bytes_probe){ .copy = c, .k = kernels_get() };
	digits = room;
	for (size_t i = 0; i < dims; i++)
		most = fmax(most, fabs(unit[i]));
	p->step = (float)(most / DIGITS_MAX);
	step = (double)p->step;
	for (size_t i = 0; i < dims; i++) {
		double n = fmax(-DIGITS_MAX, fmin(DIGITS_MAX, nearbyint(unit[i] / step)));
		double rest = unit[i] - n * step;

		lost += rest * rest;
		put_digits(&p->query, digits, i, (int)n);
	}
	p->query.groups = c->groups;
	p->query.digits = digits;
	p->per_norm = (float)(sqrt(lost) * (1 + 1e-6) + SLACK);
	p->per_residual = (float)(1 + 1e-6) + p->per_norm;
	return ST_OK;
}

/* What is known of each row of a tile. */
struct bytes_rows {
	const float *scale, *residual, *norms;
};

void bytes_probe_release(struct bytes_probe *p)
{
	int8_t *digits = (int8_t *)(uintptr_t)p->query.digits;

	free(digits);
	*p = (struct bytes_probe){ 0 };
}

static inline void probe_rows(const struct bytes_probe *p, size_t n, const float *dot,
			      const struct bytes_rows *rows, float *high)
{
	for (size_t i = 0; i < n; i++)
		high[i] = p->step * dot[i] * rows->scale[i] +
			  (rows->residual[i] * p->per_residual + rows->norms[i] * p->per_norm);
}

/* The next tile's numbers: three short stretches that no prefetcher foresees. */
static inline void ask_for_next(const struct bytes_copy *c, size_t row, const float *norms)
{
	for (size_t i = BYTES_TILE; i < 2 * BYTES_TILE; i += 64 / sizeof(float)) {
		__builtin_prefetch(c->scale + row + i);
		__builtin_prefetch(c->residual + row + i);
		__builtin_prefetch(norms + i);
	}
}

void bytes_probe_tile(const struct bytes_probe *p, size_t row, size_t n, const float *norms,
		      float *high, float *err)
{
	const struct bytes_copy *c = p->copy;
	const struct bytes_rows rows = { c->scale + row, c->residual + row, norms };
	float dot[BYTES_TILE];

	p->k->dot_bytes(c->tiles + row * c->groups * 4, &p->query, dot);
	if (n == BYTES_TILE)
		probe_rows(p, BYTES_TILE, dot, &rows, high); /* a fixed number: vector code */
	else
		probe_rows(p, n, dot, &rows, high);
	for (size_t i = 0; err && i < n; i++)
		err[i] = rows.residual[i] * p->per_residual + norms[i] * p->per_norm;
}

uint64_t bytes_probe_reach(const struct bytes_probe *p, size_t row, const float *norms, float a,
			   float b, float *high)
{
	const struct bytes_copy *c = p->copy;
	float dot[BYTES_TILE];
	const struct bytes_bound bound = { dot,	    c->scale + row,  c->residual + row, norms,
					   p->step, p->per_residual, p->per_norm,	a,
					   b };

	ask_for_next(c, row, norms);
	p->k->dot_bytes(c->tiles + row * c->groups * 4, &p->query, dot);
	return p->k->bound_bytes(&bound, high);
}
