/*
 * All pairs of some words as a heat map: shade and colour say how close, numbers where there is
 * room. `order` puts words that are alike side by side (average linkage) and back.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/linkage.h"
#include "model/search.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

enum { WORDS_MAX = 400, LEVELS = 5 };

struct matrix_view {
	struct model *model;	 /* referenced, or NULL */
	char **names;		 /* (n) the words as asked */
	double *values;		 /* (n, n) between words as they were asked; NaN on the diagonal */
	uint32_t *order, *asked; /* (n): place → word; rows of the words, VOCAB_NONE: composed */
	size_t n;
	double low, high; /* of the colours */
	const char *measure;
	bool cosine, rising, ordered;
	int high_cells; /* as drawn last */
	struct listbox list;
};

static void forget(struct matrix_view *v)
{
	model_unref(v->model);
	for (size_t i = 0; v->names && i < v->n; i++)
		free(v->names[i]);
	free(v->names);
	free(v->values);
	free(v->order);
	free(v->asked);
	*v = (struct matrix_view){ 0 };
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* --- the numbers --- */

static void read_values(struct matrix_view *v, const struct result *r)
{
	size_t row = 0;

	v->low = HUGE_VAL;
	v->high = -HUGE_VAL;
	for (size_t i = 0; i < v->n; i++) {
		v->values[i * v->n + i] = (double)NAN;
		for (size_t j = i + 1; j < v->n && row < r->rows; j++, row++) {
			const struct value *x = &r->values[row * r->column_count + 2];
			double f = x->missing ? (double)NAN : x->as.f;

			v->values[i * v->n + j] = v->values[j * v->n + i] = f;
			v->low = fmin(v->low, f);
			v->high = fmax(v->high, f);
		}
	}
	if (v->cosine) {
		v->low = 0;
		v->high = 1;
	}
}

/* The pairs of the first word stand first: a, b / a, c / … */
static void read_names(struct matrix_view *v, const struct result *r)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct value *x = &r->values[i ? (i - 1) * r->column_count + 1 : 0];

		v->names[i] = xstrndup(x->as.text.s, x->as.text.n);
	}
}

/* The word at a place of the picture, and its row. */
static const char *name_at(const struct matrix_view *v, size_t place)
{
	return v->names[v->order[place]];
}

static uint32_t row_at(const struct matrix_view *v, size_t place)
{
	return v->asked[v->order[place]];
}

static void set_order(struct matrix_view *v)
{
	double *d = v->ordered ? xcalloc(v->n * v->n, sizeof(*d)) : NULL;
	struct merge *merges = xcalloc(v->n, sizeof(*merges));

	for (size_t i = 0; d && i < v->n * v->n; i++) {
		double f = v->rising ? v->values[i] : -v->values[i];

		d[i] = isfinite(f) ? f : 0;
	}
	for (size_t i = 0; i < v->n; i++)
		v->order[i] = (uint32_t)i;
	if (d && linkage_merge(d, v->n, LINKAGE_AVERAGE, merges, NULL, NULL) == ST_OK)
		linkage_order(merges, v->n, v->order);
	free(merges);
	free(d);
}

static void take_result(struct matrix_view *v, const struct result *r)
{
	size_t n = r->query_count;

	if (!r->matrix || !r->model || n < 2 || n > WORDS_MAX || r->rows != n * (n - 1) / 2)
		return;
	forget(v);
	v->model = model_ref(r->model);
	v->n = n;
	v->measure = r->columns[2].name;
	v->cosine = strcmp(v->measure, "cosine") == 0;
	v->rising = r->columns[2].rising;
	v->names = xcalloc(n, sizeof(*v->names));
	v->asked = xcalloc(n, sizeof(*v->asked));
	v->order = xcalloc(n, sizeof(*v->order));
	v->values = xcalloc(n * n, sizeof(*v->values));
	memcpy(v->asked, r->query_rows, n * sizeof(*v->asked));
	read_names(v, r);
	read_values(v, r);
	set_order(v);
	listbox_reset(&v->list, n);
}

