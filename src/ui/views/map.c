#include "ui/views/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/views/analogy.h"

#define WHEEL_FACTOR 1.25
#define CLICK_REACH  4 /* columns */

/* --- the model and its points --- */

static void drop_jobs(struct map *v)
{
	map_job_drop(v->fitting);
	map_job_drop(v->linking);
	map_job_drop(v->measuring);
	v->fitting = v->linking = v->measuring = NULL;
	map_groups_forget(v);
}

static void forget_answer(struct map *v)
{
	free(v->query);
	free(v->answers);
	v->query = v->answers = NULL;
	v->query_count = v->answer_count = v->link_count = 0;
	v->analogy = v->has_arrow = false;
}

static void forget_points(struct map *v)
{
	drop_jobs(v);
	map_points_release(&v->points);
	v->shown_count = v->line_count = 0;
	map_undo_clear(v);
	v->ready = false;
	v->home_scale = 0;
	v->at_home = true;
	v->moving_since = 0;
	v->box.on = false;
	v->err = (struct error)ERROR_INIT;
	v->has_trust = false;
	map_glide_forget(v);
}

static void fit_model(struct map *v, struct view_context *ctx)
{
	forget_points(v);
	v->words = ctx->session->settings.map_words;
	if (v->model)
		map_fit_start(v, ctx);
}

static void take_model(struct map *v, struct view_context *ctx)
{
	struct model *m = session_model(ctx->session);

	if (m == v->model && v->words == ctx->session->settings.map_words)
		return;
	if (m != v->model) {
		drop_jobs(v);
		forget_answer(v);
		v->selected = VOCAB_NONE;
		model_unref(v->model);
		v->model = m ? model_ref(m) : NULL;
		/* rows and marks mean something else now */
		map_wish_release(&v->wish);
		if (v->wish.kind == MAP_DIMS || v->wish.kind == MAP_WORD_AXES)
			v->wish.kind = MAP_PCA;
		v->now.turn = 0;
	}
	fit_model(v, ctx);
}

/* --- lines to true neighbours --- */

static uint32_t link_source(const struct map *v)
{
	if (v->selected != VOCAB_NONE)
		return v->selected;
	return v->query_count ? v->query[0] : VOCAB_NONE;
}

static void update_links(struct map *v, struct view_context *ctx)
{
	uint32_t from = link_source(v);

	if (!v->links_on || !v->ready || from == VOCAB_NONE)
		return;
	if (v->link_from == from && (v->link_count || v->linking))
		return;
	map_job_drop(v->linking);
	v->link_count = 0;
	v->link_from = from;
	v->linking = map_job_link(ctx->jobs, v->model, from,
				  (size_t)MAX(ctx->session->settings.threads, 0));
}

static void take_links(struct map *v)
{
	if (!v->linking || !map_job_is_done(v->linking))
		return;
	v->link_count = map_job_take_links(v->linking, v->links, &v->link_from);
	v->linking = NULL;
	v->stale = true;
}

/* --- answers --- */

static uint32_t *copy_rows(const uint32_t *rows, size_t n, size_t *count)
{
	uint32_t *copy = xcalloc(n + 1, sizeof(*copy));

	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i] != VOCAB_NONE)
			copy[(*count)++] = rows[i];
	return copy;
}

static void take_answer(struct map *v, struct view_context *ctx, const struct call *call)
{
	const struct result *r = &call->task.result;

	if (!r->model || (!r->query_count && !r->answer_rows))
		return;
	take_model(v, ctx);
	if (r->model != v->model)
		return;
	forget_answer(v);
	v->query = copy_rows(r->query_rows, r->query_count, &v->query_count);
	v->answers = copy_rows(r->answer_rows, r->answer_rows ? MIN(r->rows, MAP_ANSWERS_MAX) : 0,
			       &v->answer_count);
	v->analogy = r->analogy;
	v->has_arrow = analogy_words(call, v->arrow);
	v->stale = v->wants_sight = true;
}

static void select_row(struct map *v, struct view_context *ctx, uint32_t row)
{
	if (row == v->selected)
		return;
	v->selected = row;
	v->stale = true;
	update_links(v, ctx);
}

/* Another view selected a word: it should be seen here. */
static void show_selection(struct map *v, struct view_context *ctx, uint32_t row)
{
	select_row(v, ctx, row);
	if (!v->ready || !v->rows || v->wants_sight)
		return;
	if (v->stale)
		map_shown_update(v, ctx->session);
	map_frame_show_selected(v);
}

/* --- the view --- */

static void open_map(void *view, struct view_context *ctx)
{
	struct map *v = view;

	v->selected = v->link_from = VOCAB_NONE;
	v->now.axis_y = 1;
	v->now.view.scale = 1;
	v->words = -1;
	v->wish = v->met = map_wish_make(MAP_PCA);
	take_model(v, ctx);
}

