/* The words of an answer: rank, word, a bar and the score, best first. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "base/display.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/text.h"
#include "ui/view.h"

enum { BAR_CELLS = 48, PLACE_COLS = 44 };

struct neighbours {
	const struct result *result; /* borrowed, or `own`; NULL = nothing asked yet */
	const char *line;	     /* that asked, as long as the result is borrowed */
	struct result own;
	struct listbox list;
	bool has_places; /* there was room for them */
};

static const struct result *answer(const struct neighbours *v)
{
	return v->result;
}

static int find_column(const struct result *r, enum cell_type type, bool text)
{
	for (size_t i = 0; i < r->column_count; i++)
		if (text ? r->columns[i].type == CELL_TEXT
			 : (r->columns[i].type == type || r->columns[i].type == CELL_F64))
			return (int)i;
	return -1;
}

static const struct value *value_at(const struct result *r, size_t row, int col)
{
	return &r->values[row * r->column_count + (size_t)col];
}

/* The first number that is no rank: of counts only one that bars are drawn for. */
static int find_score(const struct result *r)
{
	int real = find_column(r, CELL_F32, false);

	for (size_t i = 0; real < 0 && i < r->column_count; i++)
		if (r->columns[i].type == CELL_INT && r->columns[i].bar)
			return (int)i;
	return real;
}

static double score_at(const struct result *r, size_t row, int col)
{
	const struct value *v = value_at(r, row, col);

	return r->columns[col].type == CELL_INT ? (double)v->as.i : v->as.f;
}

/* From nothing where all scores are above it; else where the score lies between the worst one listed
 * (a quarter) and the best. */
static double bar_fraction(const struct result *r, int col, double score)
{
	double low = HUGE_VAL, high = -HUGE_VAL;

	for (size_t i = 0; i < r->rows; i++) {
		if (value_at(r, i, col)->missing)
			continue;
		low = fmin(low, score_at(r, i, col));
		high = fmax(high, score_at(r, i, col));
	}
	if (r->columns[col].rising) {
		double swap = low;

		low = -high;
		high = -swap;
		score = -score;
	} else if (high > 0 && low >= 0) {
		return high <= 1.0 ? score : score / high;
	}
	return high > low ? 0.25 + 0.75 * (score - low) / (high - low) : 1.0;
}

/* Cells of a word as it will be drawn. */
static size_t word_width(const struct value *w, bool ascii)
{
	struct strbuf plain = STRBUF_INIT;
	size_t width;

	if (!ascii)
		return display_width(w->as.text.s, w->as.text.n);
	display_put_ascii(&plain, w->as.text.s, w->as.text.n);
	width = plain.len;
	strbuf_release(&plain);
	return width;
}

static int widest_word(const struct neighbours *v, const struct result *r, int col, int rows,
		       bool ascii)
{
	size_t widest = 0;

	for (size_t i = v->list.top; i < r->rows && i < v->list.top + (size_t)rows; i++) {
		const struct value *w = value_at(r, i, col);
		size_t width = word_width(w, ascii);

		widest = widest > width ? widest : width;
	}
	return (int)widest;
}

struct columns {
	int word_col, score_col, other_col;	  /* of the result; −1: there is none */
	int rank, word, score, other, bar, place; /* widths in cells */
};

/* A second number behind the score (the z of an axis). */
static int find_other(const struct result *r, int score)
{
	for (size_t i = (size_t)(score + 1); score >= 0 && i < r->column_count; i++)
		if (r->columns[i].type == CELL_F32 || r->columns[i].type == CELL_F64)
			return (int)i;
	return -1;
}

static struct columns layout_columns(const struct neighbours *v, const struct result *r,
				     struct rect area, bool ascii)
{
	struct columns c = { .word_col = find_column(r, CELL_TEXT, true),
			     .score_col = find_score(r),
			     .rank = r->rows >= 1000  ? 5
				     : r->rows >= 100 ? 4
						      : 3 };
	int left = area.cols - 2 - c.rank - 1;

	c.other_col = find_other(r, c.score_col);
	c.score = c.score_col >= 0 && left > 14 ? 7 : 0;
	c.other = c.other_col >= 0 && left > 22 ? 7 : 0;
	int widest = widest_word(v, r, c.word_col, area.rows, ascii) + 1;

	c.word = widest < 9 ? 9 : widest;
	left -= c.other;
	if (c.word > left - c.score - (left > 30 ? 6 : 0))
		c.word = left - c.score - (left > 30 ? 6 : 0);
	/* how frequent a word is: its place in the vocabulary */
	c.place = c.score && left >= PLACE_COLS ? 8 : 0;
	c.bar = c.score ? left - c.word - c.score - c.place - 1 : 0;
	return c;
}

