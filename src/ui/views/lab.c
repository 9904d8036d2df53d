/*
 * The lab in three panes: the words as points, both matrices as strips, the numbers of the last
 * step. Pictures are laid over the one before (math/align.h), so that words move because they
 * learn; a line leads from where each word was before the last command, so that one sees who moved.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/lab_text.h"
#include "base/mem.h"
#include "draw/scatter.h"
#include "math/align.h"
#include "ui/core.h"

struct lab_view {
	const struct lab *lab; /* whose picture it is; compared, never used */
	uint64_t steps;
	double xy[2 * LAB_WORDS_MAX];
	double from[2 * LAB_WORDS_MAX]; /* before the last command */
	double kept;
	bool has_picture, is_running;
};

enum { STEPS_A_FRAME = 10 };

static const struct lab *lab_of(const struct view_context *ctx)
{
	return ctx->session->lab;
}

static void say_empty(struct surface *s, struct rect r)
{
	surface_puts(s, r.row + MAX(r.rows / 2 - 1, 0), r.col + 2, r.cols - 3, ROLE_DIM,
		     "No lab is open. Type  lab breakfast");
}

/* --- the words as points --- */

static void bring_up_to_date(struct lab_view *v, const struct lab *lab)
{
	double xy[2 * LAB_WORDS_MAX];

	if (v->lab == lab && v->has_picture && v->steps == lab_steps(lab))
		return;
	if (lab_picture(lab, xy, &v->kept, NULL) != ST_OK)
		return;
	if (v->lab == lab && v->has_picture && lab_steps(lab) > v->steps &&
	    lab_options(lab)->dims > 2)
		align_2d(xy, v->xy, lab_words(lab));
	if (v->lab != lab || !v->has_picture || lab_steps(lab) < v->steps)
		memcpy(v->from, xy, 2 * lab_words(lab) * sizeof(*xy));
	else if (!v->is_running)
		memcpy(v->from, v->xy, 2 * lab_words(lab) * sizeof(*xy));
	memcpy(v->xy, xy, 2 * lab_words(lab) * sizeof(*xy));
	v->lab = lab;
	v->steps = lab_steps(lab);
	v->has_picture = true;
}

/* The words of the last step stand out: what went in, and what had to be predicted. */
static enum role word_role(const struct lab *lab, uint32_t id)
{
	const struct train_step *st = lab_last(lab);
	size_t n;
	const uint32_t *contexts = lab_contexts(lab, &n);

	if (!st)
		return ROLE_LABEL;
	for (size_t i = 0; i < n; i++)
		if (contexts[i] == id)
			return ROLE_QUERY;
	return st->target == id ? ROLE_ANSWER : ROLE_LABEL;
}

static void draw_picture(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct lab_view *v = view;
	const struct lab *lab = lab_of(ctx);
	struct scatter_point points[LAB_WORDS_MAX] = { 0 };
	struct scatter_options opt = { .glyphs = (enum canvas_glyphs)ctx->glyphs,
				       .label_budget = LAB_WORDS_MAX };
	struct scatter_line trails[LAB_WORDS_MAX];
	struct scatter_bounds bounds;
	struct scatter_view look;

	if (!lab) {
		say_empty(s, r);
		return;
	}
	bring_up_to_date(v, lab);
	if (r.rows <= 0 || r.cols <= 0)
		return;
	for (uint32_t id = 0; id < lab_words(lab); id++) {
		struct scatter_point *p = &points[id];

		p->x = v->xy[2 * id];
		p->y = v->xy[2 * id + 1];
		p->role = p->dot_role = word_role(lab, id);
		p->important = p->role != ROLE_LABEL;
		p->glyph = p->important ? (ctx->ascii ? "@" : "●") : NULL;
		p->priority = LAB_WORDS_MAX - (int)id;
		p->label = lab_word(lab, id, &p->label_len);
		trails[id] = (struct scatter_line){ v->from[2 * id], v->from[2 * id + 1], p->x,
						    p->y, ROLE_LINE };
	}
	opt.lines = trails;
	opt.line_count = lab_words(lab);
	bounds = scatter_bounds_trimmed(v->xy, v->xy + 1, 2, lab_words(lab), 0);
	look = scatter_fit(&bounds, r.rows, r.cols);
	scatter_draw(s, r, &look, points, lab_words(lab), &opt);
}

