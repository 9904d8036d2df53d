#include "ui/box.h"

#include "base/compiler.h"
#include "ui/glyphs.h"

enum {
	SMALL_ROWS = 8, /* a screen of fewer gives all it has */
	FRAME_ROWS = 5, /* a box of fewer has no frame, or nothing would be left inside */
};

struct rect box_place(int rows, int cols, int want_rows, int want_cols)
{
	if (rows < SMALL_ROWS) /* all but the prompt */
		return (struct rect){ 0, 0, MAX(rows - 1, 1), cols };
	int free_rows = MAX(rows - 3, 1);
	int h = MIN(want_rows, free_rows - (free_rows > 16 ? 2 : 0));
	int w = MIN(want_cols, cols - (cols > 60 ? 4 : 0));

	return (struct rect){ MAX((free_rows - h) / 2, 0), MAX((cols - w) / 2, 0), h, w };
}

struct rect box_inside(struct rect box)
{
	if (box.rows < FRAME_ROWS)
		return (struct rect){ box.row, box.col + 1, box.rows, MAX(box.cols - 1, 0) };
	return (struct rect){ box.row + 1, box.col + 2, box.rows - 2, MAX(box.cols - 4, 0) };
}

struct rect box_draw(struct surface *s, struct rect box, const char *title, bool ascii)
{
	const struct glyphs *g = glyphs_get(ascii);
	int right = box.col + box.cols - 1;
	int bottom = box.row + box.rows - 1;

	surface_fill(s, box, ROLE_TEXT);
	if (box.rows < FRAME_ROWS)
		return box_inside(box);
	surface_hline(s, box.row, box.col, box.cols, ROLE_FRAME, g->hline);
	surface_hline(s, bottom, box.col, box.cols, ROLE_FRAME, g->hline);
	surface_vline(s, box.row, box.col, box.rows, ROLE_FRAME, g->vline);
	surface_vline(s, box.row, right, box.rows, ROLE_FRAME, g->vline);
	surface_puts(s, box.row, box.col, 1, ROLE_FRAME, g->corner_tl);
	surface_puts(s, box.row, right, 1, ROLE_FRAME, g->corner_tr);
	surface_puts(s, bottom, box.col, 1, ROLE_FRAME, g->corner_bl);
	surface_puts(s, bottom, right, 1, ROLE_FRAME, g->corner_br);
	surface_putf(s, box.row, box.col + 2, MAX(box.cols - 4, 0), ROLE_TITLE, " %s ", title);
	return box_inside(box);
}
