/* A surface as a page of HTML: text in the theme's colours, to be read, copied and printed. */
#ifndef DRAW_HTML_H
#define DRAW_HTML_H

#include "base/strbuf.h"
#include "draw/surface.h"
#include "draw/theme.h"

void html_dump(const struct surface *s, const struct theme *theme, const char *title,
	       struct strbuf *out);

#endif
