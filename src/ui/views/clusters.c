/* Groups of words: how large each is, how close its words are, which words stand in its middle. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

enum { COLUMN_NUMBER, COLUMN_SIZE, COLUMN_COSINE, COLUMN_WORDS, COLUMNS };

struct clusters_view {
	bool has;
	struct result result; /* a copy, when has */
	char *line;	      /* what was asked */
	struct listbox list;
};

static const struct value *value_at(const struct clusters_view *v, size_t row, int column)
{
	return &v->result.values[row * COLUMNS + (size_t)column];
}

static void forget(struct clusters_view *v)
{
	if (v->has)
		result_release(&v->result);
	free(v->line);
	v->line = NULL;
	v->has = false;
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

static void take_call(struct clusters_view *v, const struct call *call)
{
	const struct command *cmd = call->task.cmd;

	if (!cmd || strcmp(cmd->name, "cluster") != 0 || call->task.result.column_count != COLUMNS)
		return;
	forget(v);
	result_copy(&v->result, &call->task.result);
	v->line = xstrdup(call->line);
	v->has = true;
	listbox_reset(&v->list, call->task.result.rows);
}

static int64_t largest(const struct clusters_view *v)
{
	int64_t most = 1;

	for (size_t i = 0; i < v->list.count; i++)
		most = MAX(most, value_at(v, i, COLUMN_SIZE)->as.i);
	return most;
}

static void draw_cluster(const struct clusters_view *v, size_t i, struct surface *s,
			 struct rect line, bool two_rows)
{
	static const enum role colours[] = { ROLE_GROUP0, ROLE_GROUP1, ROLE_GROUP2, ROLE_GROUP3,
					     ROLE_GROUP4, ROLE_GROUP5, ROLE_GROUP6 };
	enum role role = colours[i % ARRAY_LEN(colours)];
	const struct value *words = value_at(v, i, COLUMN_WORDS);
	int64_t size = value_at(v, i, COLUMN_SIZE)->as.i;
	int col = line.col + 2, bar = MIN(MAX(line.cols / 5, 6), 30);

	surface_putf(s, line.row, col, 3, role, "%2" PRId64, value_at(v, i, COLUMN_NUMBER)->as.i);
	surface_putf(s, line.row, col + 3, 6, ROLE_NUMBER, "%5" PRId64, size);
	surface_bar(s, line.row, col + 10, bar, (double)size / (double)largest(v), role, s->ascii);
	col += 11 + bar;
	surface_putf(s, line.row, col, 6, ROLE_NUMBER, "%.3f", value_at(v, i, COLUMN_COSINE)->as.f);
	if (two_rows) {
		line.row++;
		col = line.col + 5;
	} else {
		col += 7;
	}
	surface_put(s, line.row, col, line.col + line.cols - col - 1, role, words->as.text.s,
		    words->as.text.n);
}

static void draw_empty(const struct view_context *ctx, struct surface *s, struct rect r)
{
	const char *lines[] = { "Groups of near words show here. Try:",
				"",
				"  cluster -k 12",
				"  cluster cat dog car bus red green -k 3",
				"",
				"tree WORDS shows how they hang together." };

	if (!session_model(ctx->session))
		lines[0] = "No model is open: open FILE";
	hint_draw(s, r, lines, ARRAY_LEN(lines));
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	struct clusters_view *v = view;
	int each, head = r.rows > 3 ? 1 : 0;

	if (!v->has) {
		draw_empty(ctx, s, r);
		return;
	}
	each = r.rows - head >= 2 * (int)v->list.count || r.cols < 60 ? 2 : 1;
	each = MIN(each, MAX(r.rows - head, 1));
	listbox_fit(&v->list, (r.rows - head) / each);
	if (head)
		surface_puts(s, r.row, r.col + 2, r.cols - 2, ROLE_DIM,
			     " #  words   cosine with the middle, words nearest to it");
	for (size_t i = 0; i < v->list.page && v->list.top + i < v->list.count; i++) {
		struct rect line = { r.row + head + (int)i * each, r.col, each, r.cols };

		draw_cluster(v, v->list.top + i, s, line, each == 2);
		if (v->list.top + i == v->list.at)
			surface_puts(s, line.row, r.col, 1, ROLE_FOCUS,
				     glyphs_get(ctx->ascii)->pointer);
	}
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct clusters_view *v = view;

	(void)ctx;
	if (e->kind == VIEW_RESULT)
		take_call(v, e->call);
	else if (e->kind == VIEW_MODEL)
		forget(v);
	else if (v->has && e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct clusters_view *v = view;

	(void)ctx;
	if (!v->has || intent->kind != INTENT_SELECT)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct clusters_view *v = view;
	const struct result *r = v->has ? &v->result : NULL;

	if (!r || !r->answer_rows || v->list.at >= r->rows ||
	    r->model != session_model(ctx->session))
		return VOCAB_NONE;
	return r->answer_rows[v->list.at];
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct clusters_view *v = view;

	(void)ctx;
	if (v->has)
		strbuf_addf(out, "%s\t%zu", v->line, v->list.count);
}

const struct view_class view_clusters = {
	.name = "clusters",
	.title = "Clusters",
	.size = sizeof(struct clusters_view),
	.is_picture = true,
	.is_lines = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
};
