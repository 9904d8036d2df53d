/*
 * A box on the map: the words inside it can be marked at once. It is drawn with the mouse, or grown
 * by keys from the selected word. Two corners in cells of the pane; the one that moves is bold.
 *
 * Which words are inside is a matter of their dots, as they were drawn last.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/core.h"
#include "ui/text.h"
#include "ui/views/map.h"

enum { FIRST_COLS = 8, FIRST_ROWS = 3, NAMED_WORDS = 8, FIRST_SHARE = 10 };

static int clamp(int v, int size)
{
	return v < 0 ? 0 : v >= size ? MAX(size - 1, 0) : v;
}

static void put_corner(struct map *v, int row, int col)
{
	v->box.row[1] = clamp(row, v->rows);
	v->box.col[1] = clamp(col, v->cols);
}

static struct rect inside(const struct map_box *b)
{
	return (struct rect){ MIN(b->row[0], b->row[1]), MIN(b->col[0], b->col[1]),
			      abs(b->row[0] - b->row[1]) + 1, abs(b->col[0] - b->col[1]) + 1 };
}

/* Around the selected word, if it is in sight, or the middle. Not before the map is drawn. */
static void place(struct map *v)
{
	size_t at = map_points_find(&v->points, v->selected);
	int row = v->rows / 2, col = v->cols / 2;
	int rows = MIN(MAX(v->rows / FIRST_SHARE, 1), FIRST_ROWS);
	int cols = MIN(MAX(v->cols / FIRST_SHARE, 2), FIRST_COLS);

	if (at < v->shown_count && !isnan(v->shown[at].x) &&
	    rect_holds((struct rect){ 0, 0, v->rows, v->cols }, v->shown[at].row,
		       v->shown[at].col)) {
		row = v->shown[at].row;
		col = v->shown[at].col;
	}
	v->box.is_new = false;
	v->box.row[0] = clamp(row - rows, v->rows);
	v->box.col[0] = clamp(col - cols, v->cols);
	put_corner(v, row + rows, col + cols);
}

static void swap(struct map_box *b)
{
	struct map_box was = *b;

	b->row[0] = was.row[1];
	b->row[1] = was.row[0];
	b->col[0] = was.col[1];
	b->col[1] = was.col[0];
}

bool map_box_command(struct map *v, const struct intent *i)
{
	if (!v->ready)
		return false;
	if (!i->text && !i->x && !i->y) {
		v->box.on = v->box.is_new = true;
		return true;
	}
	if (!v->box.on)
		return false;
	if (v->box.is_new && (!i->text || strcmp(i->text, "other") == 0))
		return true;
	if (!i->text)
		put_corner(v, v->box.row[1] + i->y, v->box.col[1] + i->x);
	else if (strcmp(i->text, "other") == 0)
		swap(&v->box);
	else
		v->box.on = false;
	return true;
}

void map_box_drag(struct map *v, const struct view_event *e)
{
	if (!v->ready || !v->rows)
		return;
	v->box.on = true;
	v->box.is_new = false;
	v->box.row[0] = clamp(e->from_y, v->rows);
	v->box.col[0] = clamp(e->from_x, v->cols);
	put_corner(v, e->y, e->x);
}

/* --- what it holds --- */

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Rows of the words inside, most frequent first; freed by the caller. */
static uint32_t *find_words(const struct map *v, size_t *count)
{
	uint32_t *rows = xcalloc(v->shown_count + 1, sizeof(*rows));
	struct rect r = inside(&v->box);

	*count = 0;
	for (size_t i = 0; i < MIN(v->shown_count, v->points.count); i++) {
		const struct scatter_point *p = &v->shown[i];

		if (!isnan(p->x) && rect_holds(r, p->row, p->col))
			rows[(*count)++] = v->points.rows[i];
	}
	qsort(rows, *count, sizeof(*rows), by_number);
	return rows;
}

static bool is_marked(const struct session *s, const char *word, size_t n)
{
	for (size_t i = 0; i < s->mark_count; i++)
		if (strlen(s->marks[i]) == n && memcmp(s->marks[i], word, n) == 0)
			return true;
	return false;
}

static bool add_words(const struct map *v, const struct session *s, bool marked, struct strbuf *out)
{
	size_t count, n, taken = 0;
	uint32_t *rows = find_words(v, &count);

	for (size_t i = 0; i < count && taken < MAP_BOX_WORDS; i++) {
		const char *word = vocab_word(v->model->vocab, rows[i], &n);

		if (!n || (marked && !is_marked(s, word, n)))
			continue;
		strbuf_adds(out, taken++ ? " " : "");
		ui_quote_word(out, word, n);
	}
	free(rows);
	return taken > 0;
}

