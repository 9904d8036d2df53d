/*
 * The picture of two models on one map, and what stands above it. When it is first seen every word
 * goes its way, from where it stood to where it stands, so that the eye learns what belongs together.
 */
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/views/moves.h"

enum {
	LABELLED = 40, /* of what moved; the others take their chance */
	CELLS_A_LABEL = 120,
	STILL_COLS = 3, /* a shorter way is no way */
	PRIORITY_GROUND = 1 << 16,
	PRIORITY_MOVE = 1 << 20,
	PRIORITY_SELECTED = 1 << 24,
};

#define GLIDE_NS 250e6

static void set_place(struct scatter_point *p, const double *xy)
{
	p->x = xy[0];
	p->y = xy[1];
}

void moves_prepare(struct moves_view *v)
{
	const struct moves *m = &v->moves;

	free(v->points);
	free(v->lines);
	v->points = xcalloc(m->asked + m->count + 1, sizeof(*v->points));
	v->lines = xcalloc(m->asked + 1, sizeof(*v->lines));
	for (size_t i = 0; i < m->count; i++) {
		struct scatter_point *end = &v->points[i < m->asked ? i : i + m->asked];

		set_place(end, m->to + 2 * i);
		end->label = vocab_word(v->a->vocab, m->a[i], &end->label_len);
		if (i < m->asked)
			set_place(&v->points[m->asked + i], m->from + 2 * i);
	}
}

/* Too short a way to be seen at this scale: the word is as good as where it was. */
static bool is_still(const struct moves_view *v, size_t i)
{
	const double *from = v->moves.from + 2 * i, *to = v->moves.to + 2 * i;

	return hypot(to[0] - from[0], to[1] - from[1]) * v->at.scale < STILL_COLS;
}

static void style_still(struct moves_view *v, size_t i)
{
	struct scatter_point *end = &v->points[i], *begin = &v->points[v->moves.asked + i];

	*begin = (struct scatter_point){ .x = (double)NAN, .y = (double)NAN };
	end->glyph = NULL;
	end->role = ROLE_LABEL;
	end->dot_role = ROLE_POINT;
	end->priority = PRIORITY_MOVE / 4 - (int)i;
	end->important = end->must = false;
	v->lines[i] = (struct scatter_line){ (double)NAN, 0, 0, 0, ROLE_LINE };
}

static double glide_share(const struct moves_view *v)
{
	double t = (double)(clock_ns() - v->gliding_since) / GLIDE_NS;

	if (!v->gliding_since || t >= 1)
		return 1;
	return t * t * (3 - 2 * t);
}

bool moves_are_gliding(const struct moves_view *v)
{
	return v->gliding_since && (double)(clock_ns() - v->gliding_since) < 2 * GLIDE_NS;
}

/* The first frame is still that of the old places, and decides where their names stand. */
static void start_glide(struct moves_view *v, const struct session *s)
{
	if (v->wants_glide && s->settings.animate && s->fixed_clock_ms < 0)
		v->gliding_since = clock_ns();
	v->wants_glide = false;
}

/* So far on its way at share t. */
static void set_on_way(const struct moves_view *v, size_t i, double t)
{
	const double *from = v->moves.from + 2 * i, *to = v->moves.to + 2 * i;
	double at[2] = { from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]) };

	set_place(&v->points[i], at);
}

static void style_move(struct moves_view *v, size_t i, double t)
{
	struct scatter_point *end = &v->points[i], *begin = &v->points[v->moves.asked + i];
	bool selected = v->moves.a[i] == v->selected;

	set_on_way(v, i, t);
	if (is_still(v, i) && !selected) {
		style_still(v, i);
		return;
	}
	set_place(begin, v->moves.from + 2 * i);
	end->glyph = "●";
	begin->glyph = "○";
	end->role = end->dot_role = selected ? ROLE_SELECTED : ROLE_NEIGHBOUR;
	begin->role = begin->dot_role = selected ? ROLE_SELECTED : ROLE_DIM;
	end->priority = selected ? PRIORITY_SELECTED : PRIORITY_MOVE - (int)i;
	begin->priority = selected ? PRIORITY_SELECTED - 1 : PRIORITY_MOVE / 2 - (int)i;
	end->important = begin->important = selected || i < LABELLED;
	end->must = selected;
	v->lines[i] = (struct scatter_line){ begin->x, begin->y, end->x, end->y,
					     selected ? ROLE_SELECTED : ROLE_LINE };
}

/* How all of them look at this scale and with this word selected. */
static void style(struct moves_view *v)
{
	const struct moves *m = &v->moves;
	double t = glide_share(v);

	if (t >= 1)
		v->gliding_since = 0;
	for (size_t i = 0; i < m->asked; i++)
		style_move(v, i, t);
	for (size_t i = m->asked; i < m->count; i++) {
		struct scatter_point *p = &v->points[m->asked + i];

		p->role = ROLE_LABEL;
		p->dot_role = ROLE_POINT;
		p->priority = PRIORITY_GROUND - (int)i;
	}
}

