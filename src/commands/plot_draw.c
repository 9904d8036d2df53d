/* The map of `plot` in cells: a dot a word, labels where there is room, the words that were asked first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "draw/canvas.h"
#include "draw/labels.h"
#include "plot.h"

struct frame {
	double min[2], span[2];
	int dots_x, dots_y, per_cell_x, per_cell_y;
};

static void measure(const struct plot_data *d, struct frame *f)
{
	for (int c = 0; c < 2; c++) {
		double max = d->points[c];

		f->min[c] = max;
		for (size_t i = 0; i < d->of.count + d->made_count; i++) {
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

bool plot_is_asked(const struct plot_data *d, size_t i)
{
	return i < d->asked || i >= d->of.count;
}

const char *plot_name(const struct task *t, size_t i)
{
	const struct plot_data *d = t->data;

	return i < d->of.count ? vocab_word(t->model->vocab, d->of.rows[i], NULL)
			       : d->made[i - d->of.count].word;
}

static struct label label_of(const struct task *t, const struct frame *f, size_t i)
{
	const struct plot_data *d = t->data;
	struct label l = { .priority = -(int)i, .important = plot_is_asked(d, i) };
	const char *word = plot_name(t, i);
	int x, y;

	dot_of(d, f, i, &x, &y);
	l.row = y / f->per_cell_y;
	l.col = x / f->per_cell_x;
	l.width = label_width(d, word, strlen(word));
	return l;
}

static void draw_labels(const struct task *t, const struct frame *f, struct surface *s)
{
	const struct plot_data *d = t->data;
	size_t count = d->of.count + d->made_count;
	struct label *labels = xcalloc(count, sizeof(*labels));
	struct label_options opt = { .rows = s->rows, .cols = s->cols };

	for (size_t i = 0; i < d->of.count + d->made_count; i++)
		labels[i] = label_of(t, f, i);
	labels_place(labels, count, &opt);
	for (size_t i = 0; i < d->of.count + d->made_count; i++) {
		const char *word = plot_name(t, i);

		if (labels[i].side != LABEL_HIDDEN)
			surface_put(s, labels[i].text_row, labels[i].text_col, labels[i].width,
				    plot_is_asked(d, i) ? ROLE_QUERY : ROLE_LABEL, word,
				    strlen(word));
	}
	free(labels);
}

void plot_draw(struct task *t)
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
	for (size_t i = 0; i < d->of.count + d->made_count; i++) {
		int x, y;

		dot_of(d, &f, i, &x, &y);
		canvas_point(canvas, x, y, plot_is_asked(d, i) ? ROLE_QUERY : ROLE_POINT,
			     plot_is_asked(d, i));
	}
	canvas_blit(canvas, s, 0, 0);
	canvas_free(canvas);
	draw_labels(t, &f, s);
	t->result.picture = s;
}
