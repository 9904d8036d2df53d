/*
 * Any other answer as a table: columns as wide as they need, scrolled by lines. Where they do not all
 * fit, words give way so that the numbers behind them are seen. A score that stands last has a bar
 * beside it; for the bar's sake the numbers between the first column and the score give way.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/compiler.h"
#include "base/display.h"
#include "base/number.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

enum {
	WIDTH_ROWS = 500, /* how many rows decide the widths */
	TEXT_CELLS = 6,	  /* what is left to a column of words at least */
	BAR_LEAST = 5,	  /* a shorter bar says nothing */
	BAR_MOST = 40,
};

struct table {
	const struct call *call;
	struct listbox list;
	int widths[RESULT_COLUMNS_MAX]; /* that they need */
	int shown[RESULT_COLUMNS_MAX];	/* that they have; 0 = not shown */
	int bar_col, bar;		/* from the first column's edge; 0 cells = none */
	double most;			/* what a whole bar stands for */
};

static void cell_text(const struct result *r, size_t row, size_t col, struct strbuf *out)
{
	const struct value *v = &r->values[row * r->column_count + col];

	strbuf_clear(out);
	if (v->missing)
		strbuf_addc(out, '-');
	else if (r->columns[col].type == CELL_TEXT)
		strbuf_add(out, v->as.text.s, v->as.text.n);
	else if (r->columns[col].type == CELL_INT)
		strbuf_addf(out, "%" PRId64, v->as.i);
	else
		strbuf_addf(out, "%.4f", v->as.f);
}

static void measure(struct table *t)
{
	const struct result *r = &t->call->task.result;
	struct strbuf text = STRBUF_INIT;

	for (size_t c = 0; c < r->column_count; c++) {
		size_t w = display_width(r->columns[c].name, strlen(r->columns[c].name));

		for (size_t i = 0; i < MIN(r->rows, (size_t)WIDTH_ROWS); i++) {
			cell_text(r, i, c, &text);
			w = MAX(w, display_width(text.buf, text.len));
		}
		t->widths[c] = (int)MIN(w, (size_t)400);
	}
	strbuf_release(&text);
}

/* The widest column of words in front of a number, or -1. */
static int widest_text(const struct table *t, const struct result *r)
{
	int best = -1;
	size_t numbers_from = 0;

	for (size_t c = 0; c < r->column_count; c++)
		if (r->columns[c].type != CELL_TEXT)
			numbers_from = c;
	for (size_t c = 0; c < numbers_from; c++)
		if (r->columns[c].type == CELL_TEXT && t->shown[c] > TEXT_CELLS &&
		    (best < 0 || t->shown[c] > t->shown[best]))
			best = (int)c;
	return best;
}

/* Is the first number behind the words whole? */
static bool shows_number(const struct table *t, const struct result *r, int room)
{
	bool words = false;
	int end = 0;

	for (size_t c = 0; c < r->column_count; c++) {
		bool number = r->columns[c].type != CELL_TEXT;

		end += t->shown[c] + (c ? 2 : 0);
		if (number && words)
			return end <= room;
		words = words || !number;
	}
	return true;
}

/* The score that is drawn as a bar stands last, and more is better. */
static bool has_bar(const struct result *r)
{
	const struct column *last = r->column_count ? &r->columns[r->column_count - 1] : NULL;

	return last && last->bar && !last->rising;
}

static double score(const struct result *r, size_t row)
{
	size_t c = r->column_count - 1;
	const struct value *v = &r->values[row * r->column_count + c];

	if (v->missing)
		return 0;
	return r->columns[c].type == CELL_INT ? (double)v->as.i : v->as.f;
}

static int used_cells(const struct table *t, const struct result *r)
{
	int used = 0;

	for (size_t c = 0; c < r->column_count; c++)
		used += t->shown[c] ? t->shown[c] + 2 : 0;
	return used;
}

static void fit_bar(struct table *t, int room)
{
	const struct result *r = &t->call->task.result;
	int before[RESULT_COLUMNS_MAX];

	t->bar = 0;
	memcpy(before, t->shown, sizeof(before));
	if (!has_bar(r))
		return;
	for (size_t c = r->column_count - 1; c-- > 1 && used_cells(t, r) + BAR_LEAST > room;)
		if (r->columns[c].type != CELL_TEXT)
			t->shown[c] = 0;
	t->bar_col = used_cells(t, r);
	t->bar = MIN(room - t->bar_col, (int)BAR_MOST);
	if (t->bar < BAR_LEAST) { /* in vain */
		t->bar = 0;
		memcpy(t->shown, before, sizeof(before));
	}
	t->most = 0;
	for (size_t i = 0; i < r->rows; i++)
		t->most = fmax(t->most, score(r, i));
	if (t->most <= 1 && r->columns[r->column_count - 1].type != CELL_INT)
		t->most = 1; /* cosines */
}

static void fit_widths(struct table *t, int room)
{
	const struct result *r = &t->call->task.result;
	int sum = 0, at;

	for (size_t c = 0; c < r->column_count; c++) {
		t->shown[c] = t->widths[c];
		sum += t->widths[c] + (c ? 2 : 0);
	}
	while (sum > room && (at = widest_text(t, r)) >= 0) {
		t->shown[at]--;
		sum--;
	}
	if (!shows_number(t, r, room)) /* in vain */
		memcpy(t->shown, t->widths, sizeof(t->shown));
}