bool map_box_take(struct map *v, const struct session *s, bool marked, struct strbuf *out)
{
	if (!v->box.on || !add_words(v, s, marked, out))
		return false;
	v->box.on = false;
	return true;
}

void map_box_status(const struct map *v, struct strbuf *out)
{
	size_t count, n;
	uint32_t *rows = find_words(v, &count);

	strbuf_adds(out, "box of ");
	text_add_count(out, count);
	strbuf_adds(out, count == 1 ? " word" : " words");
	if (count > MAP_BOX_WORDS)
		strbuf_addf(out, ", %d are taken", MAP_BOX_WORDS);
	for (size_t i = 0; i < MIN(count, (size_t)NAMED_WORDS); i++) {
		const char *word = vocab_word(v->model->vocab, rows[i], &n);

		strbuf_adds(out, i ? ", " : ": ");
		strbuf_add(out, word, n);
	}
	if (count > NAMED_WORDS)
		strbuf_adds(out, " …");
	free(rows);
}

/* --- the picture --- */

static bool is_dot(const struct cell *c)
{
	return c->role == ROLE_POINT || (c->role >= ROLE_DENSITY0 && c->role <= ROLE_DENSITY4);
}

static void colour(struct surface *s, int row, int col, int cells)
{
	for (int i = 0; i < cells; i++) {
		struct cell *c = surface_cell(s, row, col + i);

		if (c)
			c->role = ROLE_MARK;
	}
}

/* What would be marked has the colour of marks: dots, and words with their glyphs. */
static void colour_inside(const struct map *v, struct surface *s, struct rect pane)
{
	struct rect r = inside(&v->box);

	for (int row = r.row; row < r.row + r.rows; row++)
		for (int col = r.col; col < r.col + r.cols; col++) {
			const struct cell *c = surface_cell(s, pane.row + row, pane.col + col);

			if (c && is_dot(c))
				colour(s, pane.row + row, pane.col + col, 1);
		}
	for (size_t i = 0; i < v->shown_count; i++) {
		const struct scatter_point *p = &v->shown[i];

		if (isnan(p->x) || !rect_holds(r, p->row, p->col))
			continue;
		if (p->glyph || p->side != LABEL_HIDDEN)
			colour(s, pane.row + p->row, pane.col + p->col, 1);
		if (p->side != LABEL_HIDDEN)
			colour(s, pane.row + p->text_row, pane.col + p->text_col, p->text_cells);
	}
}

/* Words stay whole: the frame goes behind them. */
static void edge(struct surface *s, int row, int col, const char *glyph)
{
	const struct cell *c = surface_cell(s, row, col);

	if (c && c->width &&
	    (!c->text[0] || is_dot(c) || c->role == ROLE_LINE || c->role == ROLE_FOCUS))
		surface_put_glyph(s, row, col, ROLE_FOCUS, glyph, 1);
}

static void frame(struct surface *s, struct rect r, const struct glyphs *g)
{
	int bottom = r.row + r.rows - 1, right = r.col + r.cols - 1;

	for (int col = r.col; col <= right; col++) {
		edge(s, r.row, col, g->hline);
		edge(s, bottom, col, g->hline);
	}
	for (int row = r.row; row <= bottom; row++) {
		edge(s, row, r.col, g->vline);
		edge(s, row, right, g->vline);
	}
	if (r.rows == 1 || r.cols == 1)
		return;
	edge(s, r.row, r.col, g->corner_tl);
	edge(s, r.row, right, g->corner_tr);
	edge(s, bottom, r.col, g->corner_bl);
	edge(s, bottom, right, g->corner_br);
}

void map_box_draw(struct map *v, bool ascii, struct surface *s, struct rect pane)
{
	struct map_box *b = &v->box;
	struct rect r;

	if (b->is_new)
		place(v);
	for (int i = 0; i < 2; i++) { /* the pane may be smaller now */
		b->row[i] = clamp(b->row[i], pane.rows);
		b->col[i] = clamp(b->col[i], pane.cols);
	}
	r = inside(b);
	r.row += pane.row;
	r.col += pane.col;
	frame(s, r, glyphs_get(ascii));
	colour_inside(v, s, pane);
	surface_put_glyph(s, pane.row + b->row[1], pane.col + b->col[1], ROLE_SELECTED,
			  ascii ? "@" : "◉", 1);
}
