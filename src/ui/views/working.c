/* How the analogy was computed, step by step, with what it leaves out and how far it holds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "math/plane.h"
#include "ui/glyphs.h"
#include "ui/text.h"
#include "ui/views/analogy.h"

struct working {
	struct analogy what;
	uint32_t selected;
	double agreement, off, off_all; /* of the word that is looked at */
	uint32_t winner;		/* with the inputs kept */
	double winner_cosine;
};

static void open_view(void *view, struct view_context *ctx)
{
	struct working *v = view;

	(void)ctx;
	v->selected = VOCAB_NONE;
}

static void close_view(void *view, struct view_context *ctx)
{
	struct working *v = view;

	(void)ctx;
	analogy_forget(&v->what);
}

/* --- figures --- */

static double cosine(const double *a, const double *b, size_t n)
{
	double dot = 0, left = 0, right = 0;

	for (size_t i = 0; i < n; i++) {
		dot += a[i] * b[i];
		left += a[i] * a[i];
		right += b[i] * b[i];
	}
	return left > 0 && right > 0 ? dot / sqrt(left * right) : -1;
}

/* What would be nearest if the words of the question were not left out. */
static void find_winner(struct working *v, const double *target, double *unit)
{
	const struct analogy *a = &v->what;
	uint32_t tried[4] = { a->abc[0], a->abc[1], a->abc[2], analogy_best(a) };

	v->winner = VOCAB_NONE;
	v->winner_cosine = -2;
	for (int k = 0; k < 4; k++) {
		double cos;

		if (tried[k] == VOCAB_NONE || !analogy_unit(a->model, tried[k], unit))
			continue;
		cos = cosine(target, unit, model_dims(a->model));
		if (cos > v->winner_cosine) {
			v->winner = tried[k];
			v->winner_cosine = cos;
		}
	}
}

/* How far the word lies from the computed point, and how much of that is beside the plane. */
static void measure_word(struct working *v, uint32_t row, const double *target, double *unit)
{
	size_t dims = model_dims(v->what.model);
	double *abc = xcalloc(3 * dims, sizeof(*abc)), at[2], sum = 0;
	struct plane plane;

	for (size_t k = 0; k < 3; k++)
		analogy_unit(v->what.model, v->what.abc[k], abc + k * dims);
	plane_fit(&plane, abc, abc + dims, abc + 2 * dims, dims);
	analogy_unit(v->what.model, row, unit);
	v->off = plane_project(&plane, unit, at);
	for (size_t i = 0; i < dims; i++)
		sum += (unit[i] - target[i]) * (unit[i] - target[i]);
	v->off_all = sqrt(sum);
	v->agreement = analogy_agreement(&v->what, row);
	plane_release(&plane);
	free(abc);
}

static uint32_t looked_at(const struct working *v)
{
	for (size_t i = 0; i < v->what.answer_count; i++)
		if (v->what.answers[i] == v->selected)
			return v->selected;
	return analogy_best(&v->what);
}

static void work_out(struct working *v)
{
	double *target, *unit;
	uint32_t row = looked_at(v);

	if (!v->what.model)
		return;
	target = analogy_target(&v->what);
	unit = xcalloc(model_dims(v->what.model), sizeof(*unit));
	find_winner(v, target, unit);
	if (row != VOCAB_NONE)
		measure_word(v, row, target, unit);
	free(target);
	free(unit);
}

/* --- lines --- */

struct pen {
	struct surface *s;
	struct rect r;
	int row;
};

static void line(struct pen *p, const char *sign, enum role role, const char *text)
{
	if (p->row >= p->r.row + p->r.rows)
		return;
	surface_puts(p->s, p->row, p->r.col + 1, 2, ROLE_DIM, sign);
	surface_puts(p->s, p->row++, p->r.col + 3, p->r.cols - 3, role, text);
}

static void add_word(const struct working *v, uint32_t row, struct strbuf *out)
{
	size_t n;
	const char *word = vocab_word(v->what.model->vocab, row, &n);

	strbuf_add(out, word, n);
}

static void draw_sum(struct pen *p, const struct working *v)
{
	static const char *const signs[] = { " ", "−", "+" };
	const size_t order[] = { 2, 0, 1 };
	struct strbuf text = STRBUF_INIT;

	for (int k = 0; k < 3; k++) {
		strbuf_clear(&text);
		add_word(v, v->what.abc[order[k]], &text);
		line(p, signs[k], ROLE_QUERY, text.buf);
	}
	line(p, "=", ROLE_NOTE, "computed, all at length 1;");
	line(p, " ", ROLE_TEXT,
	     v->what.mul ? "ranked by 3CosMul (m: 3CosAdd)" : "nearest by cosine (m: 3CosMul)");
	strbuf_release(&text);
}

static void draw_inputs(struct pen *p, const struct working *v)
{
	struct strbuf text = STRBUF_INIT;

	line(p, " ", ROLE_TEXT,
	     v->what.keep ? "the 3 words are kept (x)" : "the 3 words are left out;");
	if (v->winner != VOCAB_NONE) {
		add_word(v, v->winner, &text);
		strbuf_addf(&text, " would%s win (%.2f)",
			    v->winner == analogy_best(&v->what) ? " still" : "", v->winner_cosine);
		if (v->what.keep) {
			strbuf_clear(&text);
			add_word(v, v->winner, &text);
			strbuf_addf(&text, " is nearest (%.2f)", v->winner_cosine);
		}
		line(p, " ", ROLE_TEXT, text.buf);
	}
	strbuf_release(&text);
}

static void draw_word(struct pen *p, const struct working *v)
{
	struct strbuf text = STRBUF_INIT;
	uint32_t row = looked_at(v);
	double beside = v->off, within = sqrt(fmax(v->off_all * v->off_all - beside * beside, 0));

	if (row == VOCAB_NONE)
		return;
	if (p->r.row + p->r.rows - p->row > 4)
		p->row++;
	add_word(v, row, &text);
	strbuf_addf(&text, ": arrows agree %.2f", v->agreement);
	line(p, " ", ROLE_ANSWER, text.buf);
	strbuf_clear(&text);
	strbuf_addf(&text, "%.2f from × in the plane,", within);
	line(p, " ", ROLE_TEXT, text.buf);
	strbuf_clear(&text);
	strbuf_addf(&text, "%.2f beside the plane", beside);
	line(p, " ", ROLE_TEXT, text.buf);
	strbuf_release(&text);
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	const struct working *v = view;
	struct pen p = { s, r, r.row };

	if (!v->what.model) {
		line(&p, " ", ROLE_DIM, session_model(ctx->session) ? "The steps show here." : "");
		return;
	}
	draw_sum(&p, v);
	draw_inputs(&p, v);
	draw_word(&p, v);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct working *v = view;

	if (e->kind == VIEW_RESULT && analogy_take(&v->what, e->call))
		v->selected = VOCAB_NONE;
	else if (e->kind == VIEW_MODEL && session_model(ctx->session) != v->what.model)
		analogy_forget(&v->what);
	else if (e->kind == VIEW_SELECT)
		v->selected = e->row;
	else
		return;
	work_out(v);
}

static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct working *v = view;

	(void)ctx;
	return analogy_expand(&v->what, name, out);
}

const struct view_class view_working = {
	.name = "working",
	.title = "How it was computed",
	.size = sizeof(struct working),
	.is_lines = true,
	.open = open_view,
	.close = close_view,
	.draw = draw,
	.event = event,
	.expand = expand,
};
