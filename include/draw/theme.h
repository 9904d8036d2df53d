/*
 * How a role looks: one of 256 colours (or the terminal's own) and attributes. Colour never is the
 * only difference: glyphs, bold and underline carry the same meaning, so mono themes lose nothing.
 */
#ifndef DRAW_THEME_H
#define DRAW_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/surface.h"

struct look {
	int16_t fg, bg;		/* 16 … 255, or -1 = the terminal's own */
	bool bold, dim, underline, reverse;
};

struct theme {
	const char *name;	/* dark light mono neutral contrast colour-blind */
	const char *summary;
	uint32_t page_fg, page_bg;	/* RGB used where there is no terminal (SVG) */
	struct look looks[ROLE_COUNT];
};

const struct theme *theme_find(const char *name);	/* NULL if there is none */
const struct theme *const *theme_all(void);		/* ends with NULL */
uint32_t theme_rgb(int colour);				/* RGB of a 256-colour index ≥ 16 */

#endif
