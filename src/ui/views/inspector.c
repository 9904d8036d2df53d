/* All about one word: rank, length, how it lies to the question, its strongest dimensions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "model/search.h"
#include "ui/glyphs.h"
#include "ui/text.h"
#include "ui/view.h"
#include "ui/views/close_words.h"

enum { TOP_DIMS = 24, QUERY_WORDS = 3 };

struct inspector {
	const struct model *model; /* compared, never used: the session has it */
	double mean_norm;
	uint32_t row;
	uint32_t query[QUERY_WORDS];
	size_t query_count;
	struct close_words close; /* to another word than the one that was asked */
};

static double mean_norm(const struct model *m)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < model_rows(m); i++) {
		if (!isfinite(m->norms[i]) || m->norms[i] <= 0)
			continue;
		sum += (double)m->norms[i];
		n++;
	}
	return n ? sum / (double)n : 0;
}

static void take_model(struct inspector *v, const struct session *s)
{
	const struct model *m = session_model(s);

	v->model = m;
	v->row = VOCAB_NONE;
	v->query_count = 0;
	v->mean_norm = m ? mean_norm(m) : 0;
}

static void open_view(void *view, struct view_context *ctx)
{
	struct inspector *v = view;

	close_words_init(&v->close);
	take_model(v, ctx->session);
}

static void close_view(void *view, struct view_context *ctx)
{
	struct inspector *v = view;

	(void)ctx;
	close_words_release(&v->close);
}

/* --- lines --- */

struct pen {
	struct surface *s;
	struct rect r;
	int row;
	bool ascii;
};

static bool has_room(const struct pen *p)
{
	return p->row < p->r.row + p->r.rows;
}

static int put_name(struct pen *p, const char *name)
{
	surface_puts(p->s, p->row, p->r.col + 1, MIN(7, p->r.cols - 1), ROLE_DIM, name);
	return p->r.col + 9;
}

static void draw_rank(struct pen *p, const struct model *m, uint32_t row)
{
	struct strbuf text = STRBUF_INIT;
	int col = put_name(p, "rank");

	text_add_count(&text, (uint64_t)row + 1);
	strbuf_adds(&text, " of ");
	text_add_count(&text, model_rows(m));
	surface_puts(p->s, p->row++, col, p->r.cols - 10, ROLE_NUMBER, text.buf);
	strbuf_release(&text);
}

static void draw_norm(struct pen *p, const struct inspector *v, const struct model *m)
{
	int col = put_name(p, "length");
	int used = surface_putf(p->s, p->row, col, p->r.cols - 10, ROLE_NUMBER, "%.2f",
				(double)m->norms[v->row]);

	surface_putf(p->s, p->row++, col + used + 1, p->r.cols - 11 - used, ROLE_DIM, "(mean %.2f)",
		     v->mean_norm);
}

static void draw_cosines(struct pen *p, const struct inspector *v, const struct model *m)
{
	for (size_t i = 0; i < v->query_count && has_room(p); i++) {
		size_t n;
		const char *word = vocab_word(m->vocab, v->query[i], &n);
		double cos = search_cosine(m, v->row, v->query[i]);

		if (v->query[i] == v->row || !isfinite(cos))
			continue;
		int col = put_name(p, "cosine");
		int used = surface_putf(p->s, p->row, col, 8, ROLE_NUMBER, "%+.3f", cos);

		used += surface_puts(p->s, p->row, col + used, 4, ROLE_DIM, " to ");
		surface_put(p->s, p->row++, col + used, MAX(p->r.cols - 10 - used, 0), ROLE_QUERY,
			    word, n);
	}
}

/* Every dimension in turn; where there are more than cells, the strongest of each group. */
static void draw_strip(struct pen *p, const float *x, size_t dims)
{
	const struct glyphs *g = glyphs_get(p->ascii);
	int col = put_name(p, "dims");
	size_t cells = (size_t)MAX(p->r.cols - 10, 1);
	double most = 0;

	cells = MIN(cells, dims);
	for (size_t i = 0; i < dims; i++)
		most = fmax(most, fabs((double)x[i]));
	for (size_t c = 0; c < cells; c++) {
		double best = 0;

		for (size_t i = c * dims / cells; i < (c + 1) * dims / cells; i++)
			if (fabs((double)x[i]) > fabs(best))
				best = (double)x[i];
		double level = most > 0 ? (best / most + 1) / 2 * 7.999 : 0;

		if (level >= 0 && level < 8)
			surface_puts(p->s, p->row, col + (int)c, 1, ROLE_BAR, g->spark[(int)level]);
	}
	p->row++;
}

/* Dimensions by falling size; NaN last. */
static size_t strongest(const float *x, size_t dims, size_t *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < dims; i++) {
		double size = fabs((double)x[i]);
		size_t at = n < max ? n++ : max;

		if (at == max && !(size > fabs((double)x[out[max - 1]])))
			continue;
		at = at == max ? max - 1 : at;
		while (at > 0 && size > fabs((double)x[out[at - 1]])) {
			out[at] = out[at - 1];
			at--;
		}
		out[at] = i;
	}
	return n;
}

