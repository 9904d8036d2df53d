/*
 * The map as an answer: exact PCA of the chosen rows at unit length (what a cosine sees), as a table
 * for programs and as a picture for people. Three words or more are drawn alone; otherwise the most
 * frequent words are the map, and the words that were asked stand out in it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/number.h"
#include "commands.h"
#include "draw/canvas.h"
#include "draw/labels.h"
#include "math/pca.h"

#define MAP_WORDS_MIN 3

struct plot_data {
	size_t map_words, threads;
	int cols, rows; /* of the picture */
	size_t x, y;	/* components, 0-based */
	bool ascii;
	uint32_t *ids; /* (n): first the words that were asked */
	size_t n, asked;
	double *points; /* (n, 2) */
	double explained[2];
};

/* "1,2" */
static enum status parse_components(const char *text, struct plot_data *d, struct error *err)
{
	const char *comma = strchr(text, ',');
	int64_t x, y;

	if (!comma || !number_parse_i64(text, (size_t)(comma - text), &x) ||
	    !number_parse_i64(comma + 1, strlen(comma + 1), &y) || x < 1 || y < 1 || x > 100 ||
	    y > 100 || x == y)
		return error_set(err, ST_USAGE,
				 "--components takes two different numbers from 1 to 100, as 1,2");
	d->x = (size_t)x - 1;
	d->y = (size_t)y - 1;
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct plot_data *d = t->data;
	const struct args *a = &t->args;

	d->map_words =
		(size_t)(args_given(a, "count") ? args_int(a, "count") : s->settings.map_words);
	d->threads = (size_t)s->settings.threads;
	d->ascii = s->settings.ascii || !strcmp(s->settings.symbols, "ascii");
	d->cols = args_given(a, "width") ? (int)args_int(a, "width") : s->cols ? s->cols : 80;
	d->rows = args_given(a, "height") ? (int)args_int(a, "height")
		  : s->rows > 8		  ? s->rows - 3
					  : 22;
	return parse_components(args_text(a, "components"), d, err);
}

/* --- which words --- */

static bool is_usable(const struct model *m, uint32_t row)
{
	return m->norms[row] > 0; /* neither zero nor NaN */
}

static bool is_taken(const struct plot_data *d, uint32_t row)
{
	for (size_t i = 0; i < d->asked; i++)
		if (d->ids[i] == row)
			return true;
	return false;
}

static void add_frequent(const struct model *m, struct plot_data *d)
{
	for (uint32_t row = 0; row < model_rows(m) && d->n < d->map_words + d->asked; row++)
		if (is_usable(m, row) && !is_taken(d, row))
			d->ids[d->n++] = row;
}

static enum status choose_words(struct task *t, struct error *err)
{
	struct plot_data *d = t->data;
	const struct model *m = t->model;
	uint32_t *asked;
	size_t room = t->args.count + d->map_words + 1;
	enum status st = words_resolve(t, 0, &asked, err);

	if (st != ST_OK)
		return st;
	d->ids = xreallocarray(NULL, room, sizeof(*d->ids));
	for (size_t i = 0; i < t->args.count; i++) {
		if (!is_usable(m, asked[i]))
			result_notef(&t->result, "%s has no direction and is left out",
				     args_word(&t->args, i));
		else if (!is_taken(d, asked[i]))
			d->ids[d->n++] = asked[i], d->asked++;
	}
	free(asked);
	if (d->asked < MAP_WORDS_MIN)
		add_frequent(m, d);
	if (d->n < MAP_WORDS_MIN)
		return error_set(err, ST_FAILED, "a map needs at least %d words", MAP_WORDS_MIN);
	return ST_OK;
}

/* --- where they are --- */

static enum status project(struct task *t, const struct progress *progress, struct error *err)
{
	struct plot_data *d = t->data;
	const struct matrix *m = &t->model->matrix;
	size_t need = MAX(d->x, d->y) + 1;
	struct pca pca;
	double *all;
	enum status st = pca_fit(&pca, m, d->ids, d->n, need, true, d->threads, progress, err);

	if (st != ST_OK)
		return st;
	if (pca.components < need) {
		st = error_set(err, ST_FAILED, "these words have only %zu components",
			       pca.components);
		pca_release(&pca);
		return st;
	}
	all = xcalloc(pca.components, sizeof(*all));
	d->points = xreallocarray(NULL, d->n, 2 * sizeof(*d->points));
	for (size_t i = 0; i < d->n; i++) {
		pca_project(&pca, matrix_row(m, d->ids[i]), true, all);
		d->points[2 * i] = all[d->x];
		d->points[2 * i + 1] = all[d->y];
	}
	for (int c = 0; c < 2 && pca.total_variance > 0; c++)
		d->explained[c] = pca.variance[c ? d->y : d->x] / pca.total_variance;
	free(all);
	pca_release(&pca);
	return ST_OK;
}

static void fill_table(struct task *t)
{
	const struct plot_data *d = t->data;
	struct result *r = &t->result;

	result_add_column(r, "x", CELL_F32);
	result_add_column(r, "y", CELL_F32);
	result_add_column(r, "word", CELL_TEXT);
	for (size_t i = 0; i < d->n; i++) {
		size_t row = result_add_row(r);

		result_put_float(r, row, 0, d->points[2 * i]);
		result_put_float(r, row, 1, d->points[2 * i + 1]);
		result_put_word(r, row, 2, t->model, d->ids[i]);
		result_set_answer_row(r, row, d->ids[i]);
	}
	result_set_query(r, t->model, d->ids, d->asked, false);
	result_set_title(r, "%zu words of %s, PCA %zu and %zu", d->n, t->model->name, d->x + 1,
			 d->y + 1);
	result_notef(r, "components %zu and %zu explain %.1f %% and %.1f %% of the variance",
		     d->x + 1, d->y + 1, 100 * d->explained[0], 100 * d->explained[1]);
}

