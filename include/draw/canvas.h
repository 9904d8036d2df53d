/*
 * Points and lines in sub-cell resolution: braille (2 × 4 dots a cell), quadrants (2 × 2) or ASCII
 * (1 × 1, ` .:+*#` by density). One colour per cell, that of the role with the highest priority
 * that hit it, ties by majority.
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include "draw/surface.h"

enum canvas_glyphs { CANVAS_BRAILLE, CANVAS_QUADRANT, CANVAS_ASCII };

struct canvas;

struct canvas *canvas_new(int rows, int cols, enum canvas_glyphs glyphs);	/* in cells */
void canvas_free(struct canvas *c);
int canvas_dots_x(const struct canvas *c);	/* dots across */
int canvas_dots_y(const struct canvas *c);
/* Dot (0, 0) is top left. Outside is clipped. priority: higher wins the cell's colour. */
void canvas_point(struct canvas *c, int x, int y, enum role role, int priority);
void canvas_line(struct canvas *c, int x0, int y0, int x1, int y1, enum role role, int priority);
/* Colour cells of plain points by how many hit them (DENSITY roles) instead of their role. */
void canvas_set_density(struct canvas *c, bool on);
void canvas_blit(const struct canvas *c, struct surface *s, int row, int col);
bool canvas_hit(const struct canvas *c, int row, int col);	/* any dot in that cell? */

#endif
