/* Symbols as geometry: each is added to the paths of its look, in pixels from the cell's corner. */
#ifndef DRAW_SVG_GLYPH_H
#define DRAW_SVG_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

enum { SVG_CELL_W = 9, SVG_CELL_H = 18, SVG_BASELINE = 13, SVG_FONT_SIZE = 15 };

struct svg_paths {
	struct strbuf fill, blocks, stroke, heavy, dots;	/* path data */
};

void svg_paths_init(struct svg_paths *p);
void svg_paths_release(struct svg_paths *p);
/* False if cp has no shape here: it is text. */
bool svg_glyph_add(struct svg_paths *p, uint32_t cp, int x, int y);
/* A piece of a bar (draw/svg_bars.h), with room to the bars above and below: █ ▉ … ▏ */
void svg_glyph_add_bar(struct svg_paths *p, uint32_t cp, int x, int y);

#endif