/* --- the picture --- */

struct frame {
	double min[2], span[2];
	int dots_x, dots_y, per_cell_x, per_cell_y;
};

static void measure(const struct plot_data *d, struct frame *f)
{
	for (int c = 0; c < 2; c++) {
		double max = d->points[c];

		f->min[c] = max;
		for (size_t i = 0; i < d->n; i++) {
			f->min[c] = fmin(f->min[c], d->points[2 * i + (size_t)c]);
			max = fmax(max, d->points[2 * i + (size_t)c]);
		}
		f->span[c] = max > f->min[c] ? max - f->min[c] : 1;
	}
}

static void dot_of(const struct plot_data *d, const struct frame *f, size_t i, int *x, int *y)
{
	double u = (d->points[2 * i] - f->min[0]) / f->span[0];
	double v = (d->points[2 * i + 1] - f->min[1]) / f->span[1];

	*x = (int)lround(u * (f->dots_x - 1));
	*y = (int)lround((1 - v) * (f->dots_y - 1));
}

#define LABEL_CELLS ((size_t)24)

static int label_width(const struct plot_data *d, const char *word, size_t n)
{
	struct strbuf ascii = STRBUF_INIT;
	size_t width;

	if (!d->ascii)
		return (int)MIN(display_width(word, n), LABEL_CELLS);
	display_put_ascii(&ascii, word, n);
	width = ascii.len;
	strbuf_release(&ascii);
	return (int)MIN(width, LABEL_CELLS);
}

static struct label label_of(const struct task *t, const struct frame *f, size_t i)
{
	const struct plot_data *d = t->data;
	struct label l = { .priority = -(int)i, .important = i < d->asked };
	size_t n;
	const char *word = vocab_word(t->model->vocab, d->ids[i], &n);
	int x, y;

	dot_of(d, f, i, &x, &y);
	l.row = y / f->per_cell_y;
	l.col = x / f->per_cell_x;
	l.width = label_width(d, word, n);
	return l;
}

static void draw_labels(const struct task *t, const struct frame *f, struct surface *s)
{
	const struct plot_data *d = t->data;
	struct label *labels = xcalloc(d->n, sizeof(*labels));
	struct label_options opt = { .rows = s->rows, .cols = s->cols };

	for (size_t i = 0; i < d->n; i++)
		labels[i] = label_of(t, f, i);
	labels_place(labels, d->n, &opt);
	for (size_t i = 0; i < d->n; i++) {
		size_t n;
		const char *word = vocab_word(t->model->vocab, d->ids[i], &n);

		if (labels[i].side != LABEL_HIDDEN)
			surface_put(s, labels[i].text_row, labels[i].text_col, labels[i].width,
				    i < d->asked ? ROLE_QUERY : ROLE_LABEL, word, n);
	}
	free(labels);
}

static void draw(struct task *t)
{
	const struct plot_data *d = t->data;
	enum canvas_glyphs glyphs = d->ascii ? CANVAS_ASCII : CANVAS_BRAILLE;
	struct surface *s = xcalloc(1, sizeof(*s));
	struct canvas *canvas = canvas_new(d->rows, d->cols, glyphs);
	struct frame f;

	surface_init(s, d->rows, d->cols);
	s->ascii = d->ascii;
	measure(d, &f);
	f.dots_x = canvas_dots_x(canvas);
	f.dots_y = canvas_dots_y(canvas);
	f.per_cell_x = f.dots_x / d->cols;
	f.per_cell_y = f.dots_y / d->rows;
	for (size_t i = 0; i < d->n; i++) {
		int x, y;

		dot_of(d, &f, i, &x, &y);
		canvas_point(canvas, x, y, i < d->asked ? ROLE_QUERY : ROLE_POINT, i < d->asked);
	}
	canvas_blit(canvas, s, 0, 0);
	canvas_free(canvas);
	draw_labels(t, &f, s);
	t->result.picture = s;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	enum status st = choose_words(t, err);

	if (st == ST_OK)
		st = project(t, progress, err);
	if (st != ST_OK)
		return st;
	fill_table(t);
	draw(t);
	return ST_OK;
}

static void free_data(void *data)
{
	struct plot_data *d = data;

	free(d->ids);
	free(d->points);
}

/* clang-format off */
const struct command cmd_plot = {
	.name = "plot", .group = "Look",
	.summary = "Draw words as points: a map by principal components.",
	.details =
		"With three words or more the map shows them alone; with fewer it shows the most frequent words of "
		"the model and puts the given ones in. Rows are scaled to length 1 first. A terminal gets a picture, "
		"programs get x, y and word; \"write map.svg\" keeps the picture. With --plain it is told in words.",
	.args = { { ARG_WORD, "word", "what to draw; none = the most frequent words", 0, 0, NULL } },
	.opts = {
		{ 'n', "count", ARG_INT, "N", "2000", "how many frequent words make the map", NULL, 3, 100000 },
		{ 'c', "components", ARG_STRING, "X,Y", "1,2", "which principal components", NULL, 0, 0 },
		{ 0, "width", ARG_INT, "W", "80", "cells across", NULL, 10, 1000 },
		{ 0, "height", ARG_INT, "H", "22", "cells down", NULL, 4, 500 },
	},
	.examples = {
		{ "plot king queen man woman boy girl", "six words" },
		{ "plot -n 500", "the 500 most frequent words" },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct plot_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
