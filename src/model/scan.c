/*
 * Walking over the rows on all processors: the filter, the tiles, progress and stopping.
 *
 * Rows are handed out in chunks of about 1 MiB, small enough that a stop is seen within a
 * millisecond. Only worker 0, which is the caller, reports progress.
 */
#include "model/scan.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"

#define CHUNK_FLOATS  ((size_t)1 << 18)
#define THREAD_FLOATS ((size_t)1 << 20) /* below this a second thread costs more than it gives */

/* --- filter ----------------------------------------------------------------------------------- */

static int compare_rows(const void *a, const void *b)
{
	uint32_t x, y;

	x = *(const uint32_t *)a;
	y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

enum status row_filter_init(struct row_filter *f, const struct model *m, const struct search *s,
			    struct error *err)
{
	size_t rows = model_rows(m);
	void *p = NULL;

	*f = (struct row_filter){ .allow = s->allow, .rows = rows };
	if (s->max_rank)
		f->rows = MIN(rows, s->max_rank);
	if (!s->exclude_count)
		return ST_OK;
	if (mem_try_calloc(&p, s->exclude_count, sizeof(*f->exclude), "the rows left out", err))
		return ST_NOMEM;
	f->exclude = p;
	f->exclude_count = s->exclude_count;
	for (size_t i = 0; i < s->exclude_count; i++)
		f->exclude[i] = s->exclude[i];
	qsort(f->exclude, f->exclude_count, sizeof(*f->exclude), compare_rows);
	return ST_OK;
}

void row_filter_release(struct row_filter *f)
{
	free(f->exclude);
	f->exclude = NULL;
}

bool row_filter_passes(const struct row_filter *f, uint32_t row)
{
	if (f->allow && !f->allow[row])
		return false;
	return !f->exclude_count ||
	       !bsearch(&row, f->exclude, f->exclude_count, sizeof(*f->exclude), compare_rows);
}

/* --- walk ------------------------------------------------------------------------------------- */

struct scan_state {
	atomic_bool stop;
	atomic_size_t done;
};

size_t scan_threads(const struct model *m, size_t rows, size_t wanted)
{
	size_t most = rows * m->matrix.stride / THREAD_FLOATS + 1;

	return MIN(thread_count(wanted), most);
}

bool scan_tick(const struct scan *scan, size_t worker)
{
	struct scan_state *st = scan->state;

	if (worker == 0 &&
	    !progress_step(scan->progress, atomic_load(&st->done), scan->filter->rows))
		atomic_store(&st->stop, true);
	return !atomic_load(&st->stop);
}

static size_t count_allowed(const uint8_t *allow, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += allow[i] != 0;
	return count;
}

static void visit_tile(struct scan *scan, size_t row, size_t n, size_t worker)
{
	const uint8_t *allow = scan->filter->allow;

	if (!allow || count_allowed(allow + row, n) > SCAN_SPARSE) {
		scan->tile(scan->ctx, row, n, worker);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (allow[row + i])
			scan->tile(scan->ctx, row + i, 1, worker);
}

static void visit_chunk(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct scan *scan = ctx;

	if (!scan_tick(scan, worker))
		return;
	for (size_t row = begin; row < end; row += SCAN_TILE)
		visit_tile(scan, row, MIN(end - row, SCAN_TILE), worker);
	atomic_fetch_add(&scan->state->done, end - begin);
}

enum status scan_run(struct scan *scan, struct error *err)
{
	size_t chunk = CHUNK_FLOATS / MAX(scan->m->matrix.stride, 1) / SCAN_TILE * SCAN_TILE;
	struct scan_state st = { false, 0 };

	scan->state = &st;
	parallel_for(scan->threads, scan->filter->rows, MAX(chunk, SCAN_TILE), visit_chunk, scan);
	scan->state = NULL;
	return atomic_load(&st.stop) ? progress_cancelled(err) : ST_OK;
}
