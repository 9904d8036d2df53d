/*
 * Words along an axis, as on a ruler: left of the middle they lean to its first end, right of it to
 * the second. The shaded part of each line is what axes between random words would do to that word
 * (twice their spread): what ends within it says nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

enum { COLUMN_WORD, COLUMN_POSITION, COLUMN_Z };
enum { WIDE = 50 }; /* room for numbers beside the ruler */

struct ruler {
	bool has;
	struct result result; /* a copy, when has */
	uint32_t *order;      /* (rows) */
	double reach;	      /* of the ruler, on both sides */
	bool by_surprise;
	struct listbox list;
};

static const struct result *answer(const struct ruler *v)
{
	return &v->result;
}

static const struct value *value_at(const struct ruler *v, size_t place, int column)
{
	const struct result *r = answer(v);

	return &r->values[v->order[place] * r->column_count + (size_t)column];
}

static double position(const struct ruler *v, size_t place)
{
	return value_at(v, place, COLUMN_POSITION)->as.f;
}

/* How far random axes move this word. */
static double spread(const struct ruler *v, size_t place)
{
	double z = value_at(v, place, COLUMN_Z)->as.f;

	return fabs(z) > 1e-9 && isfinite(z) ? position(v, place) / z : 0;
}

static void forget(struct ruler *v)
{
	if (v->has)
		result_release(&v->result);
	free(v->order);
	v->order = NULL;
	v->has = false;
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* Largest |z| first; rows come by position. */
static void set_order(struct ruler *v)
{
	size_t n = answer(v)->rows;

	for (size_t i = 0; i < n; i++)
		v->order[i] = (uint32_t)i;
	for (size_t i = 1; i < n && v->by_surprise; i++) {
		uint32_t moved = v->order[i];
		double z = fabs(value_at(v, i, COLUMN_Z)->as.f);
		size_t at = i;

		for (; at && fabs(value_at(v, at - 1, COLUMN_Z)->as.f) < z; at--)
			v->order[at] = v->order[at - 1];
		v->order[at] = moved;
	}
}

static void take_call(struct ruler *v, const struct call *call)
{
	const struct result *r = &call->task.result;

	if (!call->task.cmd || strcmp(call->task.cmd->name, "axis") != 0 || r->column_count != 3 ||
	    r->columns[COLUMN_WORD].type != CELL_TEXT)
		return;
	forget(v);
	result_copy(&v->result, r);
	v->has = true;
	v->order = xcalloc(r->rows + 1, sizeof(*v->order));
	set_order(v);
	v->reach = 0.05;
	for (size_t i = 0; i < r->rows; i++)
		v->reach = fmax(v->reach, fmax(fabs(position(v, i)), 2 * spread(v, i)));
	listbox_reset(&v->list, r->rows);
}

/* --- the picture --- */

struct track {
	int col, cells; /* cells is odd: one in the middle */
};

static int cell_of(const struct ruler *v, const struct track *t, double x)
{
	int half = t->cells / 2;

	return t->col + half + (int)lround(fmax(-1, fmin(1, x / v->reach)) * half);
}

static struct track layout_track(const struct ruler *v, const struct surface *s, struct rect r,
				 int *label)
{
	struct track t;

	*label = 4;
	for (size_t i = 0; i < answer(v)->rows; i++) {
		const struct value *word = value_at(v, i, COLUMN_WORD);
		size_t width = surface_text_width(s, word->as.text.s, word->as.text.n);

		*label = MAX(*label, (int)MIN(width, (size_t)24));
	}
	*label = MIN(*label, MAX(r.cols / 3, 4));
	t.col = r.col + *label + 4;
	t.cells = MAX(r.col + r.cols - 2 - t.col - (r.cols >= WIDE ? 8 : 0), 3);
	t.cells -= 1 - t.cells % 2;
	return t;
}

static void draw_line(const struct ruler *v, size_t place, struct surface *s, int row, int label,
		      struct rect r, const struct track *t)
{
	const struct value *word = value_at(v, place, COLUMN_WORD);
	double x = position(v, place), noise = 2 * spread(v, place);
	bool says = fabs(x) > noise;
	enum role role = says ? x < 0 ? ROLE_GROUP1 : ROLE_GROUP0 : ROLE_DIM;
	int middle = cell_of(v, t, 0), end = cell_of(v, t, x);
	int width =
		(int)MIN(surface_text_width(s, word->as.text.s, word->as.text.n), (size_t)label);

	surface_put(s, row, r.col + 2 + label - width, label,
		    place == v->list.at ? ROLE_SELECTED
		    : says		? ROLE_LABEL
					: ROLE_DIM,
		    word->as.text.s, word->as.text.n);
	surface_hline(s, row, t->col, t->cells, ROLE_FRAME, "·");
	for (int c = cell_of(v, t, -noise); c <= cell_of(v, t, noise); c++)
		surface_puts(s, row, c, 1, ROLE_FRAME, "░");
	surface_hline(s, row, MIN(middle, end), abs(end - middle), role, "━");
	surface_puts(s, row, middle, 1, ROLE_FRAME, "┼");
	surface_puts(s, row, end, 1, role, "●");
	if (r.cols >= WIDE)
		surface_putf(s, row, t->col + t->cells + 1, 8, says ? ROLE_NUMBER : ROLE_DIM,
			     "%+5.1f σ", value_at(v, place, COLUMN_Z)->as.f);
}

static void draw_scale(const struct ruler *v, struct surface *s, struct rect r, int row,
		       const struct track *t)
{
	char text[16];

	if (row >= r.row + r.rows)
		return;
	surface_putf(s, row, t->col, 6, ROLE_DIM, "−%.2f", v->reach);
	surface_puts(s, row, cell_of(v, t, 0), 1, ROLE_DIM, "0");
	snprintf(text, sizeof(text), "+%.2f", v->reach);
	surface_put_right(s, row, t->col, t->cells, ROLE_DIM, text);
	if (row + 1 < r.row + r.rows)
		surface_puts(s, row + 1, r.col + 2, r.cols - 3, ROLE_DIM,
			     "░ 2 σ of random axes: what ends within it says nothing");
}

static void draw_empty(const struct view_context *ctx, struct surface *s, struct rect r)
{
	const char *lines[] = { "Words along a direction show here. Try:",
				"",
				"  axis he she : nurse doctor engineer",
				"  axis he she",
				"  axis good = bad:good, sad:happy",
				"",
				"Two marks (Space), then x: the axis between them.",
				"Two axes as a map: project axes he she bad good" };

	if (!session_model(ctx->session))
		lines[0] = "No model is open: open FILE";
	hint_draw(s, r, lines, ARRAY_LEN(lines));
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct ruler *v = view;
	int label, shown = 0;
	struct track t;

	if (!v->has) {
		draw_empty(ctx, s, r);
		return;
	}
	t = layout_track(v, s, r, &label);
	listbox_fit(&v->list, r.rows);
	for (; shown < r.rows && v->list.top + (size_t)shown < v->list.count; shown++) {
		size_t place = v->list.top + (size_t)shown;

		draw_line(v, place, s, r.row + shown, label, r, &t);
		if (place == v->list.at)
			surface_puts(s, r.row + shown, r.col, 1, ROLE_FOCUS,
				     glyphs_get(ctx->ascii)->pointer);
	}
	draw_scale(v, s, r, r.row + shown, &t);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct ruler *v = view;
	size_t at;

	(void)ctx;
	if (e->kind == VIEW_RESULT)
		take_call(v, e->call);
	else if (e->kind == VIEW_MODEL)
		forget(v);
	else if (v->has && e->kind == VIEW_CLICK && listbox_hit(&v->list, e->y, 0, &at))
		v->list.at = at;
	else if (v->has && e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct ruler *v = view;

	(void)ctx;
	if (!v->has || (intent->kind != INTENT_SELECT && intent->kind != INTENT_ORDER))
		return false;
	if (intent->kind == INTENT_SELECT) {
		listbox_apply(&v->list, intent);
		return true;
	}
	v->by_surprise = !v->by_surprise;
	set_order(v);
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct ruler *v = view;

	(void)ctx;
	if (v->has)
		strbuf_addf(out, "%s\t%s", answer(v)->title ? answer(v)->title : "",
			    v->by_surprise ? "by surprise" : "by place");
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct ruler *v = view;

	if (!v->has || v->list.at >= v->list.count ||
	    answer(v)->model != session_model(ctx->session))
		return VOCAB_NONE;
	return answer(v)->answer_rows[v->order[v->list.at]];
}

const struct view_class view_ruler = {
	.name = "ruler",
	.title = "Axis",
	.size = sizeof(struct ruler),
	.is_picture = true,
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
};
