/* Inside of plot: what plot.c works out and plot_draw.c draws. */
#ifndef COMMANDS_PLOT_H
#define COMMANDS_PLOT_H

#include "choose.h"
#include "math/layout.h"

enum plot_by { PLOT_PCA, PLOT_TSNE, PLOT_UMAP };

struct plot_data {
	enum plot_by by;
	size_t map_words, threads;
	uint64_t seed;
	int cols, rows;		/* of the picture */
	size_t x, y;		/* components, 0-based */
	bool ascii;
	struct chosen of, fit;	/* of: what --of says, or the typed words and those around them */
	bool frozen;		/* the axes are those of fit */
	size_t asked;		/* so many of `of` were typed: they come first */
	struct word_vector *made;	/* (made_count) typed too, but no rows: shown where the axes put them */
	size_t made_count;
	double *points;		/* (of.count + made_count, 2) */
};

/* Of point i: was it typed, what is it called? */
bool plot_is_asked(const struct plot_data *d, size_t i);
const char *plot_name(const struct task *t, size_t i);

/* As a picture that goes with the result. */
void plot_draw(struct task *t);

#endif
