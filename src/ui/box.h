/* A framed box over the panes, for help, palette, prose and pictures. */
#ifndef UI_BOX_H
#define UI_BOX_H

#include <stdbool.h>

#include "draw/surface.h"

/* In the middle of rows × cols, at most want_rows × want_cols; the whole screen where it is
 * small. The prompt and the footer stay free. */
struct rect box_place(int rows, int cols, int want_rows, int want_cols);
/* Where its contents stand: inside the frame, one blank column left and right, or all of it where
 * it is too low for one. */
struct rect box_inside(struct rect box);
/* Frame and title; returns the inside. */
struct rect box_draw(struct surface *s, struct rect box, const char *title, bool ascii);

#endif
