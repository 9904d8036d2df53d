/* From what is wished for to what is shown: starting the work, taking what comes out of it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/views/map.h"

void map_fit_start(struct map *v, struct view_context *ctx)
{
	struct map_wish wish;

	map_job_drop(v->fitting);
	map_job_drop(v->measuring);
	v->measuring = NULL;
	v->err = (struct error)ERROR_INIT;
	wish = map_wish_for_job(v, ctx->session);
	v->fitting = map_job_fit(ctx->jobs, v->model, &wish);
}

/* Other places for the words. `news` is moved. */
static void show_points(struct map *v, struct map_points *news, bool glide)
{
	bool same = v->ready && v->points.frequent == news->frequent &&
		    memcmp(v->points.rows, news->rows, news->frequent * sizeof(*news->rows)) == 0;

	if (same && glide)
		map_glide_begin(v);
	else
		map_glide_forget(v);
	for (size_t i = 0; !same && i < v->shown_cap; i++)
		v->shown[i].side = LABEL_HIDDEN;
	if (!same)
		map_groups_forget(v);
	map_points_release(&v->points);
	v->points = *news;
	if (news->kind != MAP_PCA || v->now.axis_x >= MAP_AXES || v->now.axis_y >= MAP_AXES) {
		v->now.axis_x = 0;
		v->now.axis_y = 1;
	}
	if (news->kind != MAP_PCA && news->kind != MAP_RANDOM)
		v->now.turn = 0;
	v->ready = v->stale = true;
	v->home_scale = 0; /* the next drawing fits the new picture */
	v->at_home = true;
}

void map_fit_peek(struct map *v, const struct session *s)
{
	struct map_points news;

	if (!v->fitting || !s->settings.animate || s->fixed_clock_ms >= 0 ||
	    !map_job_peek(v->fitting, &news))
		return;
	map_wish_copy(&v->met, &v->wish);
	show_points(v, &news, v->points.kind != v->wish.kind);
	map_undo_clear(v);
}

void map_fit_take(struct map *v)
{
	struct map_points news;
	bool seen = map_kind_is_layout(v->wish.kind) && v->points.kind == v->wish.kind && v->ready;
	bool first = !v->ready;

	if (!v->fitting || !map_job_is_done(v->fitting))
		return;
	if (map_job_take_points(v->fitting, &news, &v->err) == ST_OK) {
		map_wish_copy(&v->met, &v->wish);
		show_points(v, &news, !seen);
		v->wants_sight = v->query_count + v->answer_count > 0 && (first || !seen);
		v->has_trust = false;
		v->wants_trust = true;
		if (!first)
			map_undo_clear(v);
	} else if (!first) {
		map_wish_copy(&v->wish, &v->met);
	}
	v->fitting = NULL;
}

void map_fit_measure(struct map *v, struct view_context *ctx)
{
	if (v->measuring && map_job_is_done(v->measuring)) {
		v->has_trust = map_job_take_trust(v->measuring, &v->trust);
		v->measuring = NULL;
	}
	if (!v->wants_trust || v->fitting)
		return;
	map_job_drop(v->measuring);
	v->measuring = NULL;
	v->has_trust = v->wants_trust = false;
	if (!v->ready || v->points.frequent < 4)
		return;
	v->measuring = map_job_measure(ctx->jobs, v->model, &v->points, (size_t)v->now.axis_x,
				       (size_t)v->now.axis_y);
}
