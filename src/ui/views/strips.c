/*
 * The numbers of some words as strips, one under the other: a column for each dimension (or for a
 * few, of which the strongest shows), positive values upwards and negative ones downwards, all rows
 * at length 1 and on one scale. Below them the difference of the first two.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/views/vectors.h"

enum { HIGH_MAX = 4 }; /* rows above the line, and below */

struct strips {
	struct vectors what;
	bool ordered;	 /* by what the dimensions give to the cosine */
	uint32_t *order; /* (dims) */
	double most;	 /* the largest number of all */
};

static void open_view(void *view, struct view_context *ctx)
{
	struct strips *v = view;

	(void)ctx;
	v->what.selected = VOCAB_NONE;
}

static void close_view(void *view, struct view_context *ctx)
{
	struct strips *v = view;

	(void)ctx;
	vectors_forget(&v->what);
	free(v->order);
}

static void work_out(struct strips *v)
{
	size_t dims = v->what.model ? model_dims(v->what.model) : 0;

	free(v->order);
	v->order = xcalloc(dims + 1, sizeof(*v->order));
	v->most = 0;
	for (uint32_t i = 0; i < dims; i++)
		v->order[i] = i;
	if (!v->what.count)
		return;
	if (v->ordered)
		vectors_order(&v->what, v->order);
	for (size_t i = 0; i < v->what.count * dims; i++)
		v->most = fmax(v->most, fabs(v->what.unit[i]));
}

/* --- one strip --- */

/* Where the strips stand: `each` cells for a dimension, or `group` dimensions for a cell. */
struct scale {
	int col, each, cells;
	size_t dims;
};

/* The strongest of the dimensions that share column c. */
static double strongest(const struct strips *v, const struct scale *k, const double *a,
			const double *b, int c)
{
	size_t begin = (size_t)c * k->dims / (size_t)k->cells;
	size_t end = (size_t)(c + 1) * k->dims / (size_t)k->cells;
	double best = 0;

	for (size_t i = begin; i < end; i++) {
		uint32_t dim = v->order[i];
		double x = a[dim] - (b ? b[dim] : 0);

		if (fabs(x) > fabs(best))
			best = x;
	}
	return best;
}

