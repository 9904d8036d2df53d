/* What the files of the renderer share. */
#ifndef APP_RENDER_INTERNAL_H
#define APP_RENDER_INTERNAL_H

#include "app/render.h"
#include "base/strbuf.h"

/* A value for a machine: shortest digits; text raw. Missing = nothing. */
void value_put_exact(const struct value *v, enum cell_type type, struct strbuf *out);
/* A value for a person: four decimals; text made visible. Missing = "-". */
void value_put_short(const struct value *v, enum cell_type type, bool ascii, struct strbuf *out);

void render_table(const struct result *r, const struct render_options *opt, struct strbuf *out);
void render_matrix(const struct result *r, const struct render_options *opt, struct strbuf *out);

/* The answer of plot in words; false: it is none. */
bool spoken_plot(const struct result *r, struct strbuf *out);

static inline const struct value *value_at(const struct result *r, size_t row, size_t col)
{
	return &r->values[row * r->column_count + col];
}

/* The model "colours" (red, green, blue from 0 to 255): a cell with one of its words is shown on that
 * colour, as entries of the 256-colour table. False: some other model, or no word. */
bool swatch_of(const struct model *m, const struct value *v, int *fg, int *bg);

#endif