static void put_score(char *out, size_t size, enum cell_type type, bool missing, double score)
{
	if (missing)
		snprintf(out, size, "-");
	else if (type == CELL_INT)
		snprintf(out, size, "%.0f", score);
	else
		snprintf(out, size, fabs(score) < 100 ? "%.3f" : "%.1f", score);
}

static void draw_row(const struct result *r, size_t i, const struct columns *c, struct surface *s,
		     struct rect line, bool ascii)
{
	const struct value *word = value_at(r, i, c->word_col);
	char text[32];
	int col = line.col + 2;

	snprintf(text, sizeof(text), "%zu", i + 1);
	surface_put_right(s, line.row, col, c->rank, ROLE_DIM, text);
	col += c->rank + 1;
	surface_put(s, line.row, col, c->word, ROLE_NEIGHBOUR, word->as.text.s, word->as.text.n);
	col += c->word;
	if (!c->score)
		return;
	struct strbuf place = STRBUF_INIT;
	bool missing = value_at(r, i, c->score_col)->missing;
	double score = score_at(r, i, c->score_col);

	put_score(text, sizeof(text), r->columns[c->score_col].type, missing, score);
	surface_put_right(s, line.row, col, c->score - 1, ROLE_NUMBER, text);
	col += c->score;
	if (c->other) {
		surface_putf(s, line.row, col, c->other - 1, ROLE_DIM, "%+6.2f",
			     value_at(r, i, c->other_col)->as.f);
		col += c->other;
	}
	if (c->bar > 2 && !missing)
		surface_bar(s, line.row, col, MIN(c->bar - 1, BAR_CELLS),
			    bar_fraction(r, c->score_col, score), ROLE_BAR, ascii);
	if (c->place && r->answer_rows[i] != VOCAB_NONE) {
		strbuf_adds(&place, "#");
		text_add_count(&place, (uint64_t)r->answer_rows[i] + 1);
		surface_put_right(s, line.row, col + MIN(c->bar, BAR_CELLS + 1), c->place, ROLE_DIM,
				  place.buf);
	}
	strbuf_release(&place);
}

/* Two words of the model that can be asked for, as they come. */
static bool find_examples(const struct model *m, const char *words[2])
{
	size_t found = 0, n;

	for (uint32_t row = 0; row < model_rows(m) && found < 2; row++) {
		const char *word = vocab_word(m->vocab, row, &n);

		if (n >= 3 && n < 12 && strspn(word, "abcdefghijklmnopqrstuvwxyz") == n)
			words[found++] = word;
	}
	return found == 2;
}

static void draw_empty(struct surface *s, struct rect r, const struct view_context *ctx)
{
	static const char *const english[] = { "Type a word and press Enter:",
					       "",
					       "  king",
					       "  king - man + woman",
					       "  paris : france :: rome",
					       "  sim king queen",
					       "",
					       "Esc then ? shows the keys." };
	static const char *const none[] = { "No model is open.", "", "  open FILE", "",
					    "F1 shows all commands." };
	const struct model *m = session_model(ctx->session);
	const char *words[2], *lines[] = { english[0], "", NULL, NULL, "", english[7] };
	char near[32], sim[48];

	if (!m) {
		hint_draw(s, r, none, ARRAY_LEN(none));
	} else if (vocab_find(m->vocab, "king", 4) != VOCAB_NONE || !find_examples(m, words)) {
		hint_draw(s, r, english, ARRAY_LEN(english));
	} else {
		snprintf(near, sizeof(near), "  %s", words[0]);
		snprintf(sim, sizeof(sim), "  sim %s %s", words[0], words[1]);
		lines[2] = near;
		lines[3] = sim;
		hint_draw(s, r, lines, ARRAY_LEN(lines));
	}
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct neighbours *v = view;
	const struct result *res = answer(v);
	const struct glyphs *g = glyphs_get(ctx->ascii);

	if (!res) {
		draw_empty(s, r, ctx);
		return;
	}
	listbox_fit(&v->list, r.rows);
	struct columns c = layout_columns(v, res, r, ctx->ascii);

	v->has_places = c.place > 0;

	for (int i = 0; i < r.rows && v->list.top + (size_t)i < res->rows; i++) {
		size_t at = v->list.top + (size_t)i;
		struct rect line = { r.row + i, r.col, 1, r.cols };

		draw_row(res, at, &c, s, line, ctx->ascii);
		if (at != v->list.at)
			continue;
		surface_puts(s, line.row, r.col + 1, 1, ROLE_FOCUS, g->pointer);
		if (ctx->focused)
			listbox_highlight(s, line.row, r.col + 2, c.rank + 1 + c.word + c.score);
	}
	if (!res->rows)
		surface_puts(s, r.row + 1, r.col + 2, r.cols - 2, ROLE_DIM,
			     "No word passes these options.");
}