/* What moved, with both its ends, decides how large the map is. */
static struct scatter_view home(const struct moves_view *v)
{
	struct scatter_bounds b = scatter_bounds_empty();
	const struct moves *m = &v->moves;
	size_t n = m->asked ? m->asked : m->count;

	for (size_t i = 0; i < n; i++) {
		scatter_bounds_add(&b, m->to[2 * i], m->to[2 * i + 1]);
		scatter_bounds_add(&b, m->from[2 * i], m->from[2 * i + 1]);
	}
	return scatter_fit(&b, v->rows, v->cols);
}

static void fit_pane(struct moves_view *v, struct rect r)
{
	double old = v->home_scale;

	if (v->rows == r.rows && v->cols == r.cols && old > 0 && !v->at_home)
		return;
	v->rows = r.rows;
	v->cols = r.cols;
	v->home_scale = home(v).scale;
	if (v->at_home || !(old > 0))
		v->at = home(v);
	else
		scatter_zoom(&v->at, v->home_scale / old, r.rows / 2, r.cols / 2, r.rows, r.cols);
}

static void say(struct surface *s, struct rect r, enum role role, const char *line, int at)
{
	if (at < r.rows)
		surface_puts(s, r.row + at, r.col + 2, r.cols - 3, role, line);
}

static void draw_nothing(const struct moves_view *v, const struct view_context *ctx,
			 struct surface *s, struct rect r)
{
	static const char *const lines[] = { "Two models on one map show here: where words stand",
					     "in both, and what moved most. Try:", "", "  drift",
					     "  compare king" };

	if (v->job)
		say(s, r, ROLE_DIM, "Laying one model on the other …", MAX(r.rows / 2 - 1, 0));
	else if (v->err.status)
		say(s, r, ROLE_NOTE, v->err.text, MAX(r.rows / 2 - 1, 0));
	else
		hint_draw(s, r, lines, ARRAY_LEN(lines));
	(void)ctx;
}

void moves_draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct moves_view *v = view;
	struct scatter_options opt = { .glyphs = (enum canvas_glyphs)ctx->glyphs };
	bool goes_on;

	if (r.rows <= 0 || r.cols <= 0)
		return;
	if (!v->ready) {
		draw_nothing(v, ctx, s, r);
		return;
	}
	fit_pane(v, r);
	goes_on = v->gliding_since != 0;
	start_glide(v, ctx->session);
	style(v);
	opt.frozen = goes_on && v->gliding_since;
	opt.lines = v->lines;
	opt.line_count = v->moves.asked;
	opt.label_budget = (size_t)MAX(r.rows * r.cols / CELLS_A_LABEL, 1);
	scatter_draw(s, r, &v->at, v->points, v->moves.asked + v->moves.count, &opt);
}

void moves_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct moves_view *v = view;
	double zoom = v->home_scale > 0 ? v->at.scale / v->home_scale : 1;

	(void)ctx;
	if (!v->ready)
		return;
	strbuf_addf(out, "○ %s → ● %s", v->a->name, v->b->name);
	if (v->cols >= 90)
		strbuf_addf(out, " · the plane shows %.0f %% of the moves, %.0f %% of the variance",
			    100 * v->moves.seen, 100 * v->moves.explained);
	else if (v->moves.asked)
		strbuf_addf(out, " · shows %.0f %%", 100 * v->moves.seen);
	strbuf_addf(out, "\tzoom %.*f×", zoom < 10 ? 1 : 0, zoom);
}

bool moves_figure(void *view, struct view_context *ctx, struct figure *out)
{
	struct moves_view *v = view;

	(void)ctx;
	if (!v->ready || !v->rows)
		return false;
	v->gliding_since = 0; /* on paper all have arrived */
	style(v);
	out->points = v->points;
	out->count = v->moves.asked + v->moves.count;
	out->lines = v->lines;
	out->line_count = v->moves.asked;
	out->frame = figure_frame(&v->at, v->rows, v->cols);
	out->labels = LABELLED;
	out->ticks = true;
	strbuf_addf(&out->title, "From ○ %s to ● %s", v->a->name, v->b->name);
	strbuf_addf(&out->x_axis, "principal component 1 of %s", v->b->name);
	strbuf_addf(&out->y_axis, "principal component 2 of %s", v->b->name);
	strbuf_addf(&out->caption,
		    "%zu shared words, %s turned by orthogonal Procrustes over %zu · the plane "
		    "shows %.0f %% of the moves and %.0f %% of the variance",
		    v->moves.shared, v->a->name, v->moves.anchors, 100 * v->moves.seen,
		    100 * v->moves.explained);
	return true;
}
