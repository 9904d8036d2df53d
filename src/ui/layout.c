#include "ui/layout.h"

#include <string.h>

#include "base/compiler.h"

enum {
	WIDE_COLS = 80,
	WIDE_ROWS = 20,
	BIG_COLS = 100,
	SINGLE_COLS = 40,
	SINGLE_ROWS = 10,
	TINY_COLS = 20,
	TINY_ROWS = 4,
	TITLE_ROWS = 6, /* fewer have none for a title */
};

static int clamp(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

bool rect_holds(struct rect r, int row, int col)
{
	return row >= r.row && row < r.row + r.rows && col >= r.col && col < r.col + r.cols;
}

static enum layout_kind kind_of(int rows, int cols)
{
	if (rows < TINY_ROWS || cols < TINY_COLS)
		return LAYOUT_TINY;
	if (rows < SINGLE_ROWS || cols < SINGLE_COLS)
		return LAYOUT_LIST;
	if (rows < WIDE_ROWS || cols < WIDE_COLS)
		return LAYOUT_SINGLE;
	return LAYOUT_WIDE;
}

/* A title line and the pane below it, in `body`. */
static void place(struct layout *l, enum layout_slot slot, struct rect body)
{
	l->title[slot] = (struct rect){ body.row, body.col, 1, body.cols };
	l->pane[slot] = (struct rect){ body.row + 1, body.col, body.rows - 1, body.cols };
}

static void place_wide(struct layout *l, struct rect body, const struct layout_wish *wish)
{
	const bool *present = wish->present;
	bool side = present[SLOT_LIST] && present[SLOT_MAIN];
	int side_cols = side ? clamp(body.cols * 36 / 100, 29, 60) : 0;
	struct rect main = body;
	struct rect right = body;

	if (side) {
		l->divider = body.cols - side_cols - 1;
		main.cols = l->divider;
		right.col = l->divider + 1;
		right.cols = side_cols;
	}
	if (present[SLOT_DETAIL]) {
		struct rect *host = present[SLOT_LIST] ? &right : &main;
		int detail = wish->spaced ? host->rows / 2 : clamp(host->rows * 38 / 100, 7, 18);

		place(l, SLOT_DETAIL,
		      (struct rect){ host->row + host->rows - detail, host->col, detail,
				     host->cols });
		host->rows -= detail;
	}
	if (present[SLOT_MAIN])
		place(l, SLOT_MAIN, main);
	if (present[SLOT_LIST])
		place(l, SLOT_LIST, right);
}

static enum layout_slot single_slot(const struct layout *l, const struct layout_wish *wish)
{
	enum layout_slot slot = wish->focus;

	if (l->kind == LAYOUT_LIST && !wish->chosen)
		slot = SLOT_LIST;
	while (!wish->present[slot] && slot > SLOT_MAIN)
		slot--;
	return slot;
}

void layout_compute(struct layout *out, int rows, int cols, const struct layout_wish *wish)
{
	struct rect body = { 1, 0, rows - 4, cols };

	memset(out, 0, sizeof(*out));
	out->kind = kind_of(rows, cols);
	out->big = cols >= BIG_COLS;
	out->divider = -1;
	out->tabs = 0;
	out->status = rows - 3;
	out->prompt = rows - 2;
	out->footer = rows - 1;
	if (out->kind == LAYOUT_TINY) {
		out->tabs = out->status = out->footer = -1;
		out->prompt = rows - 1;
		return;
	}
	if (out->kind == LAYOUT_LIST) {
		out->tabs = out->footer = -1;
		out->prompt = rows - 1;
		out->status = rows - 2;
		body = (struct rect){ 0, 0, rows - 2, cols };
	}
	if (out->kind == LAYOUT_WIDE && wish->spaced) {
		out->status = rows - 5;
		out->prompt = rows - 3;
		body.rows -= 2;
	}
	if (out->kind == LAYOUT_WIDE && !wish->zoomed)
		place_wide(out, body, wish);
	else if (rows < TITLE_ROWS)
		out->pane[single_slot(out, wish)] = body;
	else
		place(out, single_slot(out, wish), body);
}