/* --- the picture --- */

static double value_at(const struct matrix_view *v, size_t i, size_t j)
{
	return v->values[v->order[i] * v->n + v->order[j]];
}

/* 0 … LEVELS - 1: far to close. */
static int level_of(const struct matrix_view *v, double f)
{
	double span = v->high - v->low, t = span > 0 ? (f - v->low) / span : 0;

	if (v->rising)
		t = 1 - t;
	return (int)fmax(0, fmin(LEVELS - 1, floor(t * LEVELS)));
}

/* ".65" "-.12" in at most four cells for cosines, else what fits. */
static void number_text(const struct matrix_view *v, double f, char *out, size_t size)
{
	if (v->cosine) {
		snprintf(out, size, "%s.%02.0f", f < 0 ? "-" : "", fmin(fabs(f) * 100, 99));
		return;
	}
	snprintf(out, size, fabs(f) < 10 ? "%.1f" : "%.0f", f);
}

struct grid {
	int label, cell; /* columns */
	int high;	 /* rows of a cell: 1, or 2 where there is room */
	size_t left, across;
};

static struct grid layout_grid(const struct matrix_view *v, const struct surface *s, struct rect r)
{
	struct grid g = { .label = 3 };
	size_t n;

	for (size_t i = 0; i < v->n; i++) {
		const char *word = name_at(v, i);

		n = strlen(word);
		g.label = MAX(g.label, (int)MIN(surface_text_width(s, word, n), (size_t)24));
	}
	g.label = MIN(g.label, MAX(r.cols / 3, 3));
	g.cell = MIN((r.cols - g.label - 3) / (int)MAX(v->n, 1), 9);
	g.cell = MAX(g.cell, 2);
	g.high = g.cell >= 5 && r.rows >= 2 * (int)v->n + 3 ? 2 : 1;
	g.across = (size_t)MAX((r.cols - g.label - 3) / g.cell, 1);
	g.across = MIN(g.across, v->n);
	if (v->list.at >= g.across)
		g.left = MIN(v->list.at + 1, v->n) - g.across;
	return g;
}

static void draw_cell(const struct matrix_view *v, struct surface *s, struct rect r, double f)
{
	static const char *const shades[LEVELS] = { "·", "░", "▒", "▓", "█" };
	static const enum role heat[LEVELS] = { ROLE_DENSITY0, ROLE_DENSITY1, ROLE_GROUP1,
						ROLE_GROUP0, ROLE_GROUP3 };
	bool number = r.cols >= 6 || r.rows > 1;
	int level = level_of(v, f),
	    blocks = number && r.rows == 1 ? r.cols - 5 : r.cols - (r.cols > 2);
	char text[32];

	if (isnan(f)) {
		surface_puts(s, r.row + r.rows - 1, r.col + blocks / 2, 1, ROLE_DIM, "╲");
		return;
	}
	surface_hline(s, r.row + r.rows - 1, r.col, level ? blocks : 1, heat[level], shades[level]);
	if (!number)
		return;
	number_text(v, f, text, sizeof(text));
	surface_put_right(s, r.row, r.col + (r.rows > 1 ? 0 : blocks), r.rows > 1 ? r.cols - 1 : 4,
			  heat[level], text);
}

static void draw_head(const struct matrix_view *v, struct surface *s, struct rect r,
		      const struct grid *g)
{
	for (size_t k = 0; k < g->across; k++) {
		const char *word = name_at(v, g->left + k);

		surface_puts(s, r.row, r.col + g->label + 3 + (int)k * g->cell, g->cell - 1,
			     g->left + k == v->list.at ? ROLE_SELECTED : ROLE_DIM, word);
	}
}

