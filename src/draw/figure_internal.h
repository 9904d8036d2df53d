/* Shared by figure.c and figure_labels.c. */
#ifndef DRAW_FIGURE_INTERNAL_H
#define DRAW_FIGURE_INTERNAL_H

#include "draw/figure.h"

enum { FIGURE_FONT = 12, FIGURE_LABEL_CELLS = 28 };

struct box {
	double x0, y0, x1, y1;
};

/* The world on the page: x' = x0 + scale · x, y' = y0 − scale · y. */
struct page {
	double x0, y0, scale;
	struct box plot; /* where points may stand */
};

/* A word that is set: from (x, baseline y), `width` long. */
struct figure_label {
	size_t point;
	double x, y, width;
};

/* How long a text is at FIGURE_FONT, with some reserve, since fonts differ. */
double figure_text_width(const char *text, size_t n);
/* The labels that find room; *count of them, freed by the caller. */
struct figure_label *figure_place_labels(const struct figure *f, const struct page *page,
					 size_t *count);
bool figure_is_shown(const struct page *page, const struct scatter_point *p, double *x, double *y);

#endif
