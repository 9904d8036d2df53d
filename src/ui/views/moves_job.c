/* Laying two models on one map takes a rotation of their rows: it is worked out beside the screen. */
#include <stdlib.h>

#include "base/mem.h"
#include "ui/views/moves.h"

struct moves_job {
	struct job *job;
	struct model *a, *b; /* referenced */
	uint32_t *rows;
	struct moves_wish wish;
	struct moves moves;
};

static enum status work(void *arg, const struct progress *progress, struct error *err)
{
	struct moves_job *j = arg;

	return moves_fit(&j->moves, j->a, j->b, &j->wish, progress, err);
}

struct moves_job *moves_job_start(struct job_queue *jobs, struct model *a, struct model *b,
				  uint32_t *rows, size_t count, size_t threads)
{
	struct moves_job *j = xcalloc(1, sizeof(*j));

	j->a = model_ref(a);
	j->b = model_ref(b);
	j->rows = rows;
	j->wish = (struct moves_wish){ .rows = rows,
				       .count = count,
				       .ground = MOVES_GROUND,
				       .anchors = MOVES_ANCHORS,
				       .threads = threads };
	j->job = job_start(jobs, "both maps", work, j);
	return j;
}

bool moves_job_is_done(const struct moves_job *j)
{
	return job_is_done(j->job);
}

enum status moves_job_take(struct moves_job *j, struct moves *out, struct error *err)
{
	enum status st = job_finish(j->job, err);

	if (st == ST_OK)
		*out = j->moves;
	model_unref(j->a);
	model_unref(j->b);
	free(j->rows);
	free(j);
	return st;
}

void moves_job_drop(struct moves_job *j)
{
	struct moves moves;

	if (!j)
		return;
	job_cancel(j->job);
	if (moves_job_take(j, &moves, NULL) == ST_OK)
		moves_release(&moves);
}
