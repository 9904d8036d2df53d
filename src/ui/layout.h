/*
 * Where things stand on the screen, from its width and height alone (and from what the user asked
 * for: a pane zoomed to the whole body). No state: the same size always gives the same picture.
 *
 *	≥ 80 × 20	map | list / detail, side by side
 *	smaller		one pane at a time, Tab goes through them
 *	< 40 × 10	the list alone, until another pane is asked for; fewer lines around it
 *	< 6 rows	without its title
 *	< 20 × 4	the prompt, and a sentence that the window is too small
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#include "draw/surface.h"

enum layout_kind { LAYOUT_WIDE, LAYOUT_SINGLE, LAYOUT_LIST, LAYOUT_TINY };

/* Slots of a screen: the large pane left, the list right above, the detail right below. */
enum layout_slot { SLOT_MAIN, SLOT_LIST, SLOT_DETAIL, SLOT_COUNT };

struct layout {
	enum layout_kind kind;
	bool big;			/* room for spaced tabs and longer texts */
	int tabs, status, prompt, footer;	/* rows; -1 = not shown */
	struct rect title[SLOT_COUNT];	/* the rule above a pane; rows 0 = not shown */
	struct rect pane[SLOT_COUNT];	/* what a view may draw on; rows 0 = not shown */
	int divider;			/* column between main and list, -1 = none */
};

struct layout_wish {
	bool present[SLOT_COUNT];	/* which slots the screen has */
	enum layout_slot focus;		/* what to show when only one fits */
	bool chosen;			/* somebody asked for that one: it shows even at smallest */
	bool zoomed;			/* the focused pane takes the whole body */
	bool spaced;			/* room around the prompt and for lines that stand apart */
};

void layout_compute(struct layout *out, int rows, int cols, const struct layout_wish *wish);
bool rect_holds(struct rect r, int row, int col);

#endif
