/*
 * Two models on one map (model/moves.h): what moved, as a way from ○, its place in the model in use,
 * to ●, its place in the other. Private to moves*.c.
 */
#ifndef UI_VIEWS_MOVES_H
#define UI_VIEWS_MOVES_H

#include "draw/scatter.h"
#include "model/moves.h"
#include "ui/view.h"

enum { MOVES_GROUND = 1500, MOVES_ANCHORS = 20000, MOVES_MAX = 200, MOVES_UNDO = 32 };

struct moves_job;

struct moves_view {
	struct model *a, *b;	/* referenced; NULL = nothing was compared yet */
	struct moves_job *job;	/* running, or NULL */
	struct moves moves;
	bool ready;
	struct error err;	/* why there is no map */
	uint32_t selected;	/* row of a */

	struct scatter_point *points;	/* (asked) ends, (asked) beginnings, then the ground */
	struct scatter_line *lines;	/* (asked) */
	struct scatter_view at;
	double home_scale;
	int rows, cols;			/* of the pane, 0 before the first drawing */
	bool at_home;
	struct scatter_view undo[MOVES_UNDO];
	size_t undo_count;

	bool wants_glide;		/* what moved goes its way when it is first seen */
	uint64_t gliding_since;		/* ns, 0 = all are there */
};

/* --- moves_job.c --- */
/* Takes rows. */
struct moves_job *moves_job_start(struct job_queue *jobs, struct model *a, struct model *b,
				  uint32_t *rows, size_t count, size_t threads);
bool moves_job_is_done(const struct moves_job *j);
enum status moves_job_take(struct moves_job *j, struct moves *out, struct error *err);	/* frees j */
void moves_job_drop(struct moves_job *j);	/* cancel, wait, free; NULL is fine */

/* --- moves_draw.c --- */
void moves_prepare(struct moves_view *v);	/* points and lines, once the moves are there */
bool moves_are_gliding(const struct moves_view *v);
void moves_draw(void *view, struct view_context *ctx, struct surface *s, struct rect r);
void moves_status(void *view, struct view_context *ctx, struct strbuf *out);
bool moves_figure(void *view, struct view_context *ctx, struct figure *out);

#endif
