/* Which blocks of a screen are bars, lying in rows of a list. */
#ifndef DRAW_SVG_BARS_H
#define DRAW_SVG_BARS_H

#include "draw/surface.h"

/* (rows, cols), 1 where the cell is a piece of a bar; the caller frees. */
uint8_t *svg_find_bars(const struct surface *s);

#endif
