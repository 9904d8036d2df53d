/* A surface onto the curses screen: looks → attributes and colour pairs, glyphs → complex
 * characters whose width curses and the surface agree about. */
#ifndef TERM_PAINT_H
#define TERM_PAINT_H

#include <stdbool.h>

#include "draw/surface.h"
#include "draw/theme.h"

struct paint {
	bool color;
	const struct theme *theme;	/* pairs[] and attrs[] are for this one */
	int pairs[ROLE_COUNT];
	unsigned long attrs[ROLE_COUNT];
	struct surface last;		/* what is on the screen; rows 0 = begin with a blank one */
	int cursor;			/* as last set: 0, 1; -1 = unknown */
	int next;			/* the row where the next frame begins */
};

void paint_init(struct paint *p, bool color);
void paint_release(struct paint *p);
void paint_forget(struct paint *p);	/* the next paint_show() writes every row */
/* False: only a part went out, some 4 kB; the next call goes on. */
bool paint_show(struct paint *p, const struct surface *s, const struct theme *theme);

#endif