static void select_row(struct neighbours *v, uint32_t row)
{
	const struct result *r = answer(v);

	for (size_t i = 0; r && i < r->rows; i++)
		if (r->answer_rows[i] == row)
			v->list.at = i;
}

static bool is_list(const struct result *r)
{
	return result_lists_words(r);
}

static void take_result(struct neighbours *v, const struct call *call)
{
	const struct result *r = &call->task.result;

	if (!is_list(r))
		return;
	v->result = r;
	v->line = call->line;
	listbox_reset(&v->list, r->rows);
}

static void forget(struct neighbours *v)
{
	v->result = NULL;
	listbox_reset(&v->list, 0);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct neighbours *v = view;
	size_t at;

	(void)ctx;
	switch (e->kind) {
	case VIEW_RESULT:
		take_result(v, e->call);
		break;
	case VIEW_MODEL:
		forget(v);
		break;
	case VIEW_SELECT:
		select_row(v, e->row);
		break;
	case VIEW_CLICK:
		if (listbox_hit(&v->list, e->y, 0, &at))
			v->list.at = at;
		break;
	case VIEW_WHEEL:
		listbox_wheel(&v->list, e->steps);
		break;
	default:
		break;
	}
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct neighbours *v = view;

	(void)ctx;
	if (intent->kind != INTENT_SELECT || !v->result)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct neighbours *v = view;
	const struct result *r = answer(v);

	(void)ctx;
	if (!r) {
		strbuf_adds(out, "Neighbours");
		return;
	}
	int score = find_score(r);
	const char *title = r->title ? r->title : v->line;

	strbuf_addf(out, "%s\t%s", title, score >= 0 ? r->columns[score].name : "");
	if (find_other(r, score) >= 0)
		strbuf_addf(out, ", %s", r->columns[find_other(r, score)].name);
	if (v->has_places)
		strbuf_adds(out, " · place");
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct neighbours *v = view;
	const struct result *r = answer(v);

	(void)ctx;
	return r && v->list.at < r->rows ? r->answer_rows[v->list.at] : VOCAB_NONE;
}

const struct view_class view_neighbours = {
	.name = "neighbours",
	.title = "",
	.size = sizeof(struct neighbours),
	.is_lines = true,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
};

/* --- moved: what drift listed, kept until both models are let go ------------------------------ */

static void forget_moved(struct neighbours *v)
{
	if (v->result)
		result_release(&v->own);
	forget(v);
}

static void close_moved(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget_moved(view);
}

static void keep_moved(struct neighbours *v, const struct result *r)
{
	forget_moved(v);
	result_copy(&v->own, r);
	v->result = &v->own;
	listbox_reset(&v->list, r->rows);
}

static bool is_open(const struct session *s, const struct model *m)
{
	for (size_t i = 0; i < s->model_count; i++)
		if (s->models[i] == m)
			return true;
	return false;
}

static void event_moved(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct neighbours *v = view;

	if (e->kind == VIEW_RESULT) {
		if (e->call->task.result.other && is_list(&e->call->task.result))
			keep_moved(v, &e->call->task.result);
	} else if (e->kind == VIEW_MODEL || e->kind == VIEW_JOB) {
		if (v->result && !(is_open(ctx->session, v->result->model) &&
				   is_open(ctx->session, v->result->other)))
			forget_moved(v);
	} else {
		event(view, ctx, e);
	}
}

/* Rows mean something only in the model that they are of. */
static uint32_t selected_moved(void *view, struct view_context *ctx)
{
	const struct neighbours *v = view;

	return v->result && v->result->model == session_model(ctx->session) ? selected(view, ctx)
									    : VOCAB_NONE;
}

static void draw_moved(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const lines[] = { "What moved most between",
					     "two models shows here. Try:", "", "  drift" };
	const struct neighbours *v = view;

	if (v->result) {
		draw(view, ctx, s, r);
		return;
	}
	hint_draw(s, r, lines, ARRAY_LEN(lines));
}

static void status_moved(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct neighbours *v = view;

	(void)ctx;
	strbuf_addf(out, "What moved most\tdrift%s", v->has_places ? " · place" : "");
}

const struct view_class view_moved = {
	.name = "moved",
	.title = "",
	.size = sizeof(struct neighbours),
	.close = close_moved,
	.draw = draw_moved,
	.command = command,
	.event = event_moved,
	.status = status_moved,
	.selected = selected_moved,
};