static void close_map(void *view, struct view_context *ctx)
{
	struct map *v = view;

	(void)ctx;
	forget_points(v);
	forget_answer(v);
	map_wish_release(&v->wish);
	map_wish_release(&v->met);
	map_undo_release(v);
	model_unref(v->model);
	free(v->shown);
	free(v->xy);
}

static void click(struct map *v, struct view_context *ctx, const struct view_event *e)
{
	size_t at = scatter_find(v->shown, v->shown_count, e->y, e->x, CLICK_REACH);

	if (v->ready && v->rows && at < v->shown_count && at < v->points.count)
		select_row(v, ctx, v->points.rows[at]);
}

/* How far a point lies that way, those aside being farther; < 0: not that way. */
static int step_distance(const struct scatter_point *p, int row, int col, const struct intent *i)
{
	int dx = p->col - col, dy = 2 * (p->row - row);
	int along = dx * i->x + dy * i->y, aside = abs(dx * i->y) + abs(dy * i->x);

	return along > 0 && aside <= 2 * along ? along + 2 * aside : -1;
}

/* From the selected word, or from the middle, to the next one that has its name on the map. */
static bool step(struct map *v, struct view_context *ctx, const struct intent *i)
{
	size_t from = map_points_find(&v->points, v->selected), best = MAP_NO_POINT;
	int row = v->rows / 2, col = v->cols / 2, least = INT32_MAX, distance;

	if (from < v->shown_count) {
		row = v->shown[from].row;
		col = v->shown[from].col;
	}
	for (size_t k = 0; k < MIN(v->shown_count, v->points.count); k++) {
		const struct scatter_point *p = &v->shown[k];

		if (k == from || isnan(p->x) || p->side == LABEL_HIDDEN)
			continue;
		distance = step_distance(p, row, col, i);
		if (distance < 0 || distance >= least)
			continue;
		least = distance;
		best = k;
	}
	if (best == MAP_NO_POINT)
		return false;
	select_row(v, ctx, v->points.rows[best]);
	map_frame_show_selected(v);
	return true;
}

static void move(struct map *v, const struct view_event *e)
{
	if (!v->ready || !v->rows)
		return;
	if (e->kind == VIEW_DRAG) {
		map_frame_pan(v, -e->x, -e->y);
		return;
	}
	map_undo_push(v);
	map_frame_zoom(v, pow(WHEEL_FACTOR, e->steps), e->y, e->x);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct map *v = view;

	switch (e->kind) {
	case VIEW_RESULT:
		take_answer(v, ctx, e->call);
		break;
	case VIEW_MODEL:
		take_model(v, ctx);
		break;
	case VIEW_MARKS:
		map_undo_note_marks(v, ctx->session);
		v->stale = true;
		break;
	case VIEW_SELECT:
		show_selection(v, ctx, e->row);
		break;
	case VIEW_JOB:
		take_model(v, ctx);
		map_fit_peek(v, ctx->session);
		map_fit_take(v);
		map_fit_measure(v, ctx);
		map_groups_update(v, ctx);
		update_links(v, ctx);
		take_links(v);
		break;
	case VIEW_CLICK:
		click(v, ctx, e);
		break;
	case VIEW_BOX:
		map_box_drag(v, e);
		break;
	case VIEW_DRAG:
	case VIEW_WHEEL:
		move(v, e);
		break;
	}
}

/* 1×2, 1×3, 2×3 in turn, or what was asked for. */
static void set_components(struct map *v, int x, int y)
{
	int last = (int)MIN(v->points.pca.components, MAP_AXES);

	map_undo_push(v);
	map_glide_begin(v);
	v->now.turn = 0;
	v->has_trust = false;
	v->wants_trust = true;
	if (x < 1 || y < 1 || x == y || x > last || y > last) {
		x = v->now.axis_x + 1;
		y = v->now.axis_y + 1;
		if (++y > last) {
			x++;
			y = x + 1;
		}
		if (y > last) {
			x = 1;
			y = 2;
		}
	}
	v->now.axis_x = x - 1;
	v->now.axis_y = MIN(y, MAP_AXES) - 1;
	v->stale = true;
	v->home_scale = 0; /* the next drawing fits the new picture */
	v->at_home = true;
	v->wants_sight = v->query_count + v->answer_count > 0;
}

