#include "ui/views/close_words.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/search.h"

struct close_job {
	struct job *job;
	struct model *model; /* referenced */
	uint32_t row;
	size_t threads, count;
	struct hit hits[CLOSE_WORDS];
};

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct close_job *j = arg;
	size_t dims = model_dims(j->model);
	const float *row = model_row(j->model, j->row);
	double *q = xcalloc(dims, sizeof(*q));
	struct search s = { .metric = METRIC_COSINE,
			    .k = CLOSE_WORDS,
			    .exclude = &j->row,
			    .exclude_count = 1,
			    .threads = j->threads };
	enum status st;

	for (size_t i = 0; i < dims; i++)
		q[i] = (double)row[i];
	st = search_near(j->model, q, &s, progress, j->hits, &j->count, err);
	free(q);
	return st;
}

void close_words_init(struct close_words *c)
{
	*c = (struct close_words){ .wanted = VOCAB_NONE, .row = VOCAB_NONE };
}

static void start(struct close_words *c, struct view_context *ctx)
{
	struct model *m = session_model(ctx->session);
	struct close_job *j;

	if (!m || c->wanted >= model_rows(m)) {
		c->wanted = VOCAB_NONE;
		return;
	}
	j = xcalloc(1, sizeof(*j));
	j->model = model_ref(m);
	j->row = c->wanted;
	j->threads = (size_t)MAX(ctx->session->settings.threads, 0);
	j->job = job_start(ctx->jobs, "close words", work, j);
	c->job = j;
	c->wanted = VOCAB_NONE;
}

/* Joins; the words are kept if they are still wanted: of this model, and nothing newer. */
static void finish(struct close_words *c, const struct model *m)
{
	struct close_job *j = c->job;

	if (job_finish(j->job, NULL) == ST_OK && m == j->model && c->wanted == VOCAB_NONE) {
		c->row = j->row;
		c->count = j->count;
		for (size_t i = 0; i < j->count; i++)
			c->words[i] = j->hits[i].row;
	}
	model_unref(j->model);
	free(j);
	c->job = NULL;
}

void close_words_release(struct close_words *c)
{
	if (c->job) {
		job_cancel(c->job->job);
		finish(c, NULL);
	}
	close_words_init(c);
}

void close_words_want(struct close_words *c, struct view_context *ctx, uint32_t row)
{
	if (c->job && c->job->row == row && c->wanted == VOCAB_NONE)
		return;
	c->row = VOCAB_NONE;
	c->wanted = row;
	if (c->job)
		job_cancel(c->job->job);
	else if (row != VOCAB_NONE)
		start(c, ctx);
}

void close_words_look(struct close_words *c, struct view_context *ctx)
{
	if (c->job && job_is_done(c->job->job))
		finish(c, session_model(ctx->session));
	if (!c->job && c->wanted != VOCAB_NONE)
		start(c, ctx);
}

bool close_words_busy(const struct close_words *c)
{
	return c->job || c->wanted != VOCAB_NONE;
}
