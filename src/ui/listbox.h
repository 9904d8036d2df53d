/* Which line of a list is selected and which part of it is in sight. */
#ifndef UI_LISTBOX_H
#define UI_LISTBOX_H

#include "app/session.h"

struct listbox {
	size_t count, at, top;
	size_t page;	/* lines in sight when it was last drawn */
};

void listbox_reset(struct listbox *l, size_t count);
void listbox_move(struct listbox *l, double by);
/* INTENT_SELECT: a = by how many lines, x = by how many pages. */
void listbox_apply(struct listbox *l, const struct intent *intent);
/* Set the page and scroll so that the selected line shows. */
void listbox_fit(struct listbox *l, int rows);
/* The list wheel: three lines a step, the selection stays in sight. */
void listbox_wheel(struct listbox *l, int steps);
/* Which line stands in row `y` of the pane (after `head` rows of heading); false = none. */
bool listbox_hit(const struct listbox *l, int y, int head, size_t *out);

/* Draw the selected line: one inverted bar whatever roles stand in it. */
void listbox_highlight(struct surface *s, int row, int col, int cols);

#endif