/* On the row that stays free before the dimensions. The list shows those of what was asked. */
static void draw_close(const struct pen *p, const struct inspector *v, const struct model *m)
{
	struct strbuf text = STRBUF_INIT;
	struct pen here = *p;

	if (v->close.row != v->row || !v->close.count || !has_room(p))
		return;
	for (size_t i = 0; i < v->close.count; i++) {
		size_t n;
		const char *word = vocab_word(m->vocab, v->close.words[i], &n);

		strbuf_adds(&text, i ? ", " : "");
		strbuf_add(&text, word, n);
	}
	int col = put_name(&here, "near");

	surface_puts(p->s, p->row, col, MAX(p->r.cols - 10, 0), ROLE_NEIGHBOUR, text.buf);
	strbuf_release(&text);
}

static void draw_strongest(struct pen *p, const float *x, size_t dims)
{
	size_t top[TOP_DIMS];
	size_t n = strongest(x, dims, top, MIN(dims, (size_t)TOP_DIMS));
	double most = n ? fabs((double)x[top[0]]) : 0;

	if (p->r.row + p->r.rows - p->row < 3)
		return;
	p->row++;
	surface_puts(p->s, p->row++, p->r.col + 1, p->r.cols - 1, ROLE_DIM, "strongest dimensions");
	for (size_t i = 0; i < n && has_room(p); i++) {
		double v = (double)x[top[i]];

		surface_putf(p->s, p->row, p->r.col + 1, 7, ROLE_DIM, "%5zu", top[i] + 1);
		surface_putf(p->s, p->row, p->r.col + 9, 9, ROLE_NUMBER, "%+8.3f", v);
		if (p->r.cols > 24 && most > 0)
			surface_bar(p->s, p->row, p->r.col + 19, MIN(p->r.cols - 21, 48),
				    fabs(v) / most, v < 0 ? ROLE_GROUP1 : ROLE_BAR, p->ascii);
		p->row++;
	}
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct inspector *v = view;
	const struct model *m = session_model(ctx->session);
	struct pen p = { s, r, r.row, ctx->ascii };

	if (!m || v->model != m || v->row >= model_rows(m)) {
		surface_puts(s, r.row, r.col + 1, r.cols - 1, ROLE_DIM,
			     m ? "The word you select shows here." : "");
		return;
	}
	draw_rank(&p, m, v->row);
	if (has_room(&p))
		draw_norm(&p, v, m);
	draw_cosines(&p, v, m);
	if (has_room(&p))
		draw_strip(&p, model_row(m, v->row), model_dims(m));
	draw_close(&p, v, m);
	draw_strongest(&p, model_row(m, v->row), model_dims(m));
}

static void take_result(struct inspector *v, const struct session *s, const struct result *r)
{
	if (!r->model || r->model != session_model(s) || !r->query_count)
		return;
	v->query_count = MIN(r->query_count, (size_t)QUERY_WORDS);
	memcpy(v->query, r->query_rows, v->query_count * sizeof(v->query[0]));
	v->row = r->query_rows[0];
}

/* Its neighbours are in the list already. */
static bool asked_alone(const struct inspector *v)
{
	return v->query_count == 1 && v->query[0] == v->row;
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct inspector *v = view;

	if (e->kind == VIEW_MODEL)
		take_model(v, ctx->session);
	else if (e->kind == VIEW_RESULT)
		take_result(v, ctx->session, &e->call->task.result);
	else if (e->kind == VIEW_SELECT && e->row != VOCAB_NONE)
		v->row = e->row;
	else if (e->kind == VIEW_JOB)
		close_words_look(&v->close, ctx);
	if (e->kind == VIEW_SELECT || e->kind == VIEW_RESULT || e->kind == VIEW_MODEL)
		close_words_want(&v->close, ctx, asked_alone(v) ? VOCAB_NONE : v->row);
}

static bool busy(void *view, struct view_context *ctx)
{
	const struct inspector *v = view;

	(void)ctx;
	return close_words_busy(&v->close);
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct inspector *v = view;
	const struct model *m = session_model(ctx->session);
	size_t n;

	if (!m || v->model != m || v->row >= model_rows(m))
		return;
	const char *word = vocab_word(m->vocab, v->row, &n);

	strbuf_add(out, word, n);
	for (size_t i = 0; i < ctx->session->mark_count; i++)
		if (strcmp(ctx->session->marks[i], word) == 0)
			strbuf_addf(out, " %s", glyphs_get(ctx->ascii)->star);
}

const struct view_class view_inspector = {
	.name = "inspector",
	.title = "Word",
	.size = sizeof(struct inspector),
	.is_lines = true,
	.open = open_view,
	.draw = draw,
	.event = event,
	.status = status,
	.close = close_view,
	.busy = busy,
};