static void draw_row(const struct table *t, size_t row, struct surface *s, struct rect line)
{
	const struct result *r = &t->call->task.result;
	struct strbuf text = STRBUF_INIT;
	int col = line.col + 3, end = line.col + line.cols;

	for (size_t c = 0; c < r->column_count && col < end; c++) {
		int room = MIN(t->shown[c], end - col);
		enum cell_type type = r->columns[c].type;

		if (!t->shown[c])
			continue;
		cell_text(r, row, c, &text);
		if (type == CELL_TEXT)
			surface_put(s, line.row, col, room, c ? ROLE_TEXT : ROLE_LABEL, text.buf,
				    text.len);
		else
			surface_put_right(s, line.row, col, room, ROLE_NUMBER, text.buf);
		col += t->shown[c] + 2;
	}
	if (t->bar && t->most > 0)
		surface_bar(s, line.row, line.col + 3 + t->bar_col, t->bar,
			    fmin(fmax(score(r, row) / t->most, 0), 1), ROLE_BAR, s->ascii);
	strbuf_release(&text);
}

static void draw_head(const struct table *t, struct surface *s, struct rect line)
{
	const struct result *r = &t->call->task.result;
	int col = line.col + 3, end = line.col + line.cols;

	for (size_t c = 0; c < r->column_count && col < end; c++) {
		int room = MIN(t->shown[c], end - col);

		if (!t->shown[c])
			continue;
		if (r->columns[c].type == CELL_TEXT)
			surface_puts(s, line.row, col, room, ROLE_DIM, r->columns[c].name);
		else
			surface_put_right(s, line.row, col, room, ROLE_DIM, r->columns[c].name);
		col += t->shown[c] + 2;
	}
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const hints[] = { "Answers as a table. Try:", "",
					     "  sim king queen man" };
	struct table *t = view;
	int head = r.rows > 2 ? 1 : 0;

	if (!t->call) {
		hint_draw(s, r, hints, ARRAY_LEN(hints));
		return;
	}
	const struct result *res = &t->call->task.result;

	fit_widths(t, r.cols - 4);
	fit_bar(t, r.cols - 4);
	if (head)
		draw_head(t, s, (struct rect){ r.row, r.col, 1, r.cols });
	listbox_fit(&t->list, r.rows - head);
	for (int i = 0; i < r.rows - head && t->list.top + (size_t)i < res->rows; i++) {
		size_t at = t->list.top + (size_t)i;
		struct rect line = { r.row + head + i, r.col, 1, r.cols };

		draw_row(t, at, s, line);
		if (at != t->list.at)
			continue;
		surface_puts(s, line.row, r.col + 1, 1, ROLE_FOCUS,
			     glyphs_get(ctx->ascii)->pointer);
		if (ctx->focused)
			listbox_highlight(s, line.row, r.col + 2, t->bar ? t->bar_col : r.cols - 2);
	}
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct table *t = view;
	size_t at;

	(void)ctx;
	switch (e->kind) {
	case VIEW_RESULT:
		if (result_lists_words(&e->call->task.result))
			break;
		t->call = e->call;
		listbox_reset(&t->list, e->call->task.result.rows);
		measure(t);
		break;
	case VIEW_CLICK:
		if (listbox_hit(&t->list, e->y, 1, &at))
			t->list.at = at;
		break;
	case VIEW_WHEEL:
		listbox_wheel(&t->list, e->steps);
		break;
	default:
		break;
	}
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct table *t = view;

	(void)ctx;
	if (intent->kind != INTENT_SELECT || !t->call)
		return false;
	listbox_apply(&t->list, intent);
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct table *t = view;

	(void)ctx;
	if (!t->call) {
		strbuf_adds(out, "Table");
		return;
	}
	const struct result *r = &t->call->task.result;

	strbuf_addf(out, "%s\t%zu", r->title ? r->title : t->call->line, r->rows);
	if (r->total > r->rows)
		strbuf_addf(out, " of %" PRIu64, r->total);
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct table *t = view;
	const struct result *r = t->call ? &t->call->task.result : NULL;

	if (!r || !r->answer_rows || r->model != session_model(ctx->session) ||
	    t->list.at >= r->rows)
		return VOCAB_NONE;
	return r->answer_rows[t->list.at];
}

/* {row}: the line of the table with tabs between the cells. */
static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct table *t = view;
	struct strbuf text = STRBUF_INIT;

	(void)ctx;
	if (strcmp(name, "row") != 0 || !t->call || t->list.at >= t->list.count)
		return false;
	for (size_t c = 0; c < t->call->task.result.column_count; c++) {
		cell_text(&t->call->task.result, t->list.at, c, &text);
		strbuf_addf(out, "%s%s", c ? "\t" : "", text.buf);
	}
	strbuf_release(&text);
	return true;
}

const struct view_class view_table_pane = {
	.name = "table",
	.title = "",
	.size = sizeof(struct table),
	.is_lines = true,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
	.expand = expand,
};
