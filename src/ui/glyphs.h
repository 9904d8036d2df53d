/* The few glyphs that the screen itself draws, in Unicode and in ASCII. */
#ifndef UI_GLYPHS_H
#define UI_GLYPHS_H

#include <stdbool.h>

#include "draw/surface.h"

struct glyphs {
	const char *hline, *vline, *tee_down, *tee_right;
	const char *corner_tl, *corner_tr, *corner_bl, *corner_br;
	const char *pointer;	/* what is selected, which pane has the focus */
	const char *crumb;	/* between breadcrumbs */
	const char *dot;	/* between facts */
	const char *cross;	/* before an error */
	const char *check;
	const char *star;	/* pinned, marked */
	const char *times;	/* a × b */
	const char *dash;
	const char *ellipsis;
	const char *spark[8];	/* falling to rising */
};

const struct glyphs *glyphs_get(bool ascii);

#endif