static const char *const up[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

/* From the line upwards, in eighths; `row` is the lowest of `high` rows. */
static void draw_up(struct surface *s, int row, int col, int cells, double t, int high)
{
	int eighths = MAX((int)(t * high * 8 + 0.5), 1);

	for (int i = 0; i < high && eighths > 0; i++, eighths -= 8)
		surface_hline(s, row - i, col, cells, ROLE_BAR, up[MIN(eighths, 8) - 1]);
}

/* Downwards fonts have an eighth, a half and the whole. */
static void draw_down(struct surface *s, int row, int col, int cells, double t, int high)
{
	int eighths = MAX((int)(t * high * 8 + 0.5), 1);

	for (int i = 0; i < high && eighths > 0; i++, eighths -= 8)
		surface_hline(s, row + i, col, cells, ROLE_GROUP5,
			      eighths < 3   ? "▔"
			      : eighths < 7 ? "▀"
					    : "█");
}

/* high = 0: one row for both, told apart by their colour. */
static void draw_bar(struct surface *s, int row, int col, int cells, double t, int high)
{
	if (!high)
		surface_hline(s, row, col, cells, t < 0 ? ROLE_GROUP5 : ROLE_BAR,
			      up[(int)fmin(7, fabs(t) * 8)]);
	else if (t >= 0)
		draw_up(s, row + high - 1, col, cells, t, high);
	else
		draw_down(s, row + high, col, cells, -t, high);
}

static void draw_strip(const struct strips *v, const struct scale *k, struct surface *s, int row,
		       const double *a, const double *b, int high)
{
	for (int c = 0; c < k->cells; c++) {
		double x = strongest(v, k, a, b, c);

		draw_bar(s, row, k->col + c * k->each, k->each, v->most > 0 ? x / v->most : 0,
			 high);
	}
}

/* --- all of them --- */

static int label_cells(const struct strips *v, const struct surface *s, struct rect r)
{
	int widest = 7;

	for (size_t i = 0; i < v->what.count; i++) {
		size_t n;
		const char *word = vocab_word(v->what.model->vocab, v->what.rows[i], &n);

		widest = MAX(widest, (int)MIN(surface_text_width(s, word, n), (size_t)20));
	}
	return MIN(widest, MAX(r.cols / 4, 3));
}

static void draw_axis(const struct strips *v, const struct scale *k, struct surface *s, int row)
{
	char last[32];
	int used;

	if (v->ordered) {
		surface_puts(s, row, k->col, k->cells * k->each, ROLE_DIM,
			     "dimensions, the largest share of the cosine first");
		return;
	}
	used = surface_puts(s, row, k->col, k->cells * k->each, ROLE_DIM, "1");
	surface_puts(s, row, k->col + used + 1, k->cells * k->each - used - 1, ROLE_DIM,
		     "… dimensions …");
	snprintf(last, sizeof(last), "%zu", k->dims);
	surface_put_right(s, row, k->col, k->cells * k->each, ROLE_DIM, last);
}

static void draw_words(const struct strips *v, const struct scale *k, struct surface *s,
		       struct rect r)
{
	size_t lines = v->what.count + (v->what.count > 1 ? 1 : 0);
	int label = k->col - r.col - 2, row = r.row;
	int share = (r.rows - 1) / (int)lines, high = MIN(share / 2, HIGH_MAX);
	int each = MAX(2 * high, 1) + (share > 2 * high && high ? 1 : 0);

	for (size_t i = 0; i < lines && row + each <= r.row + r.rows + 1; i++, row += each) {
		bool difference = i == v->what.count;
		size_t n;
		const char *word;

		if (difference) {
			surface_puts(s, row + MAX(high - 1, 0), r.col + 1, label, ROLE_NOTE,
				     "1st−2nd");
			draw_strip(v, k, s, row, vectors_row(&v->what, 0), vectors_row(&v->what, 1),
				   high);
			continue;
		}
		word = vocab_word(v->what.model->vocab, v->what.rows[i], &n);
		surface_put(s, row + MAX(high - 1, 0), r.col + 1, label,
			    i ? ROLE_NEIGHBOUR : ROLE_QUERY, word, n);
		draw_strip(v, k, s, row, vectors_row(&v->what, i), NULL, high);
	}
	if (row < r.row + r.rows)
		draw_axis(v, k, s, row);
}

static void draw_empty(const struct view_context *ctx, struct surface *s, struct rect r)
{
	const char *lines[] = { "The numbers of words stand here, one strip each. Try:",
				"",
				"  vec king",
				"  vec king - queen",
				"",
				"Marked words (Space) are shown too." };

	if (!session_model(ctx->session))
		lines[0] = "No model is open. Type  open FILE";
	hint_draw(s, r, lines, ARRAY_LEN(lines));
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct strips *v = view;
	struct scale k;

	if (r.rows <= 0 || r.cols < 8)
		return;
	if (!v->what.count) {
		draw_empty(ctx, s, r);
		return;
	}
	k.dims = model_dims(v->what.model);
	k.col = r.col + label_cells(v, s, r) + 2;
	k.cells = (int)MIN((size_t)MAX(r.col + r.cols - k.col - 1, 1), k.dims);
	k.each = MAX((r.col + r.cols - k.col - 1) / k.cells, 1);
	k.each = MIN(k.each, 4);
	draw_words(v, &k, s, r);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct strips *v = view;

	if (vectors_event(&v->what, ctx->session, e))
		work_out(v);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct strips *v = view;

	(void)ctx;
	if (intent->kind != INTENT_ORDER || !v->what.count)
		return false;
	v->ordered = !v->ordered;
	work_out(v);
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct strips *v = view;

	(void)ctx;
	if (v->what.count)
		strbuf_addf(out, "rows at length 1\t±%.2f", v->most);
}

const struct view_class view_strips = {
	.name = "strips",
	.title = "Vectors",
	.size = sizeof(struct strips),
	.is_picture = true,
	.open = open_view,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
};
