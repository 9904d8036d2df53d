/*
 * What each dimension gives to the cosine of two words: cos = Σ a_i b_i at length 1, largest part
 * first. Of one word: its strongest dimensions, cos being 1.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/views/vectors.h"

struct shares {
	struct vectors what;
	uint32_t *order; /* (dims) */
	double cosine;
	struct listbox list;
};

static void open_view(void *view, struct view_context *ctx)
{
	struct shares *v = view;

	(void)ctx;
	v->what.selected = VOCAB_NONE;
}

static void close_view(void *view, struct view_context *ctx)
{
	struct shares *v = view;

	(void)ctx;
	vectors_forget(&v->what);
	free(v->order);
}

static const double *first(const struct shares *v)
{
	return vectors_row(&v->what, 0);
}

static const double *second(const struct shares *v)
{
	return vectors_row(&v->what, v->what.count > 1 ? 1 : 0);
}

static void work_out(struct shares *v)
{
	size_t dims = v->what.count ? model_dims(v->what.model) : 0;

	free(v->order);
	v->order = xcalloc(dims + 1, sizeof(*v->order));
	v->cosine = 0;
	if (dims)
		vectors_order(&v->what, v->order);
	for (size_t i = 0; i < dims; i++)
		v->cosine += first(v)[i] * second(v)[i];
	listbox_reset(&v->list, dims);
}

static void draw_line(const struct shares *v, size_t i, struct surface *s, struct rect line,
		      double most)
{
	uint32_t dim = v->order[i];
	double a = first(v)[dim], b = second(v)[dim], part = a * b;
	int col = line.col + 2;

	surface_putf(s, line.row, col, 5, ROLE_DIM, "%5u", (unsigned)dim + 1);
	surface_putf(s, line.row, col + 6, 6, ROLE_NUMBER, "%+.2f", a);
	surface_putf(s, line.row, col + 12, 6, ROLE_NUMBER, "%+.2f", b);
	surface_putf(s, line.row, col + 18, 7, part < 0 ? ROLE_GROUP5 : ROLE_BAR, "%+.3f", part);
	if (line.cols > 32 && most > 0)
		surface_bar(s, line.row, col + 25, MIN(line.cols - 29, 40), fabs(part) / most,
			    part < 0 ? ROLE_GROUP5 : ROLE_BAR, s->ascii);
}

static void draw_head(const struct shares *v, struct surface *s, struct rect r)
{
	size_t n;
	const char *a = vocab_word(v->what.model->vocab, v->what.rows[0], &n);

	surface_puts(s, r.row, r.col + 4, 3, ROLE_DIM, "dim");
	surface_put(s, r.row, r.col + 8, 5, ROLE_QUERY, a, n);
	if (v->what.count > 1) {
		const char *b = vocab_word(v->what.model->vocab, v->what.rows[1], &n);

		surface_put(s, r.row, r.col + 14, 5, ROLE_NEIGHBOUR, b, n);
	}
	surface_puts(s, r.row, r.col + 20, 7, ROLE_DIM, "product");
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const hints[] = { "What each dimension gives", "to the cosine. Try:", "",
					     "  vec king - queen" };
	struct shares *v = view;
	const struct glyphs *g = glyphs_get(ctx->ascii);
	int head = r.rows > 2 ? 1 : 0;
	double most;

	if (!v->what.count || r.rows <= 0) {
		hint_draw(s, r, hints, ARRAY_LEN(hints));
		return;
	}
	most = fabs(first(v)[v->order[0]] * second(v)[v->order[0]]);
	listbox_fit(&v->list, r.rows - head);
	if (head)
		draw_head(v, s, r);
	for (int i = 0; i < r.rows - head && v->list.top + (size_t)i < v->list.count; i++) {
		struct rect line = { r.row + head + i, r.col, 1, r.cols };

		draw_line(v, v->list.top + (size_t)i, s, line, most);
		if (v->list.top + (size_t)i == v->list.at && ctx->focused)
			surface_puts(s, line.row, r.col + 1, 1, ROLE_FOCUS, g->pointer);
	}
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct shares *v = view;

	if (vectors_event(&v->what, ctx->session, e))
		work_out(v);
	else if (e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct shares *v = view;

	(void)ctx;
	if (intent->kind != INTENT_SELECT || !v->what.count)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

/* How many of the largest parts make nine tenths of the sum of all sizes. */
static size_t few(const struct shares *v)
{
	size_t dims = v->list.count, n = 0;
	double all = 0, sum = 0;

	for (size_t i = 0; i < dims; i++)
		all += fabs(first(v)[i] * second(v)[i]);
	while (n < dims && sum < 0.9 * all) {
		sum += fabs(first(v)[v->order[n]] * second(v)[v->order[n]]);
		n++;
	}
	return n;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct shares *v = view;

	(void)ctx;
	if (v->what.count)
		strbuf_addf(out, "cosine %.3f\t90 %% in %zu dims", v->cosine, few(v));
}

const struct view_class view_shares = {
	.name = "shares",
	.title = "Shares",
	.size = sizeof(struct shares),
	.open = open_view,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
};
