/*
 * An analogy as what it is, a parallelogram: drawn in the plane of its three words (math/plane.h),
 * where it is exact. Other words are projected onto that plane; how far they lie beside it is said
 * in the pane next to it.
 *
 *	● the three words   × the computed point   ★ the answer   ○ the others
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "draw/scatter.h"
#include "math/plane.h"
#include "ui/hint.h"
#include "ui/views/analogy.h"

enum { ANSWERS = 12, CORNERS = 4, POINTS = CORNERS + ANSWERS, LINES = 8 };

#define TILT	  0.21 /* radians: a level arrow would hide behind the words at its ends */
#define HEAD	  2.6  /* columns: length of an arrow's head */
#define HEAD_TURN 0.45 /* radians */
#define INSET	  1.4  /* columns between an arrow's tip and its point */

struct parallelogram {
	struct analogy what;
	uint32_t selected;
	size_t rank; /* of the plane */
	size_t count;
	uint32_t rows[POINTS];
	double off[POINTS]; /* distance from the plane */
	struct scatter_point points[POINTS];
	struct scatter_line lines[LINES];
	size_t line_count;
};

static void open_view(void *view, struct view_context *ctx)
{
	struct parallelogram *v = view;

	(void)ctx;
	v->selected = VOCAB_NONE;
}

static void close_view(void *view, struct view_context *ctx)
{
	struct parallelogram *v = view;

	(void)ctx;
	analogy_forget(&v->what);
}

/* --- where the words are --- */

static void place(struct parallelogram *v, const struct plane *plane, const double *x, uint32_t row)
{
	struct scatter_point *p = &v->points[v->count];
	double at[2];

	*p = (struct scatter_point){ .role = ROLE_QUERY, .dot_role = ROLE_QUERY };
	v->rows[v->count] = row;
	v->off[v->count] = plane_project(plane, x, at);
	p->x = at[0] * cos(TILT) - at[1] * sin(TILT);
	p->y = at[0] * sin(TILT) + at[1] * cos(TILT);
	p->important = p->must = true;
	p->priority = POINTS - (int)v->count;
	p->glyph = "●";
	p->label = "computed";
	p->label_len = strlen(p->label);
	if (row != VOCAB_NONE)
		p->label = vocab_word(v->what.model->vocab, row, &p->label_len);
	v->count++;
}

static bool is_corner(const struct analogy *a, uint32_t row)
{
	return row == a->abc[0] || row == a->abc[1] || row == a->abc[2];
}

static void place_answers(struct parallelogram *v, const struct plane *plane, double *unit)
{
	const struct analogy *a = &v->what;
	uint32_t best = analogy_best(a);

	for (size_t i = 0; i < a->answer_count && v->count < POINTS; i++) {
		struct scatter_point *p = &v->points[v->count];

		if (is_corner(a, a->answers[i]) || !analogy_unit(a->model, a->answers[i], unit))
			continue;
		place(v, plane, unit, a->answers[i]);
		p->glyph = a->answers[i] == best ? "★" : "○";
		p->role = p->dot_role = a->answers[i] == best ? ROLE_ANSWER : ROLE_NEIGHBOUR;
		p->important = a->answers[i] == best;
		p->must = false;
	}
}

static void work_out(struct parallelogram *v)
{
	size_t dims = model_dims(v->what.model);
	double *abc = xcalloc(3 * dims, sizeof(*abc)), *target = analogy_target(&v->what);
	double *unit = xcalloc(dims, sizeof(*unit));
	struct plane plane;

	for (size_t k = 0; k < 3; k++)
		analogy_unit(v->what.model, v->what.abc[k], abc + k * dims);
	plane_fit(&plane, abc, abc + dims, abc + 2 * dims, dims);
	v->rank = plane.rank;
	v->count = 0;
	for (size_t k = 0; k < 3; k++)
		place(v, &plane, abc + k * dims, v->what.abc[k]);
	place(v, &plane, target, VOCAB_NONE);
	v->points[3].glyph = "×";
	v->points[3].role = v->points[3].dot_role = ROLE_NOTE;
	v->points[3].must = false;
	place_answers(v, &plane, unit);
	plane_release(&plane);
	free(abc);
	free(target);
	free(unit);
}

