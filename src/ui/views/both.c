/* The neighbours of a word in two models, side by side; what stands in both is marked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

struct both {
	bool has;
	struct result result; /* a copy, when has */
	char *here;	      /* name of the model in use then */
	bool differences;     /* only what stands on one side alone */
	struct listbox list;
};

enum { HERE = 1, THERE = 4, COLUMNS = 7 };

static const struct result *answer(const struct both *v)
{
	return &v->result;
}

static const struct value *value_at(const struct both *v, size_t row, int column)
{
	return &answer(v)->values[row * COLUMNS + (size_t)column];
}

static void forget(struct both *v)
{
	if (v->has)
		result_release(&v->result);
	free(v->here);
	v->here = NULL;
	v->has = false;
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

static void take_call(struct both *v, const struct call *call)
{
	const struct command *cmd = call->task.cmd;

	if (!cmd || strcmp(cmd->name, "compare") != 0 || call->task.result.column_count != COLUMNS)
		return;
	forget(v);
	result_copy(&v->result, &call->task.result);
	v->here = xstrdup(call->task.model ? call->task.model->name : "this");
	v->has = true;
	listbox_reset(&v->list, call->task.result.rows);
}

static bool is_shared(const struct both *v, size_t row, int side)
{
	return !value_at(v, row, side + 2)->missing;
}

/* The names of the models, from "king in A and in B". */
static void side_name(const struct both *v, int side, struct strbuf *out)
{
	const char *title = answer(v)->title ? answer(v)->title : "", *at = NULL;

	for (const char *p = strstr(title, " and in "); p; p = strstr(p + 1, " and in "))
		at = p;
	if (side == THERE)
		strbuf_adds(out, at ? at + 8 : "the other");
	else
		strbuf_adds(out, v->here);
}

static void draw_side_line(const struct both *v, size_t row, int side, struct surface *s,
			   struct rect line)
{
	const struct value *word = value_at(v, row, side);
	bool shared = is_shared(v, row, side);
	int room = line.cols - 15, text = MIN(MAX(room * 2 / 5, 8), 24);
	double score;

	if (word->missing || (v->differences && shared))
		return;
	score = value_at(v, row, side + 1)->as.f;
	surface_puts(s, line.row, line.col, 1, ROLE_MATCH, shared ? "=" : " ");
	surface_putf(s, line.row, line.col + 1, 4, ROLE_DIM, "%3zu", row + 1);
	surface_put(s, line.row, line.col + 5, text, shared ? ROLE_MATCH : ROLE_NEIGHBOUR,
		    word->as.text.s, word->as.text.n);
	surface_putf(s, line.row, line.col + 6 + text, 6, ROLE_NUMBER, "%.3f", score);
	if (room - text > 1)
		surface_bar(s, line.row, line.col + 12 + text, room - text, fabs(score),
			    shared ? ROLE_MATCH : ROLE_BAR, s->ascii);
}

static void draw_side(const struct both *v, int side, struct surface *s, struct rect r)
{
	struct strbuf name = STRBUF_INIT;

	side_name(v, side, &name);
	surface_puts(s, r.row, r.col + 1, r.cols - 2, ROLE_TITLE, name.buf);
	for (int i = 1; i < r.rows && v->list.top + (size_t)i - 1 < v->list.count; i++)
		draw_side_line(v, v->list.top + (size_t)i - 1, side, s,
			       (struct rect){ r.row + i, r.col, 1, r.cols });
	strbuf_release(&name);
}

static void draw_empty(const struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const two[] = { "The neighbours of a word in two models show here. Try:",
					   "",
					   "  compare king",
					   "  drift",
					   "",
					   "drift lists the words that moved most." };
	static const char *const one[] = { "Two models side by side: open a second one first.",
					   "",
					   "  open FILE",
					   "  compare king",
					   "",
					   "The one in use and the one before are compared." };
	bool has_two = ctx->session->model_count > 1;

	hint_draw(s, r, has_two ? two : one, has_two ? ARRAY_LEN(two) : ARRAY_LEN(one));
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct both *v = view;
	int half = (r.cols - 1) / 2;

	if (!v->has) {
		draw_empty(ctx, s, r);
		return;
	}
	listbox_fit(&v->list, r.rows - 1);
	draw_side(v, HERE, s, (struct rect){ r.row, r.col + 1, r.rows, half - 1 });
	surface_vline(s, r.row, r.col + half, r.rows, ROLE_FRAME, glyphs_get(ctx->ascii)->vline);
	draw_side(v, THERE, s, (struct rect){ r.row, r.col + half + 1, r.rows, r.cols - half - 1 });
	if (r.rows > 1 && v->list.count)
		surface_puts(s, r.row + 1 + (int)(v->list.at - v->list.top), r.col, 1, ROLE_FOCUS,
			     glyphs_get(ctx->ascii)->pointer);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct both *v = view;

	(void)ctx;
	if (e->kind == VIEW_RESULT)
		take_call(v, e->call);
	else if (v->has && e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct both *v = view;

	(void)ctx;
	if (!v->has || (intent->kind != INTENT_SELECT && intent->kind != INTENT_ORDER))
		return false;
	if (intent->kind == INTENT_SELECT)
		listbox_apply(&v->list, intent);
	else
		v->differences = !v->differences;
	return true;
}

/* {both}: the word of the line, compared in turn. */
static bool expand(void *view, struct view_context *ctx, const char *name, struct strbuf *out)
{
	const struct both *v = view;
	const struct value *word;
	const char *quote;

	(void)ctx;
	if (!v->has || strcmp(name, "both") != 0 || v->list.at >= v->list.count)
		return false;
	word = value_at(v, v->list.at, HERE);
	if (word->missing)
		word = value_at(v, v->list.at, THERE);
	quote = strcspn(word->as.text.s, " \t\"'\\()*+-:#") < word->as.text.n ? "\"" : "";
	strbuf_adds(out, quote);
	for (size_t i = 0; i < word->as.text.n; i++) {
		if (strchr("\"\\", word->as.text.s[i]))
			strbuf_addc(out, '\\');
		strbuf_addc(out, word->as.text.s[i]);
	}
	strbuf_adds(out, quote);
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct both *v = view;
	size_t shared = 0;

	(void)ctx;
	if (!v->has)
		return;
	for (size_t i = 0; i < v->list.count; i++)
		shared += is_shared(v, i, HERE);
	strbuf_addf(out, "%s%s\t%zu of %zu in both", answer(v)->title ? answer(v)->title : "",
		    v->differences ? " · differences" : "", shared, v->list.count);
}

const struct view_class view_both = {
	.name = "both",
	.title = "Compare",
	.size = sizeof(struct both),
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.expand = expand,
};
