/* How words hang together: hierarchical clustering by average linkage, drawn as a tree in text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "draw/tree.h"
#include "math/linkage.h"

#define WORDS_MAX 1000

struct tree_data {
	int cols;
	bool ascii;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct tree_data *d = t->data;

	if (t->args.count > WORDS_MAX)
		return error_set(err, ST_USAGE, "a tree has at most %d words", WORDS_MAX);
	d->cols = args_given(&t->args, "width") ? (int)args_int(&t->args, "width")
						: MAX(MIN(s->cols ? s->cols - 8 : 72, 100), 20);
	d->ascii = s->settings.ascii;
	return ST_OK;
}

/* 1 − cosine of every pair, (n, n). */
static enum status find_distances(struct task *t, const uint32_t *rows, double **out,
				  struct error *err)
{
	size_t n = t->args.count;
	double *d = xcalloc(n * n, sizeof(*d));

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			double cosine = search_cosine(t->model, rows[i], rows[j]);

			if (!isfinite(cosine)) {
				free(d);
				return error_set(err, ST_FAILED,
						 "the row of \"%s\" or of \"%s\" has no direction",
						 args_word(&t->args, i), args_word(&t->args, j));
			}
			d[i * n + j] = d[j * n + i] = 1 - cosine;
		}
	*out = d;
	return ST_OK;
}

static void put_group(struct task *t, size_t row, size_t col, const uint32_t *rows, uint32_t group)
{
	char name[32];

	if (group < t->args.count) {
		result_put_word(&t->result, row, col, t->model, rows[group]);
		return;
	}
	snprintf(name, sizeof(name), "group %zu", (size_t)group - t->args.count + 1);
	result_put_text(&t->result, row, col, name, strlen(name));
}

static void fill_table(struct task *t, const uint32_t *rows, const struct merge *merges)
{
	struct result *r = &t->result;

	result_add_column(r, "group", CELL_TEXT);
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_column(r, "distance", CELL_F32);
	result_add_column(r, "words", CELL_INT);
	for (size_t i = 0; i + 1 < t->args.count; i++) {
		size_t row = result_add_row(r);

		put_group(t, row, 0, rows, (uint32_t)(t->args.count + i));
		put_group(t, row, 1, rows, merges[i].left);
		put_group(t, row, 2, rows, merges[i].right);
		result_put_float(r, row, 3, merges[i].height);
		result_put_int(r, row, 4, merges[i].size);
	}
}

static void draw(struct task *t, const uint32_t *rows, const struct merge *merges)
{
	const struct tree_data *d = t->data;
	size_t n = t->args.count;
	struct tree_join *joins = xcalloc(n, sizeof(*joins));
	uint32_t *order = xcalloc(n, sizeof(*order));
	const char **labels = xcalloc(n, sizeof(*labels));
	struct surface *s = xcalloc(1, sizeof(*s));
	struct tree tree = { n, joins, order, labels };

	for (size_t i = 0; i + 1 < n; i++)
		joins[i] = (struct tree_join){ merges[i].left, merges[i].right, merges[i].height };
	for (size_t i = 0; i < n; i++)
		labels[i] = vocab_word(t->model->vocab, rows[i], NULL);
	linkage_order(merges, n, order);
	surface_init(s, (int)n + 1, d->cols);
	s->ascii = d->ascii;
	tree_draw(s, (struct rect){ 0, 0, (int)n + 1, d->cols }, &tree, 0);
	t->result.picture = s;
	free(joins);
	free(order);
	free(labels);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct merge *merges = xcalloc(t->args.count, sizeof(*merges));
	double *distances = NULL;
	uint32_t *rows = NULL;
	enum status st = words_resolve(t, 0, &rows, err);

	if (st == ST_OK)
		st = find_distances(t, rows, &distances, err);
	if (st == ST_OK)
		st = linkage_average(distances, t->args.count, merges, progress, err);
	if (st == ST_OK) {
		result_set_title(&t->result, "Tree: distance is 1 − cosine, groups by their mean");
		fill_table(t, rows, merges);
		draw(t, rows, merges);
	}
	free(rows);
	free(distances);
	free(merges);
	return st;
}

/* clang-format off */
const struct command cmd_tree = {
	.name = "tree", .group = "Look",
	.summary = "Show how words hang together: the nearest join first.",
	.details =
		"Hierarchical clustering with average linkage of 1 - cosine. A terminal gets a tree in text, programs get the "
		"joins in order: group 1 is the first, a and b are words or groups before it.",
	.args = { { ARG_WORD, "word", "two words or more (@set is a set)", 2, 0, NULL } },
	.opts = { { 0, "width", ARG_INT, "W", "72", "cells across", NULL, 20, 1000 } },
	.examples = { { "tree cat dog cow car bus train red green", "animals, vehicles, colours" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct tree_data),
	.prepare = prepare, .work = work,
};