/* --- the picture --- */

static void add_line(struct parallelogram *v, double x0, double y0, double x1, double y1,
		     enum role role)
{
	v->lines[v->line_count++] = (struct scatter_line){ x0, y0, x1, y1, role };
}

static void add_side(struct parallelogram *v, size_t from, size_t to)
{
	const struct scatter_point *a = &v->points[from], *b = &v->points[to];

	add_line(v, a->x, a->y, b->x, b->y, ROLE_LINE);
}

static void add_arrow(struct parallelogram *v, size_t from, size_t to, enum role role, double scale)
{
	const struct scatter_point *a = &v->points[from], *b = &v->points[to];
	double angle = atan2(b->y - a->y, b->x - a->x);
	double length = hypot(b->x - a->x, b->y - a->y), inset = INSET / scale;
	double head = HEAD / scale, x, y;

	inset = fmin(inset, length / 2);
	x = b->x - inset * cos(angle);
	y = b->y - inset * sin(angle);
	add_line(v, a->x, a->y, x, y, role);
	for (int side = -1; side <= 1 && length > 2 * head; side += 2)
		add_line(v, x, y, x - head * cos(angle + side * HEAD_TURN),
			 y - head * sin(angle + side * HEAD_TURN), role);
}

static struct scatter_view fit(const struct parallelogram *v, struct rect r)
{
	struct scatter_bounds b = scatter_bounds_empty();

	for (size_t i = 0; i < v->count && i <= CORNERS + 3; i++)
		scatter_bounds_add(&b, v->points[i].x, v->points[i].y);
	/* a row above and below for what is written along the arrows */
	return scatter_fit(&b, r.rows > 12 ? r.rows - 4 : r.rows, r.cols);
}

static bool is_blank(const struct surface *s, int row, int col, int cells)
{
	for (int i = -3; i < cells + 3; i++) {
		const struct cell *c = surface_cell(s, row, col + i);

		if (c && ((c->text[0] && strcmp(c->text, " ") != 0) || c->width != 1))
			return false;
	}
	return true;
}

/* A few words beside the middle of an arrow, where there is room for them. */
static void caption(const struct parallelogram *v, const struct scatter_view *look,
		    struct surface *s, struct rect r, const char *text, size_t from, int side)
{
	const struct scatter_point *a = &v->points[from], *b = &v->points[from == 0 ? 1 : 3];
	int row, col, cells = (int)surface_text_width(s, text, strlen(text));

	scatter_cell(look, (a->x + b->x) / 2, (a->y + b->y) / 2, r.rows, r.cols, &row, &col);
	for (int down = 1; down <= 4; down++) {
		int at = row + side * down,
		    start = MIN(MAX(col - cells / 2, 1), r.cols - cells - 1);

		if (at < 0 || at >= r.rows || start < 1 ||
		    !is_blank(s, r.row + at, r.col + start, cells))
			continue;
		surface_puts(s, r.row + at, r.col + start, cells, ROLE_DIM, text);
		return;
	}
}

static void draw_captions(const struct parallelogram *v, const struct scatter_view *look,
			  struct surface *s, struct rect r)
{
	struct strbuf text = STRBUF_INIT;

	for (int k = 1; k >= 0; k--) {
		size_t n;
		const char *word = vocab_word(v->what.model->vocab, v->what.abc[k], &n);

		strbuf_add(&text, word, n);
		strbuf_adds(&text, k ? " − " : "");
	}
	caption(v, look, s, r, text.buf, 0, 1);
	caption(v, look, s, r, "the same arrow, moved", 2, -1);
	strbuf_release(&text);
}

