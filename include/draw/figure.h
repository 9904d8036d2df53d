/*
 * A scatter plot as vector graphics, for a paper or a slide: points, lines and words where they are,
 * not where the cells of a terminal put them. One unit is as long across as up.
 *
 * Points outside the frame are left out. Words are set beside their points, the important first, and
 * never overlap one another or the marks of important points.
 *
 * A glyph that is an ASCII character (the number of a group) is set as that.
 */
#ifndef DRAW_FIGURE_H
#define DRAW_FIGURE_H

#include "base/strbuf.h"
#include "draw/scatter.h"
#include "draw/theme.h"

/* What a colour stands for. */
struct figure_key {
	const char *glyph;			/* as that of the points; NULL = a dot */
	const char *text;			/* borrowed bytes */
	size_t len;
	enum role role;
};

struct figure {
	const struct scatter_point *points;	/* borrowed; their glyphs become shapes */
	size_t count;
	const struct scatter_line *lines;	/* borrowed */
	size_t line_count;
	const struct figure_key *keys;		/* borrowed; above the frame, right */
	size_t key_count;
	struct scatter_bounds frame;		/* what is shown; more of the world where it is narrow */
	size_t labels;				/* how many words at most besides the important */
	bool no_labels;				/* not even those */
	bool ticks;				/* the coordinates mean something: numbers at the axes */
	struct strbuf title, caption, x_axis, y_axis;	/* owned; any may be empty */
};

void figure_init(struct figure *f);
void figure_release(struct figure *f);
/* The part of the world that a view shows in a pane of that size. */
struct scatter_bounds figure_frame(const struct scatter_view *v, int rows, int cols);
/* A whole SVG document. Labels may be any bytes. */
void figure_svg(const struct figure *f, const struct theme *theme, struct strbuf *out);

#endif
