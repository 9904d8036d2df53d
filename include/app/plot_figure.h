/* The answer of `plot` as vector graphics: from its coordinates, not from its picture in cells. */
#ifndef APP_PLOT_FIGURE_H
#define APP_PLOT_FIGURE_H

#include "app/result.h"
#include "draw/theme.h"

/* Is it one: columns x, y and word? */
bool plot_is_answer(const struct result *r);
/* False, and nothing is written, if the answer has no columns x, y and word. */
bool plot_figure_svg(const struct result *r, const struct theme *theme, struct strbuf *svg);

#endif
