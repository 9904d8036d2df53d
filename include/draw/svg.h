/* A surface as an SVG picture: every cell placed by hand, braille and box lines as shapes, so that
 * no font can break it. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

#include "base/strbuf.h"
#include "draw/surface.h"
#include "draw/theme.h"

void svg_dump(const struct surface *s, const struct theme *theme, const char *title,
	      struct strbuf *out);
/* Text of a document: < > & " become entities. Control characters must not be in it. */
void svg_add_escaped(struct strbuf *out, const char *s);

#endif