/* Another projection: what was asked for, or the next. */
static void project(struct map *v, struct view_context *ctx, const char *text)
{
	static const enum map_kind order[] = { MAP_PCA, MAP_TSNE, MAP_UMAP, MAP_RANDOM };
	int last = (int)MIN(v->points.pca.components, MAP_AXES);

	if (text && !map_wish_parse(&v->wish, text))
		return;
	if (!text && v->points.kind == MAP_PCA && v->wish.kind == MAP_PCA &&
	    (v->now.axis_x + 2 < last || v->now.axis_y + 1 < last)) {
		set_components(v, 0, 0);
		return;
	}
	if (!text) {
		size_t at = 0;

		while (at < ARRAY_LEN(order) && order[at] != v->wish.kind)
			at++;
		v->wish.kind = order[(at + 1) % ARRAY_LEN(order)];
		v->now.axis_x = 0;
		v->now.axis_y = 1;
	}
	map_fit_start(v, ctx);
}

static void next_labels(struct session *s, const char *wanted)
{
	static const char *const amounts[] = { "few", "normal", "many", "none" };
	size_t at = 0;

	while (at < ARRAY_LEN(amounts) && strcmp(amounts[at], s->settings.labels) != 0)
		at++;
	settings_set(&s->settings, "labels",
		     wanted ? wanted : amounts[(at + 1) % ARRAY_LEN(amounts)], NULL);
}

static void zoom(struct map *v, struct view_context *ctx, const struct intent *i)
{
	bool animate = ctx->session->settings.animate && ctx->session->fixed_clock_ms < 0;

	map_undo_push(v);
	if (i->a > 0)
		map_frame_zoom(v, i->a, i->y, i->x);
	else
		map_frame_home(v, animate);
}

/* What needs a map on the screen. */
static bool command_shown(struct map *v, struct view_context *ctx, const struct intent *i)
{
	if (i->kind == INTENT_ZOOM) {
		zoom(v, ctx, i);
	} else if (i->kind == INTENT_PAN) {
		map_undo_push(v);
		map_frame_pan(v, i->x, i->y);
	} else if (i->kind == INTENT_PROJECT) {
		project(v, ctx, i->text);
	} else if (i->kind == INTENT_TURN) {
		return map_turn(v, i->a);
	} else if (i->kind == INTENT_STEP) {
		return step(v, ctx, i);
	} else if (i->kind == INTENT_COMPONENTS) {
		set_components(v, i->x, i->y);
	} else if (i->kind == INTENT_DENSITY || i->kind == INTENT_COLOUR) {
		map_groups_command(v, i);
		map_groups_update(v, ctx);
	} else if (i->kind == INTENT_MARKS_ONLY) {
		map_undo_push(v);
		v->now.marks_only = !v->now.marks_only;
		v->stale = true;
	} else {
		v->links_on = !v->links_on;
		v->stale = true;
		update_links(v, ctx);
	}
	return true;
}

static bool command(void *view, struct view_context *ctx, const struct intent *i)
{
	struct map *v = view;

	switch (i->kind) {
	case INTENT_ZOOM:
	case INTENT_PAN:
	case INTENT_COMPONENTS:
	case INTENT_DENSITY:
	case INTENT_COLOUR:
	case INTENT_MARKS_ONLY:
	case INTENT_LINES:
	case INTENT_PROJECT:
	case INTENT_TURN:
	case INTENT_STEP:
		break;
	case INTENT_CANCEL:
		if (!v->fitting || !map_kind_is_layout(v->wish.kind))
			return false;
		map_job_stop(v->fitting);
		return true;
	case INTENT_LABELS:
		next_labels(ctx->session, i->text);
		return true;
	case INTENT_UNDO:
		if (!map_undo_pop(v, ctx->session))
			return false;
		map_groups_update(v, ctx);
		return true;
	case INTENT_BOX:
		return map_box_command(v, i);
	default:
		return false;
	}
	if (!v->ready || (!v->rows && i->kind != INTENT_PROJECT && i->kind != INTENT_COLOUR))
		return false;
	return command_shown(v, ctx, i);
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct map *v = view;

	(void)ctx;
	return v->selected;
}

static const char *mode(void *view, struct view_context *ctx)
{
	const struct map *v = view;

	(void)ctx;
	return v->ready && v->box.on ? "box" : NULL;
}

/* {box}, {marked}: the words in the box, all or the marked ones. */
static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	struct map *v = view;
	bool marked = strcmp(name, "marked") == 0;

	return v->ready && (marked || strcmp(name, "box") == 0) &&
	       map_box_take(v, ctx->session, marked, out);
}

static bool busy(void *view, struct view_context *ctx)
{
	const struct map *v = view;

	(void)ctx;
	return v->fitting || v->linking || v->measuring || v->wants_trust || v->grouping ||
	       map_is_moving(v);
}

const struct view_class view_map = {
	.name = "map",
	.title = "Map",
	.size = sizeof(struct map),
	.is_picture = true,
	.open = open_map,
	.close = close_map,
	.draw = map_draw,
	.command = command,
	.event = event,
	.status = map_status,
	.selected = selected,
	.busy = busy,
	.expand = expand,
	.mode = mode,
	.figure = map_figure,
};
