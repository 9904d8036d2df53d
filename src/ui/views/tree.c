/*
 * Which words hang together: the tree of an answer of `tree`, as large as its pane, one word a line.
 * The answer lists its groups in the order in which they were joined, by name: "group 2" is the second.
 * A word may be called like that, too; how many words a group has tells which is meant.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "draw/tree.h"
#include "ui/glyphs.h"
#include "ui/hint.h"
#include "ui/listbox.h"
#include "ui/view.h"

enum { COLUMN_GROUP, COLUMN_A, COLUMN_B, COLUMN_DISTANCE, COLUMN_WORDS, COLUMNS };

struct tree_view {
	struct model *model; /* referenced; NULL = there is no tree */
	char *title;
	uint32_t *rows;	 /* (leaves) of the vocabulary */
	uint32_t *order; /* (leaves) from top to bottom */
	size_t leaves;
	struct tree_join *joins; /* (leaves - 1) */
	const char **labels;	 /* (leaves), of the model */
	struct listbox list;	 /* of the lines */
};

static void forget(struct tree_view *v)
{
	model_unref(v->model);
	free(v->title);
	free(v->rows);
	free(v->order);
	free(v->joins);
	free(v->labels);
	*v = (struct tree_view){ 0 };
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* --- from the answer to the tree --- */

/* What a name can mean among the groups and the words that are not taken yet; SIZE_MAX = nothing. */
struct meaning {
	size_t word, group; /* numbers as in struct tree */
};

static struct meaning look_up(const struct tree_view *v, const struct value *name, size_t joined,
			      const bool *taken)
{
	struct meaning m = { SIZE_MAX, SIZE_MAX };
	char text[32];

	for (size_t i = 0; i < v->leaves && m.word == SIZE_MAX; i++) {
		size_t n;
		const char *word = vocab_word(v->model->vocab, v->rows[i], &n);

		if (!taken[i] && n == name->as.text.n && memcmp(word, name->as.text.s, n) == 0)
			m.word = i;
	}
	for (size_t i = 0; i < joined && m.group == SIZE_MAX; i++) {
		snprintf(text, sizeof(text), "group %zu", i + 1);
		if (!taken[v->leaves + i] && strlen(text) == name->as.text.n &&
		    memcmp(text, name->as.text.s, name->as.text.n) == 0)
			m.group = v->leaves + i;
	}
	return m;
}

static bool join(struct tree_view *v, const struct result *r, size_t i, bool *taken, size_t *sizes)
{
	const struct value *row = &r->values[i * COLUMNS];
	struct meaning a = look_up(v, &row[COLUMN_A], i, taken),
		       b = look_up(v, &row[COLUMN_B], i, taken);
	size_t left[2] = { a.word, a.group }, right[2] = { b.word, b.group };

	for (int k = 0; k < 4; k++) {
		size_t l = left[k / 2], u = right[k % 2];

		if (l == SIZE_MAX || u == SIZE_MAX || l == u ||
		    (int64_t)(sizes[l] + sizes[u]) != row[COLUMN_WORDS].as.i)
			continue;
		taken[l] = taken[u] = true;
		sizes[v->leaves + i] = sizes[l] + sizes[u];
		v->joins[i] =
			(struct tree_join){ (uint32_t)l, (uint32_t)u, row[COLUMN_DISTANCE].as.f };
		return true;
	}
	return false;
}

static bool read_joins(struct tree_view *v, const struct result *r)
{
	bool *taken = xcalloc(2 * v->leaves, sizeof(*taken)), ok = true;
	size_t *sizes = xcalloc(2 * v->leaves, sizeof(*sizes));

	for (size_t i = 0; i < v->leaves; i++)
		sizes[i] = 1;
	for (size_t i = 0; ok && i + 1 < v->leaves; i++)
		ok = join(v, r, i, taken, sizes);
	free(taken);
	free(sizes);
	return ok;
}

/* Down from the root, the left of each pair first. */
static void find_order(struct tree_view *v)
{
	uint32_t *todo = xcalloc(2 * v->leaves, sizeof(*todo));
	size_t count = 0, n = 0;

	todo[count++] = (uint32_t)(2 * v->leaves - 2);
	while (count) {
		uint32_t group = todo[--count];

		if (group < v->leaves) {
			v->order[n++] = group;
			continue;
		}
		todo[count++] = v->joins[group - v->leaves].right;
		todo[count++] = v->joins[group - v->leaves].left;
	}
	free(todo);
}

static void take_call(struct tree_view *v, const struct call *call)
{
	const struct result *r = &call->task.result;
	const struct command *cmd = call->task.cmd;

	if (!cmd || strcmp(cmd->name, "tree") != 0 || r->column_count != COLUMNS || !r->model ||
	    r->query_count < 2 || r->rows + 1 != r->query_count)
		return;
	forget(v);
	v->model = model_ref(r->model);
	v->leaves = r->query_count;
	v->title = xstrdup(r->title ? r->title : call->line);
	v->rows = xcalloc(v->leaves, sizeof(*v->rows));
	v->order = xcalloc(v->leaves, sizeof(*v->order));
	v->joins = xcalloc(v->leaves, sizeof(*v->joins));
	v->labels = xcalloc(v->leaves, sizeof(*v->labels));
	memcpy(v->rows, r->query_rows, v->leaves * sizeof(*v->rows));
	for (size_t i = 0; i < v->leaves; i++)
		v->labels[i] = vocab_word(v->model->vocab, v->rows[i], NULL);
	if (!read_joins(v, r)) {
		forget(v);
		return;
	}
	find_order(v);
	listbox_reset(&v->list, v->leaves);
}

/* --- the view --- */

/* Its word stands far from the pointer. */
static void show_selected(const struct tree_view *v, struct surface *s, struct rect r,
			  const struct view_context *ctx)
{
	int row = r.row + (int)(v->list.at - v->list.top);

	surface_puts(s, row, r.col, 1, ROLE_FOCUS, glyphs_get(ctx->ascii)->pointer);
	for (int col = r.col + 2; col < r.col + r.cols; col++) {
		struct cell *c = surface_cell(s, row, col);

		if (c && c->role == ROLE_LABEL)
			c->role = ROLE_SELECTED;
	}
}

static void draw(void *view, struct view_context *ctx, struct surface *s, struct rect r)
{
	static const char *const hints[] = { "How words hang together shows here. Try:",
					     "",
					     "  tree cat dog horse car bus train",
					     "  tree --in countries --linkage ward",
					     "",
					     "cluster puts them into groups." };
	struct tree_view *v = view;
	struct tree tree = { v->leaves, v->joins, v->order, v->labels };

	if (!v->model) {
		hint_draw(s, r, hints, ARRAY_LEN(hints));
		return;
	}
	listbox_fit(&v->list, r.rows > 3 ? r.rows - 1 : r.rows); /* the scale below */
	tree_draw(s, (struct rect){ r.row, r.col + 2, r.rows, r.cols - 3 }, &tree, v->list.top);
	show_selected(v, s, r, ctx);
}

static void event(void *view, struct view_context *ctx, const struct view_event *e)
{
	struct tree_view *v = view;
	size_t at;

	(void)ctx;
	if (e->kind == VIEW_RESULT)
		take_call(v, e->call);
	else if (e->kind == VIEW_MODEL)
		forget(v);
	else if (v->model && e->kind == VIEW_WHEEL)
		listbox_wheel(&v->list, e->steps);
	else if (v->model && e->kind == VIEW_CLICK && listbox_hit(&v->list, e->y, 0, &at))
		v->list.at = at;
}

static bool command(void *view, struct view_context *ctx, const struct intent *intent)
{
	struct tree_view *v = view;

	(void)ctx;
	if (!v->model || intent->kind != INTENT_SELECT)
		return false;
	listbox_apply(&v->list, intent);
	return true;
}

static uint32_t selected(void *view, struct view_context *ctx)
{
	const struct tree_view *v = view;

	if (!v->model || v->model != session_model(ctx->session) || v->list.at >= v->leaves)
		return VOCAB_NONE;
	return v->rows[v->order[v->list.at]];
}

static void status(void *view, struct view_context *ctx, struct strbuf *out)
{
	const struct tree_view *v = view;
	const char *detail = v->model ? strchr(v->title, ':') : NULL;

	(void)ctx;
	if (v->model)
		strbuf_addf(out, "%s\t%zu words", detail ? detail + 2 : v->title, v->leaves);
}

const struct view_class view_tree = {
	.name = "tree",
	.title = "Tree",
	.size = sizeof(struct tree_view),
	.is_picture = true,
	.close = close_view,
	.draw = draw,
	.command = command,
	.event = event,
	.status = status,
	.selected = selected,
};