static bool is_running(void *view, struct view_context *ctx)
{
	(void)view;
	return lab_of(ctx) && ctx->session->lab_left > 0;
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct lab_view *v = view;
	struct session *s = ctx->session;
	size_t n = MIN(s->lab_left, (size_t)STEPS_A_FRAME);

	if (e->kind != VIEW_JOB || !is_running(view, ctx)) {
		v->is_running = v->is_running && e->kind == VIEW_JOB;
		return;
	}
	if (!v->is_running) /* trails begin where the run begins */
		bring_up_to_date(v, s->lab), memcpy(v->from, v->xy, sizeof(v->from));
	v->is_running = true;
	lab_step(s->lab, n);
	s->lab_left -= n;
}

static void picture_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct lab_view *v = view;
	const struct lab *lab = lab_of(ctx);

	if (!lab)
		return;
	strbuf_addf(out, "%s%s %s step %llu",
		    lab_options(lab)->architecture == TRAIN_CBOW ? "CBOW" : "skip-gram",
		    lab_options(lab)->softmax ? ", softmax" : "", glyphs_get(ctx->ascii)->dot,
		    (unsigned long long)lab_steps(lab));
	if (v->has_picture && lab_options(lab)->dims > 2)
		strbuf_addf(out, "\tkeeps %.0f %%", 100 * v->kept);
}

/* --- the matrices --- */

/* Above zero shades, below dots (or lines, where there is no braille): the sign must not be a matter of
 * colour alone. */
static void draw_cell(struct surface *s, int row, int col, double part,
		      const struct view_context *ctx)
{
	static const char *const shades[] = { " ", "░", "▒", "▓", "█" };
	static const char *const dots[] = { " ", "⠒", "⠶", "⠿", "⣿" };
	static const char *const lines[] = { " ", "▔", "▔", "▀", "▀" };
	static const char *const minus[] = { ".", "~", "-", "=", "=" };
	static const char *const plus[] = { ".", "+", "*", "#", "#" };
	size_t depth = (size_t)lround(4 * fmin(fabs(part), 1));
	const char *const *below = ctx->ascii			   ? minus
				   : ctx->glyphs == CANVAS_BRAILLE ? dots
								   : lines;
	const char *const *above = ctx->ascii ? plus : shades;

	surface_put_glyph(s, row, col, part < 0 ? ROLE_QUERY : ROLE_NEIGHBOUR,
			  (part < 0 ? below : above)[depth], 1);
}

struct strip {
	int row, col, room, each; /* each: cells of a dimension */
};

static void draw_strip(const struct lab *lab, const float *values, double largest,
		       struct surface *s, struct strip at, const struct view_context *ctx)
{
	for (size_t d = 0; d < lab_options(lab)->dims; d++)
		for (int k = 0; k < at.each && (int)d * at.each + k < at.room; k++)
			draw_cell(s, at.row, at.col + (int)d * at.each + k,
				  largest > 0 ? (double)values[d] / largest : 0, ctx);
}

/* Where the two strips stand; two cells a dimension where there is room for them and for words. */
static void place_strips(const struct lab *lab, struct rect r, struct strip out[2])
{
	int dims = (int)lab_options(lab)->dims, each = r.cols - 4 * dims - 6 >= 10 ? 2 : 1;
	int cells = MAX(each * dims, 6);
	int word_cols = MAX(r.cols - 2 * cells - 6, 6);

	for (int k = 0; k < 2; k++) {
		out[k] = (struct strip){ .col = r.col + 2 + word_cols + k * (cells + 2),
					 .each = each };
		out[k].room = r.col + r.cols - out[k].col;
	}
}

