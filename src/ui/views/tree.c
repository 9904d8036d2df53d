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
	uint32_t *rows;	 /* (leaves) of the vocabulary, VOCAB_NONE for vectors of one's own */
	uint32_t *order; /* (leaves) from top to bottom */
	size_t leaves;
	struct tree_join *joins; /* (leaves - 1) */
	char **labels;		 /* (leaves) */
	struct listbox list;	 /* of the lines */
};

static void forget(struct tree_view *v)
{
	model_unref(v->model);
	free(v->title);
	free(v->rows);
	free(v->order);
	free(v->joins);
	for (size_t i = 0; i < v->leaves; i++)
		free(v->labels[i]);
	free(v->labels);
	*v = (struct tree_view){ 0 };
}

static void close_view(void *view, struct view_context *ctx)
{
	(void)ctx;
	forget(view);
}

/* --- from the answer to the tree --- */

/* Each word of the tree is named once in the answer, where it is joined: there it becomes the next
 * leaf. */
struct reading {
	struct tree_view *v;
	const struct result *r;
	size_t found;  /* leaves so far */
	size_t *sizes; /* (2 leaves - 1) of leaves and groups; 0 = not there, or joined already */
};

/* The number of the group of that name, as in struct tree, or SIZE_MAX. */
static size_t find_group(const struct reading *in, const struct value *name)
{
	char text[32];

	for (size_t g = in->v->leaves; g < 2 * in->v->leaves - 1; g++) {
		int n = snprintf(text, sizeof(text), "group %zu", g - in->v->leaves + 1);

		if (in->sizes[g] && (size_t)n == name->as.text.n &&
		    memcmp(text, name->as.text.s, (size_t)n) == 0)
			return g;
	}
	return SIZE_MAX;
}

static uint32_t row_of(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->query_count; i++) {
		uint32_t row = r->query_rows[i];

		if (row != VOCAB_NONE && strcmp(vocab_word(r->model->vocab, row, NULL), name) == 0)
			return row;
	}
	return VOCAB_NONE;
}

static uint32_t add_leaf(struct reading *in, const struct value *name)
{
	size_t leaf = in->found++;
	char *label = xstrndup(name->as.text.s, name->as.text.n);

	in->v->labels[leaf] = label;
	in->v->rows[leaf] = row_of(in->r, label);
	return (uint32_t)leaf;
}

/* A name is a leaf's unless there is such a group and the sizes say that it is meant. */
static bool join(struct reading *in, size_t i)
{
	const struct value *row = &in->r->values[i * COLUMNS];
	const struct value *names[2] = { &row[COLUMN_A], &row[COLUMN_B] };
	size_t groups[2] = { find_group(in, names[0]), find_group(in, names[1]) };

	for (unsigned which = 0; which < 4; which++) {
		uint32_t parts[2];
		size_t size = 0, leaves = 0;

		for (unsigned k = 0; k < 2; k++) {
			bool group = which >> k & 1 && groups[k] != SIZE_MAX;

			size += group ? in->sizes[groups[k]] : 1;
			leaves += !group;
		}
		if ((int64_t)size != row[COLUMN_WORDS].as.i || in->found + leaves > in->v->leaves)
			continue;
		for (unsigned k = 0; k < 2; k++) {
			bool group = which >> k & 1 && groups[k] != SIZE_MAX;

			parts[k] = group ? (uint32_t)groups[k] : add_leaf(in, names[k]);
			if (group)
				in->sizes[groups[k]] = 0;
		}
		in->sizes[in->v->leaves + i] = size;
		in->v->joins[i] =
			(struct tree_join){ parts[0], parts[1], row[COLUMN_DISTANCE].as.f };
		return true;
	}
	return false;
}

static bool read_joins(struct tree_view *v, const struct result *r)
{
	struct reading in = { v, r, 0, xcalloc(2 * v->leaves, sizeof(*in.sizes)) };
	bool ok = true;

	for (size_t i = 0; ok && i + 1 < v->leaves; i++)
		ok = join(&in, i);
	free(in.sizes);
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
	    !r->rows)
		return;
	forget(v);
	v->model = model_ref(r->model);
	v->leaves = r->rows + 1;
	v->title = xstrdup(r->title ? r->title : call->line);
	v->rows = xcalloc(v->leaves, sizeof(*v->rows));
	v->order = xcalloc(v->leaves, sizeof(*v->order));
	v->joins = xcalloc(v->leaves, sizeof(*v->joins));
	v->labels = xcalloc(v->leaves, sizeof(*v->labels));
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
	struct tree tree = { v->leaves, v->joins, v->order, (const char *const *)v->labels };

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
