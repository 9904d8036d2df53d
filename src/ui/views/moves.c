/* Two models on one map: the view class, its events and commands. */
#include "ui/views/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WHEEL_FACTOR 1.25
#define CLICK_REACH  4 /* columns */
#define ZOOM_MIN     0.1
#define ZOOM_MAX     400.0

static void forget(struct moves_view *v)
{
	moves_job_drop(v->job);
	moves_release(&v->moves);
	free(v->points);
	free(v->lines);
	model_unref(v->a);
	model_unref(v->b);
	*v = (struct moves_view){ .selected = VOCAB_NONE, .rows = v->rows, .cols = v->cols };
}

static void open_view(void *view, struct view_context *ctx)
{
	struct moves_view *v = view;

	(void)ctx;
	v->selected = VOCAB_NONE;
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* --- what was compared --- */

struct row_list {
	uint32_t *rows;
	size_t count;
};

static void add_word(struct row_list *l, const struct model *m, const char *word, size_t n)
{
	uint32_t row = vocab_find(m->vocab, word, n);

	if (row != VOCAB_NONE && l->count < MOVES_MAX)
		l->rows[l->count++] = row;
}

static bool asks_for_a_word(const struct call *call)
{
	return call->task.args.count > 0;
}

/* drift: its answers. compare: what was asked, then the words of both lists, best first. */
static struct row_list words_of(const struct call *call)
{
	const struct result *r = &call->task.result;
	struct row_list l = { xcalloc(MOVES_MAX, sizeof(uint32_t)), 0 };
	const char *asked = call->task.args.count ? args_word(&call->task.args, 0) : NULL;

	if (asked)
		add_word(&l, r->model, asked, strlen(asked));
	for (size_t i = 0; i < r->rows; i++)
		for (size_t c = 0; c < r->column_count; c++) {
			const struct value *v = &r->values[i * r->column_count + c];

			if (r->columns[c].type == CELL_TEXT && !v->missing)
				add_word(&l, r->model, v->as.text.s, v->as.text.n);
		}
	return l;
}

static void take_call(struct moves_view *v, struct view_context *ctx, const struct call *call)
{
	const struct result *r = &call->task.result;
	struct row_list words;
	uint32_t chosen = v->selected;

	if (!r->model || !r->other)
		return;
	words = words_of(call);
	if (asks_for_a_word(call) && words.count) /* compare: that word stands out */
		chosen = words.rows[0];
	forget(v);
	v->selected = chosen;
	v->a = model_ref(r->model);
	v->b = model_ref(r->other);
	v->job = moves_job_start(ctx->jobs, v->a, v->b, words.rows, words.count,
				 (size_t)MAX(ctx->session->settings.threads, 0));
}

static void take_moves(struct moves_view *v)
{
	if (!v->job || !moves_job_is_done(v->job))
		return;
	v->ready = moves_job_take(v->job, &v->moves, &v->err) == ST_OK;
	v->job = NULL;
	if (!v->ready)
		return;
	v->at_home = true;
	v->home_scale = 0;
	v->wants_glide = true;
	moves_prepare(v);
}

/* A model that was closed is let go. */
static bool is_open(const struct session *s, const struct model *m)
{
	for (size_t i = 0; i < s->model_count; i++)
		if (s->models[i] == m)
			return true;
	return false;
}

static void let_go(struct moves_view *v, const struct session *s)
{
	if (v->a && !(is_open(s, v->a) && is_open(s, v->b)))
		forget(v);
}

/* --- moving over it --- */

static void push_undo(struct moves_view *v)
{
	if (v->undo_count == MOVES_UNDO) {
		memmove(v->undo, v->undo + 1, (MOVES_UNDO - 1) * sizeof(*v->undo));
		v->undo_count--;
	}
	v->undo[v->undo_count++] = v->at;
	v->at_home = false;
}

static void zoom(struct moves_view *v, double factor, int row, int col)
{
	double now = v->at.scale / v->home_scale;

	push_undo(v);
	factor = fmax(ZOOM_MIN, fmin(ZOOM_MAX, now * factor)) / now;
	scatter_zoom(&v->at, factor, row < 0 ? v->rows / 2 : row, col < 0 ? v->cols / 2 : col,
		     v->rows, v->cols);
}

static void pan(struct moves_view *v, int cols, int rows)
{
	v->at_home = false;
	v->at.col -= cols;
	v->at.row -= rows;
}

static void select_row(struct moves_view *v, uint32_t row)
{
	v->selected = row;
}

static void click(struct moves_view *v, const struct view_event *e)
{
	size_t n = v->moves.asked + v->moves.count, at;

	if (!v->ready || !v->rows)
		return;
	at = scatter_find(v->points, n, e->y, e->x, CLICK_REACH);
	if (at < n)
		select_row(v, v->moves.a[at < v->moves.asked ? at : at - v->moves.asked]);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct moves_view *v = view;

	switch (e->kind) {
	case VIEW_RESULT:
		take_call(v, ctx, e->call);
		break;
	case VIEW_MODEL:
		let_go(v, ctx->session);
		break;
	case VIEW_JOB:
		take_moves(v);
		let_go(v, ctx->session);
		break;
	case VIEW_SELECT:
		select_row(v, v->a == session_model(ctx->session) ? e->row : VOCAB_NONE);
		break;
	case VIEW_CLICK:
		click(v, e);
		break;
	case VIEW_DRAG:
		pan(v, -e->x, -e->y);
		break;
	case VIEW_WHEEL:
		if (v->ready && v->rows)
			zoom(v, pow(WHEEL_FACTOR, e->steps), e->y, e->x);
		break;
	default:
		break;
	}
}

static bool command(void *view, struct view_context *ctx, const struct intent *i)
{
	struct moves_view *v = view;

	(void)ctx;
	if (!v->ready || !v->rows)
		return false;
	if (i->kind == INTENT_ZOOM && i->a > 0) {
		zoom(v, i->a, i->y, i->x);
	} else if (i->kind == INTENT_ZOOM) {
		push_undo(v);
		v->at_home = true;
	} else if (i->kind == INTENT_PAN) {
		push_undo(v);
		pan(v, i->x, i->y);
	} else if (i->kind == INTENT_UNDO && v->undo_count) {
		v->at = v->undo[--v->undo_count];
		v->at_home = false;
	} else {
		return false;
	}
	return true;
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct moves_view *v = view;

	return v->a == session_model(ctx->session) ? v->selected : VOCAB_NONE;
}

static bool busy(void *view, struct view_context *ctx)
{
	const struct moves_view *v = view;

	(void)ctx;
	return v->job || moves_are_gliding(v);
}

const struct view_class view_moves = {
	.name = "moves",
	.title = "Moves",
	.size = sizeof(struct moves_view),
	.open = open_view,
	.close = close_view,
	.draw = moves_draw,
	.command = command,
	.event = event,
	.status = moves_status,
	.selected = selected,
	.busy = busy,
	.figure = moves_figure,
};
