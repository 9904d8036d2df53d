#include "model/ingest.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"

#define BLOCK_BYTES    ((size_t)1 << 20)
#define READ_PIECE     ((size_t)128 << 10) /* between looks at the clock while unpacking */
#define STEP_NS	       UINT64_C(40000000)
#define THREADS_USEFUL 16 /* one thread reads for all: more would only hold memory */

struct buffer {
	char *p;
	size_t n, cap;
};

/* What all workers share. */
struct run {
	struct ingest *in;
	pthread_mutex_t reading; /* source, cut(), carry, next_block, ended */
	struct buffer carry;	 /* bytes behind the last cut */
	size_t next_block;
	bool ended;
	pthread_mutex_t committing; /* builder, committed(), next_commit, next_place, failure */
	pthread_cond_t turn;
	size_t next_commit;
	uint64_t next_place;
	struct error failure;
	pthread_mutex_t stepping; /* progress */
	uint64_t stepped_at;
	atomic_bool stop;
};

struct worker {
	struct run *run;
	struct buffer bytes;
	struct ingest_block block;
	size_t index;	  /* of the block at hand */
	size_t take;	  /* of bytes, for parse() */
	struct error err; /* instead of rows */
};

/* --- rows of a block ------------------------------------------------------------------------- */

static enum status grow(void *array, size_t count, size_t size, struct error *err)
{
	void *p;
	enum status st;

	memcpy(&p, array, sizeof(p));
	st = mem_try_realloc(&p, count, size, "a block of rows", err);
	memcpy(array, &p, sizeof(p));
	return st;
}

static enum status grow_rows(struct ingest_block *b, struct error *err)
{
	size_t cap = b->row_cap ? 2 * b->row_cap : 16;
	enum status st = grow(&b->data, cap, b->stride * sizeof(float), err);

	if (st == ST_OK)
		st = grow(&b->norms, cap, sizeof(*b->norms), err);
	if (st == ST_OK)
		st = grow(&b->word_end, cap, sizeof(*b->word_end), err);
	if (st == ST_OK)
		st = grow(&b->place, cap, sizeof(*b->place), err);
	if (st == ST_OK)
		b->row_cap = cap;
	return st;
}

enum status ingest_row(struct ingest_block *b, float **row, struct error *err)
{
	if (b->rows == b->row_cap) {
		enum status st = grow_rows(b, err);

		if (st != ST_OK)
			return st;
	}
	*row = b->data + b->rows * b->stride;
	for (size_t i = b->cols; i < b->stride; i++)
		(*row)[i] = 0;
	return ST_OK;
}

enum status ingest_add(struct ingest_block *b, const char *word, size_t n, uint64_t place,
		       struct error *err)
{
	if (n > b->words_cap - b->words_n) {
		size_t cap = 2 * b->words_cap + n + 4096;
		enum status st = cap > UINT32_MAX ? error_set(err, ST_FORMAT, "a word is too long")
						  : grow(&b->words, cap, 1, err);

		if (st != ST_OK)
			return st;
		b->words_cap = cap;
	}
	if (n)
		memcpy(b->words + b->words_n, word, n);
	b->words_n += n;
	b->word_end[b->rows] = (uint32_t)b->words_n;
	b->place[b->rows] = place;
	builder_norms(&b->norms[b->rows], b->data + b->rows * b->stride, 1, b->cols, b->stride);
	b->rows++;
	return ST_OK;
}

void ingest_bad(struct ingest_block *b, uint64_t place, const char *text, size_t n)
{
	report_add(&b->report, REPORT_SHORT_ROW, place);
	if (b->bad_count == 0) {
		b->sample_n = MIN(n, sizeof(b->sample));
		memcpy(b->sample, text, b->sample_n);
		if (!b->bad)
			b->bad = xcalloc(INGEST_BAD_MAX, sizeof(*b->bad));
	}
	if (b->bad_count < INGEST_BAD_MAX)
		b->bad[b->bad_count++] = (uint32_t)MIN(place, UINT32_MAX);
}

static void block_reset(struct ingest_block *b)
{
	b->rows = b->words_n = b->bad_count = b->sample_n = b->suspicious = 0;
	b->places = 0;
	report_release(&b->report);
}

static void block_release(struct ingest_block *b)
{
	report_release(&b->report);
	free(b->data);
	free(b->norms);
	free(b->word_end);
	free(b->place);
	free(b->words);
	free(b->bad);
}

