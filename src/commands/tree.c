/* How words hang together: hierarchical clustering, drawn as a tree in text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "choose.h"
#include "draw/tree.h"
#include "math/linkage.h"

#define WORDS_MAX 1000

struct tree_data {
	struct query_setup setup;
	struct words_chosen words;
	struct chosen of;
	enum linkage linkage;
	int cols;
	bool ascii;
};

static const char *const linkages[] = { "average", "single", "complete", "ward" };

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct tree_data *d = t->data;

	query_setup_get(&d->setup, s, &t->args);
	if (t->args.count > WORDS_MAX)
		return error_set(err, ST_USAGE, "a tree has at most %d words", WORDS_MAX);
	if (t->args.count < 2 && !d->setup.in && !d->setup.match && !args_given(&t->args, "of"))
		return error_set(err, ST_USAGE,
				 "tree: write two words or more, or --in LIST, as in: tree --in "
				 "countries");
	if (d->setup.metric == METRIC_DOT)
		return error_set(err, ST_USAGE,
				 "a tree needs distances: --metric cosine or euclidean");
	d->words.most = (size_t)args_int(&t->args, "top");
	if (args_given(&t->args, "of")) {
		d->of = chosen_make(args_text(&t->args, "of"));
		chosen_take(&d->of, s, t->model);
		d->words.of = &d->of;
	}
	for (size_t i = 0; i < ARRAY_LEN(linkages); i++)
		if (!strcmp(linkages[i], args_text(&t->args, "linkage")))
			d->linkage = (enum linkage)i;
	d->cols = args_given(&t->args, "width") ? (int)args_int(&t->args, "width")
						: MAX(MIN(s->cols ? s->cols - 8 : 72, 100), 20);
	d->ascii = s->settings.ascii;
	return ST_OK;
}

/* 1 − cosine; with Ward the distance of the rows at length 1, with --metric euclidean that of the
 * rows as they are. */
static double distance_of(const struct task *t, size_t i, size_t j)
{
	const struct tree_data *d = t->data;
	const struct words_chosen *w = &d->words;
	const float *x = words_chosen_vector(w, t->model, i);
	const float *y = words_chosen_vector(w, t->model, j);
	bool rows = w->rows[i] != VOCAB_NONE && w->rows[j] != VOCAB_NONE;
	double cosine;

	if (d->setup.metric == METRIC_EUCLIDEAN)
		return vector_score(METRIC_EUCLIDEAN, x, y, model_dims(t->model));
	cosine = rows ? search_cosine(t->model, w->rows[i], w->rows[j])
		      : vector_score(METRIC_COSINE, x, y, model_dims(t->model));
	return d->linkage == LINKAGE_WARD ? sqrt(fmax(0, 2 - 2 * cosine)) : 1 - cosine;
}

/* Of every pair, (n, n). */
static enum status find_distances(const struct task *t, double **out, struct error *err)
{
	const struct words_chosen *w = &((struct tree_data *)t->data)->words;
	double *d = xcalloc(w->n * w->n, sizeof(*d));

	for (size_t i = 0; i < w->n; i++)
		for (size_t j = 0; j < i; j++) {
			double f = distance_of(t, i, j);

			if (!isfinite(f)) {
				free(d);
				return error_set(err, ST_FAILED,
						 "the rows of \"%s\" and \"%s\" have no distance",
						 words_chosen_name(w, t->model, i),
						 words_chosen_name(w, t->model, j));
			}
			d[i * w->n + j] = d[j * w->n + i] = f;
		}
	*out = d;
	return ST_OK;
}

static void put_group(struct task *t, size_t row, size_t col, uint32_t group)
{
	const struct words_chosen *w = &((struct tree_data *)t->data)->words;
	char name[32];
	const char *text = name;

	if (group < w->n)
		text = words_chosen_name(w, t->model, group);
	else
		snprintf(name, sizeof(name), "group %zu", (size_t)group - w->n + 1);
	result_put_text(&t->result, row, col, text, strlen(text));
}

static void fill_table(struct task *t, const struct merge *merges)
{
	const struct words_chosen *w = &((struct tree_data *)t->data)->words;
	struct result *r = &t->result;

	result_add_column(r, "group", CELL_TEXT);
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_column(r, "distance", CELL_F32);
	result_add_column(r, "words", CELL_INT);
	for (size_t i = 0; i + 1 < w->n; i++) {
		size_t row = result_add_row(r);

		put_group(t, row, 0, (uint32_t)(w->n + i));
		put_group(t, row, 1, merges[i].left);
		put_group(t, row, 2, merges[i].right);
		result_put_float(r, row, 3, merges[i].height);
		result_put_int(r, row, 4, merges[i].size);
	}
	result_set_query(r, t->model, w->rows, w->n, false);
}