static void draw_row(const struct matrix_view *v, size_t i, struct surface *s, struct rect line,
		     const struct grid *g)
{
	const char *word = name_at(v, i);
	size_t n = strlen(word);
	bool here = i == v->list.at;
	int width = (int)MIN(surface_text_width(s, word, n), (size_t)g->label);

	surface_put(s, line.row, line.col + 2 + g->label - width, g->label,
		    here ? ROLE_SELECTED : ROLE_LABEL, word, n);
	for (size_t k = 0; k < g->across; k++)
		draw_cell(v, s,
			  (struct rect){ line.row, line.col + g->label + 3 + (int)k * g->cell,
					 g->high, g->cell },
			  value_at(v, i, g->left + k));
}

static void draw_empty(struct surface *s, struct rect r)
{
	static const char *const lines[] = { "Every pair of some words shows here. Try:", "",
					     "  sim king queen man woman boy girl", "",
					     "o puts words that are alike side by side." };

	hint_draw(s, r, lines, ARRAY_LEN(lines));
}

static void draw_legend(const struct matrix_view *v, struct surface *s, struct rect r, int row)
{
	int col = r.col + 2;

	if (row >= r.row + r.rows || r.cols < 40)
		return;
	col += surface_putf(s, row, col, 14, ROLE_DIM, "%.*f ", v->cosine ? 0 : 1,
			    v->rising ? v->high : v->low);
	for (int level = 0; level < LEVELS; level++) {
		double t = (level + 0.5) / LEVELS;

		if (v->rising)
			t = 1 - t;
		draw_cell(v, s, (struct rect){ row, col, 1, 4 }, v->low + t * (v->high - v->low));
		col += 4;
	}
	surface_putf(s, row, col, 14, ROLE_DIM, "%.*f", v->cosine ? 0 : 1,
		     v->rising ? v->low : v->high);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct matrix_view *v = view;
	const struct glyphs *g = glyphs_get(ctx->ascii);
	int head = r.rows > 3 ? 1 : 0, shown = 0, rows;
	struct grid grid;

	if (!v->model) {
		draw_empty(s, r);
		return;
	}
	grid = layout_grid(v, s, r);
	rows = (r.rows - head) / grid.high;
	v->high_cells = grid.high;
	listbox_fit(&v->list, rows);
	if (head)
		draw_head(v, s, r, &grid);
	for (; shown < rows && v->list.top + (size_t)shown < v->n; shown++) {
		struct rect line = { r.row + head + shown * grid.high, r.col, 1, r.cols };

		draw_row(v, v->list.top + (size_t)shown, s, line, &grid);
		if (v->list.top + (size_t)shown == v->list.at)
			surface_puts(s, line.row, r.col, 1, ROLE_FOCUS, g->pointer);
	}
	draw_legend(v, s, r, r.row + head + shown * grid.high + 1);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct matrix_view *v = view;
	size_t at;

	if (e->kind == VIEW_RESULT)
		take_result(v, &e->call->task.result);
	else if (e->kind == VIEW_MODEL && session_model(ctx->session) != v->model)
		forget(v);
	else if (e->kind == VIEW_CLICK &&
		 listbox_hit(&v->list, (e->y - 1) / MAX(v->high_cells, 1), 0, &at))
		v->list.at = at;
	else if (e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct matrix_view *v = view;

	(void)ctx;
	if (!v->model || (intent->kind != INTENT_SELECT && intent->kind != INTENT_ORDER))
		return false;
	if (intent->kind == INTENT_SELECT) {
		listbox_apply(&v->list, intent);
		return true;
	}
	uint32_t word = v->order[v->list.at];

	v->ordered = !v->ordered;
	set_order(v);
	for (size_t i = 0; i < v->n; i++)
		if (v->order[i] == word)
			v->list.at = i;
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct matrix_view *v = view;

	(void)ctx;
	if (v->model)
		strbuf_addf(out, "%s\t%s", v->ordered ? "like beside like" : "as asked",
			    v->measure);
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct matrix_view *v = view;

	(void)ctx;
	return v->model && v->list.at < v->n ? row_at(v, v->list.at) : VOCAB_NONE;
}

const struct view_class view_matrix = {
	.name = "matrix",
	.title = "Matrix",
	.size = sizeof(struct matrix_view),
	.is_picture = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
};