/* --- progress -------------------------------------------------------------------------------- */

/* Called with the source at rest in this thread, or with a position from before. */
static bool step(struct run *run, uint64_t consumed)
{
	struct ingest *in = run->in;
	bool go_on = true;
	uint64_t now;

	if (!in->progress)
		return true;
	pthread_mutex_lock(&run->stepping);
	now = clock_ns();
	if (now - run->stepped_at >= STEP_NS) {
		run->stepped_at = now;
		go_on = progress_step(in->progress, consumed, source_file_size(in->src));
	}
	pthread_mutex_unlock(&run->stepping);
	if (!go_on)
		atomic_store(&run->stop, true);
	return go_on;
}

/* --- taking blocks ---------------------------------------------------------------------------- */

static enum status buffer_need(struct buffer *b, size_t n, struct error *err)
{
	void *p = b->p;
	enum status st;

	if (n + INGEST_PAD <= b->cap)
		return ST_OK;
	st = mem_try_realloc(&p, n + INGEST_PAD, 1, "a block of the file", err);
	if (st != ST_OK)
		return st;
	b->p = p;
	b->cap = n + INGEST_PAD;
	return ST_OK;
}

/* Fill up to `want` bytes; sets run->ended at the end, or where the packing is broken. */
static enum status read_up_to(struct run *run, struct buffer *b, size_t want, struct error *err)
{
	struct ingest *in = run->in;
	enum status st = buffer_need(b, want, err);
	size_t piece = *source_packing(in->src) ? READ_PIECE : want;

	while (st == ST_OK && b->n < want && !run->ended) {
		size_t got;

		st = source_read(in->src, b->p + b->n, MIN(want - b->n, piece), &got, &in->damage);
		if (st == ST_FORMAT || st == ST_IO) {
			run->ended = true; /* what is sound stays */
			return ST_OK;
		}
		if (st != ST_OK) {
			if (err)
				*err = in->damage;
			in->damage.status = ST_OK;
			return st;
		}
		b->n += got;
		run->ended = got == 0;
		if (!step(run, source_consumed(in->src)))
			return progress_cancelled(err);
	}
	return st;
}

/* Bytes for one block into w->bytes, with the carry in front. */
static enum status fill(struct run *run, struct worker *w, bool *done, struct error *err)
{
	struct ingest *in = run->in;
	size_t want = MAX(in->block_bytes, run->carry.n);
	enum status st = buffer_need(&w->bytes, want, err);

	if (st != ST_OK)
		return st;
	if (run->carry.n)
		memcpy(w->bytes.p, run->carry.p, run->carry.n);
	w->bytes.n = run->carry.n;
	for (w->take = 0; !w->take && !*done; want = 2 * w->bytes.n) {
		bool end;

		st = read_up_to(run, &w->bytes, want, err);
		if (st != ST_OK)
			return st;
		end = run->ended && in->damage.status == ST_OK;
		st = in->ops->cut(in->ctx, w->bytes.p, w->bytes.n, end, &w->take, done, err);
		if (st != ST_OK)
			return st;
		if (run->ended && !w->take)
			*done = true;
		if (!w->take && !*done && w->bytes.n > in->row_max)
			return error_set(err, ST_FORMAT,
					 "no row ends within %zu bytes before byte %" PRIu64
					 ": this is no embedding file",
					 in->row_max, source_tell(in->src));
	}
	return ST_OK;
}

static enum status keep_carry(struct run *run, const struct worker *w, struct error *err)
{
	size_t left = w->bytes.n - w->take;
	enum status st = buffer_need(&run->carry, left, err);

	if (st != ST_OK)
		return st;
	if (left)
		memcpy(run->carry.p, w->bytes.p + w->take, left);
	run->carry.n = left;
	return ST_OK;
}

/* The next block, or false when there is none. An error takes the place of its block. */
static bool take_block(struct worker *w)
{
	struct run *run = w->run;
	bool done = false, taken = false;

	pthread_mutex_lock(&run->reading);
	if (run->next_block != SIZE_MAX && !atomic_load(&run->stop)) {
		w->err.status = fill(run, w, &done, &w->err);
		if (w->err.status == ST_OK)
			w->err.status = keep_carry(run, w, &w->err);
		taken = w->take > 0 || w->err.status != ST_OK;
		w->index = run->next_block;
		if (done || w->err.status != ST_OK)
			run->next_block = SIZE_MAX;
		else
			run->next_block++;
	}
	pthread_mutex_unlock(&run->reading);
	return taken;
}