static void draw_rows(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const names[] = { "input", "output" };
	const struct lab *lab = lab_of(ctx);
	int head = r.rows > 2 ? 1 : 0;
	struct strip strips[2];
	double largest;

	(void)view;
	if (!lab)
		return;
	largest = lab_largest(lab);
	place_strips(lab, r, strips);
	for (int k = 0; head && k < 2; k++)
		surface_puts(s, r.row, strips[k].col, strips[k].room, ROLE_DIM, names[k]);
	for (uint32_t id = 0; id < lab_words(lab) && (int)id < r.rows - head; id++) {
		size_t n;
		const char *word = lab_word(lab, id, &n);

		strips[0].row = strips[1].row = r.row + head + (int)id;
		surface_put(s, strips[0].row, r.col + 1, strips[0].col - r.col - 2,
			    word_role(lab, id), word, n);
		draw_strip(lab, lab_input(lab, id), largest, s, strips[0], ctx);
		draw_strip(lab, lab_output(lab, id), largest, s, strips[1], ctx);
	}
}

static void rows_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	(void)view;
	if (lab_of(ctx))
		strbuf_addf(out, "\tup to %.2f", lab_largest(lab_of(ctx)));
}

/* --- the numbers of the last step --- */

static void draw_outputs(const struct lab *lab, struct surface *s, struct rect r)
{
	const struct train_step *st = lab_last(lab);
	int word_cols = MAX(r.cols - 25, 4);

	surface_putf(s, r.row, r.col + 1 + word_cols, r.cols - word_cols - 1, ROLE_DIM,
		     "   dot sigma gradient");
	for (size_t o = 0; o < st->count && (int)o < r.rows - 1; o++) {
		int row = r.row + 1 + (int)o;
		enum role role = st->labels[o] > 0 ? ROLE_ANSWER : ROLE_TEXT;
		size_t n;
		const char *word = lab_word(lab, st->ids[o], &n);

		surface_put(s, row, r.col + 1, word_cols - 1, role, word, n);
		surface_putf(s, row, r.col + 1 + word_cols, r.cols - word_cols - 1, role,
			     "%6.2f %5.3f %+8.4f", (double)st->dots[o], (double)st->sigmas[o],
			     (double)st->gradients[o]);
	}
}

static int put_names(const struct lab *lab, struct surface *s, struct rect r)
{
	struct strbuf text = STRBUF_INIT;
	size_t n, len;
	const uint32_t *contexts = lab_contexts(lab, &n);

	for (size_t i = 0; i < n; i++) {
		const char *word = lab_word(lab, contexts[i], &len);

		strbuf_addf(&text, "%s%.*s", i ? " + " : "", (int)len, word);
	}
	const char *target = lab_word(lab, lab_last(lab)->target, &len);

	strbuf_addf(&text, " predicts %.*s", (int)len, target);
	surface_puts(s, r.row, r.col + 1, r.cols - 2, ROLE_QUERY, text.buf);
	strbuf_clear(&text);
	strbuf_addf(&text, "loss %.3f, mean %.3f", lab_last(lab)->loss, lab_loss(lab));
	surface_puts(s, r.row + 1, r.col + 1, r.cols - 2, ROLE_TEXT, text.buf);
	strbuf_release(&text);
	return 2;
}

static void draw_step(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct lab *lab = lab_of(ctx);
	int used;

	(void)view;
	if (!lab)
		return;
	if (!lab_last(lab)) {
		surface_puts(s, r.row, r.col + 1, r.cols - 2, ROLE_DIM,
			     "n is one step, t 20, f 500, Space goes on");
		return;
	}
	used = put_names(lab, s, r);
	draw_outputs(lab, s, (struct rect){ r.row + used, r.col, r.rows - used, r.cols });
}

static void step_status(void *view, struct view_context *ctx, struct strbuf *out)
{
	(void)view;
	if (lab_of(ctx))
		strbuf_addf(out, "epoch %zu\trate %g", lab_epoch(lab_of(ctx)) + 1,
			    lab_options(lab_of(ctx))->alpha);
}

const struct view_class view_lab = {
	.name = "lab",
	.title = "Lab",
	.size = sizeof(struct lab_view),
	.is_picture = true,
	.draw = draw_picture,
	.event = event,
	.status = picture_status,
	.busy = is_running,
};

const struct view_class view_lab_rows = {
	.name = "lab-rows",
	.title = "Matrices",
	.size = sizeof(int),
	.draw = draw_rows,
	.status = rows_status,
};

const struct view_class view_lab_step = {
	.name = "lab-step",
	.title = "Step",
	.size = sizeof(int),
	.is_lines = true,
	.draw = draw_step,
	.status = step_status,
};