static void draw(struct task *t, const struct merge *merges)
{
	const struct tree_data *d = t->data;
	size_t n = d->words.n;
	struct tree_join *joins = xcalloc(n, sizeof(*joins));
	uint32_t *order = xcalloc(n, sizeof(*order));
	const char **labels = xcalloc(n, sizeof(*labels));
	struct surface *s = xcalloc(1, sizeof(*s));
	struct tree tree = { n, joins, order, labels };

	for (size_t i = 0; i + 1 < n; i++)
		joins[i] = (struct tree_join){ merges[i].left, merges[i].right, merges[i].height };
	for (size_t i = 0; i < n; i++)
		labels[i] = words_chosen_name(&d->words, t->model, i);
	linkage_order(merges, n, order);
	surface_init(s, (int)n + 1, d->cols);
	s->ascii = d->ascii;
	tree_draw(s, (struct rect){ 0, 0, (int)n + 1, d->cols }, &tree, 0);
	t->result.picture = s;
	free(joins);
	free(order);
	free(labels);
}

static void set_title(struct task *t)
{
	static const char *const how[] = { "groups by their mean", "by the nearest of two groups",
					   "by the farthest of two groups",
					   "by the growth of the variance (Ward)" };
	const struct tree_data *d = t->data;

	result_set_title(&t->result, "Tree: distance is %s, %s",
			 d->setup.metric == METRIC_EUCLIDEAN ? "Euclidean"
			 : d->linkage == LINKAGE_WARD	     ? "Euclidean at length 1"
							     : "1 − cosine",
			 how[d->linkage]);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct tree_data *d = t->data;
	struct merge *merges = NULL;
	double *distances = NULL;
	enum status st;

	d->words.most = MIN(d->words.most, (size_t)WORDS_MAX);
	d->words.metric = d->setup.metric;
	st = words_choose(t, &d->setup, &d->words, progress, err);
	if (st == ST_OK && d->words.n < 2)
		st = error_set(err, ST_FAILED, "a tree needs two words or more that are left");
	if (st == ST_OK)
		st = find_distances(t, &distances, err);
	if (st == ST_OK) {
		merges = xcalloc(d->words.n, sizeof(*merges));
		st = linkage_merge(distances, d->words.n, d->linkage, merges, progress, err);
	}
	if (st == ST_OK) {
		set_title(t);
		fill_table(t, merges);
		draw(t, merges);
	}
	free(distances);
	free(merges);
	return st;
}

static void free_data(void *data)
{
	struct tree_data *d = data;

	words_chosen_release(&d->words);
	chosen_release(&d->of);
}

/* clang-format off */
const struct command cmd_tree = {
	.name = "tree", .group = "Look",
	.summary = "Show how words hang together: the nearest join first.",
	.details =
		"Hierarchical clustering of the words given (@set is a set, and names of yours stand for their vectors), and of those that "
		"--of, --in or --match name. Distance is 1 - cosine, or Euclidean with --metric. A terminal gets a tree in text, programs "
		"get the joins in order: group 1 is the first, a and b are words or groups before it. With ward, which needs it, "
		"the distance is Euclidean between rows at length 1.",
	.args = { { ARG_WORD, "word", "two words or more; none = those of --in", 0, 0, NULL } },
	.opts = {
		{ 0, "linkage", ARG_CHOICE, "KIND", "average", "how far two groups are: the mean of all pairs, the nearest, the farthest, or Ward's variance",
		  "average|single|complete|ward", 0, 0 },
		{ 0, "of", ARG_PATH, "WORDS", "frequent", CHOSEN_HELP, CHOSEN_NAMES, 0, 0 },
		{ 0, "top", ARG_INT, "N", "1000", "how many frequent words, when none are given", NULL, 2, WORDS_MAX },
		{ 0, "width", ARG_INT, "W", "72", "cells across", NULL, 20, 1000 },
	},
	.examples = {
		{ "tree cat dog cow car bus train red green", "animals, vehicles, colours" },
		{ "tree --in countries --linkage ward", "a word list that ships, as in many courses" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct tree_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