/* --- commit ------------------------------------------------------------------------------------ */

static void make_absolute(struct ingest_block *b, uint64_t before)
{
	for (size_t i = 0; i < b->rows; i++)
		b->place[i] += before;
	for (size_t k = 0; k < REPORT_KIND_COUNT; k++)
		for (size_t i = 0; i < REPORT_PLACES; i++)
			b->report.kind[k].place[i] += before;
}

static enum status commit_rows(struct run *run, struct ingest_block *b, struct error *err)
{
	struct ingest *in = run->in;
	struct row_block rows = {
		.rows = b->rows,
		.data = b->data,
		.stride = b->stride,
		.words = b->words,
		.word_end = b->word_end,
		.place = b->place,
		.norms = b->norms,
	};
	uint64_t before = run->next_place;
	enum status st = ST_OK;

	make_absolute(b, before);
	report_merge(builder_report(in->builder), &b->report);
	run->next_place += b->places;
	if (b->rows)
		st = builder_commit(in->builder, &rows, err);
	if (st == ST_OK && in->ops->committed)
		st = in->ops->committed(in->ctx, b, before + 1, err);
	return st;
}

/* Wait for our turn, commit, let the next one go. False: it is over. */
static bool commit(struct worker *w)
{
	struct run *run = w->run;
	bool go_on;

	pthread_mutex_lock(&run->committing);
	while (run->next_commit != w->index && run->failure.status == ST_OK)
		pthread_cond_wait(&run->turn, &run->committing);
	if (run->failure.status == ST_OK) {
		if (w->err.status == ST_OK)
			w->err.status = commit_rows(run, &w->block, &w->err);
		if (w->err.status != ST_OK) {
			run->failure = w->err;
			atomic_store(&run->stop, true);
		}
		run->next_commit++;
		pthread_cond_broadcast(&run->turn);
	}
	go_on = run->failure.status == ST_OK;
	pthread_mutex_unlock(&run->committing);
	return go_on;
}

static void worker_main(void *ctx, size_t number)
{
	struct run *run = ctx;
	struct ingest *in = run->in;
	struct worker w = { .run = run };

	(void)number;
	w.block.cols = builder_cols(in->builder);
	w.block.stride = matrix_stride(w.block.cols);
	report_init(&w.block.report, NULL);
	while (take_block(&w)) {
		block_reset(&w.block);
		if (w.err.status == ST_OK) {
			memset(w.bytes.p + w.take, 0, INGEST_PAD);
			w.bytes.p[w.take] = '\n';
			w.err.status = in->ops->parse(in->ctx, w.bytes.p, w.take, &w.block, &w.err);
		}
		if (!commit(&w))
			break;
	}
	free(w.bytes.p);
	block_release(&w.block);
}

static enum status run_init(struct run *run, struct error *err)
{
	struct ingest *in = run->in;
	enum status st = buffer_need(&run->carry, in->first_n, err);

	if (st != ST_OK)
		return st;
	if (in->first_n)
		memcpy(run->carry.p, in->first, in->first_n);
	run->carry.n = in->first_n;
	run->next_place = in->places_before;
	run->stepped_at = clock_ns();
	atomic_init(&run->stop, false);
	pthread_mutex_init(&run->reading, NULL);
	pthread_mutex_init(&run->committing, NULL);
	pthread_mutex_init(&run->stepping, NULL);
	pthread_cond_init(&run->turn, NULL);
	return ST_OK;
}

enum status ingest_run(struct ingest *in, struct error *err)
{
	struct run run = { .in = in };
	enum status st = run_init(&run, err);

	if (st != ST_OK)
		return st;
	if (!in->block_bytes)
		in->block_bytes = BLOCK_BYTES;
	parallel_run(MIN(thread_count(in->threads), THREADS_USEFUL), worker_main, &run);
	pthread_mutex_destroy(&run.reading);
	pthread_mutex_destroy(&run.committing);
	pthread_mutex_destroy(&run.stepping);
	pthread_cond_destroy(&run.turn);
	if (run.failure.status != ST_OK) {
		free(run.carry.p);
		if (err)
			*err = run.failure;
		return run.failure.status;
	}
	in->places = run.next_place;
	in->rest = run.carry.p;
	in->rest_n = run.carry.n;
	return ST_OK;
}