static void draw_empty(const struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const lines[] = {
		"An analogy is drawn here as a parallelogram,",
		"exact, in the plane of its three words. Try:",
		"",
		"  king - man + woman",
		"  paris : france :: rome",
		"",
		"or mark three words (Space), then press a.",
	};
	int row = r.row + MAX((r.rows - (int)ARRAY_LEN(lines)) / 2, 0);

	if (!session_model(ctx->session)) {
		surface_puts(s, row, r.col + 2, r.cols - 3, ROLE_DIM,
			     "No model is open. Type  open FILE");
		return;
	}
	if (r.rows < (int)ARRAY_LEN(lines)) {
		hint_draw(s, r, lines, ARRAY_LEN(lines));
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		surface_puts(s, row + (int)i, r.col + 2, r.cols - 3,
			     i == 3 || i == 4 ? ROLE_TEXT : ROLE_DIM, lines[i]);
}

static void look_selected(struct parallelogram *v)
{
	for (size_t i = CORNERS; i < v->count; i++) {
		struct scatter_point *p = &v->points[i];
		bool here = v->rows[i] == v->selected;

		p->must = here;
		if (strcmp(p->glyph, "★") == 0)
			continue;
		p->important = here;
		p->role = p->dot_role = here ? ROLE_SELECTED : ROLE_NEIGHBOUR;
		p->priority = here ? POINTS + 1 : POINTS - (int)i;
	}
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct parallelogram *v = view;
	struct scatter_options opt = { .glyphs = (enum canvas_glyphs)ctx->glyphs };
	struct scatter_view look;

	if (r.rows <= 0 || r.cols <= 0)
		return;
	if (!v->what.model) {
		draw_empty(ctx, s, r);
		return;
	}
	look = fit(v, r);
	look_selected(v);
	v->line_count = 0;
	add_side(v, 0, 2);
	add_side(v, 1, 3);
	add_arrow(v, 0, 1, ROLE_QUERY, look.scale);
	add_arrow(v, 2, 3, ROLE_ANSWER, look.scale);
	opt.lines = v->lines;
	opt.line_count = v->line_count;
	opt.label_budget = (size_t)MAX(r.rows * r.cols / 80, 1);
	scatter_draw(s, r, &look, v->points, v->count, &opt);
	draw_captions(v, &look, s, r);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct parallelogram *v = view;

	if (e->kind == VIEW_RESULT && analogy_take(&v->what, e->call)) {
		v->selected = VOCAB_NONE;
		work_out(v);
	} else if (e->kind == VIEW_MODEL && session_model(ctx->session) != v->what.model) {
		analogy_forget(&v->what);
	} else if (e->kind == VIEW_SELECT) {
		v->selected = e->row;
	} else if (e->kind == VIEW_CLICK && v->what.model) {
		size_t at = scatter_find(v->points, v->count, e->y, e->x, 4);

		if (at < v->count && v->rows[at] != VOCAB_NONE)
			v->selected = v->rows[at];
	}
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct parallelogram *v = view;

	(void)ctx;
	return v->what.model ? v->selected : VOCAB_NONE;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct parallelogram *v = view;

	(void)ctx;
	if (!v->what.model)
		return;
	if (v->rank < 2)
		strbuf_adds(out, "the three words lie on a line");
	else
		strbuf_adds(out, "plane of the 3 words, true lengths");
}

/* All the points, with some room around them. */
static bool figure(void *view, struct view_context *ctx, struct figure *out)
{
	struct parallelogram *v = view;
	struct scatter_bounds b = scatter_bounds_empty();
	double room;

	(void)ctx;
	if (!v->what.model || !v->line_count)
		return false;
	for (size_t i = 0; i < v->count; i++)
		scatter_bounds_add(&b, v->points[i].x, v->points[i].y);
	room = 0.15 * fmax(b.x1 - b.x0, b.y1 - b.y0);
	out->frame = (struct scatter_bounds){ b.x0 - room, b.y0 - room, b.x1 + room, b.y1 + room };
	out->points = v->points;
	out->count = v->count;
	out->lines = v->lines;
	out->line_count = v->line_count;
	out->labels = v->count;
	strbuf_addf(&out->title, "%s · %s", v->what.model->name, v->what.text);
	strbuf_adds(&out->caption, "The plane of the three words, at unit length: × is computed, ★ "
				   "the answer; other words are projected onto the plane.");
	return true;
}

static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct parallelogram *v = view;

	(void)ctx;
	return analogy_expand(&v->what, name, out);
}

const struct view_class view_parallelogram = {
	.name = "parallelogram",
	.title = "Parallelogram",
	.size = sizeof(struct parallelogram),
	.is_picture = true,
	.open = open_view,
	.close = close_view,
	.draw = draw,
	.event = event,
	.status = status,
	.selected = selected,
	.expand = expand,
	.figure = figure,
};
