#include "ui/finder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/fuzzy.h"

enum { STEP_ROWS = 4096, TIERS = 5, MAX_SCORE = 63 };

struct finding {
	struct model *model; /* referenced */
	char *pattern;
	uint32_t rows[FINDER_MAX];
	size_t count;
	uint64_t total;
};

struct finder {
	struct job *job;
	struct finding *running, *waiting, *done;
};

static void finding_free(struct finding *f)
{
	if (!f)
		return;
	model_unref(f->model);
	free(f->pattern);
	free(f);
}

struct hit_key {
	uint32_t row;
	int rank; /* tier and coarse score: higher is better */
};

/* Keep the FINDER_MAX best; rows come in rising order, so equal ranks keep their order. */
static void keep(struct hit_key *best, size_t *count, struct hit_key hit)
{
	size_t at = *count;

	if (at == FINDER_MAX) {
		if (best[at - 1].rank >= hit.rank)
			return;
		at--;
	} else {
		(*count)++;
	}
	while (at > 0 && best[at - 1].rank < hit.rank) {
		best[at] = best[at - 1];
		at--;
	}
	best[at] = hit;
}

/* Only order inside the subsequence tier looks at the score: frequency matters more elsewhere. */
static int rank_of(struct fuzzy_match m)
{
	int fine = m.tier == FUZZY_SUBSEQUENCE ? m.score / 8 : 0;

	return (int)m.tier * (MAX_SCORE + 1) + MIN(fine, MAX_SCORE);
}

static enum status finding_run(void *arg, const struct progress *progress, struct error *err)
{
	struct finding *f = arg;
	const struct vocab *v = f->model->vocab;
	size_t rows = vocab_size(v), m = strlen(f->pattern);
	struct hit_key *best = xcalloc(FINDER_MAX, sizeof(*best));
	enum status st = ST_OK;

	for (uint32_t row = 0; row < rows; row++) {
		if (row % STEP_ROWS == 0 && !progress_step(progress, row, rows)) {
			st = progress_cancelled(err);
			break;
		}
		size_t n;
		const char *word = vocab_word(v, row, &n);
		struct fuzzy_match match = fuzzy_match(f->pattern, m, word, n);

		if (match.tier == FUZZY_NONE)
			continue;
		f->total++;
		keep(best, &f->count, (struct hit_key){ row, rank_of(match) });
	}
	for (size_t i = 0; i < f->count; i++)
		f->rows[i] = best[i].row;
	free(best);
	return st;
}

struct finder *finder_new(void)
{
	return xcalloc(1, sizeof(struct finder));
}

void finder_free(struct finder *f)
{
	if (!f)
		return;
	if (f->job) {
		job_cancel(f->job);
		job_finish(f->job, NULL);
	}
	finding_free(f->running);
	finding_free(f->waiting);
	finding_free(f->done);
	free(f);
}

static void launch(struct finder *f, struct job_queue *q)
{
	f->running = f->waiting;
	f->waiting = NULL;
	f->job = job_start(q, "finding words", finding_run, f->running);
}

void finder_start(struct finder *f, struct job_queue *q, struct model *m, const char *pattern)
{
	struct finding *next = xcalloc(1, sizeof(*next));

	next->model = model_ref(m);
	next->pattern = xstrdup(pattern);
	finding_free(f->waiting);
	f->waiting = next;
	if (f->job)
		job_cancel(f->job);
	else
		launch(f, q);
}

bool finder_tick(struct finder *f, struct job_queue *q)
{
	bool fresh = false;

	if (!f->job || !job_is_done(f->job))
		return false;
	if (job_finish(f->job, NULL) == ST_OK) {
		finding_free(f->done);
		f->done = f->running;
		fresh = true;
	} else {
		finding_free(f->running);
	}
	f->job = NULL;
	f->running = NULL;
	if (f->waiting)
		launch(f, q);
	return fresh;
}

bool finder_is_busy(const struct finder *f)
{
	return f->job != NULL;
}

const uint32_t *finder_rows(const struct finder *f, size_t *count, uint64_t *total)
{
	*count = f->done ? f->done->count : 0;
	*total = f->done ? f->done->total : 0;
	return f->done ? f->done->rows : NULL;
}
