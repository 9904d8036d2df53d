/* How much of the variance each principal component keeps: how honest a map in two dimensions can
 * be. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"
#include "math/pca.h"

struct scree_data {
	size_t words, components, threads;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct scree_data *d = t->data;

	(void)err;
	d->words = (size_t)(args_given(&t->args, "top") ? args_int(&t->args, "top")
							: s->settings.map_words);
	d->components = (size_t)args_int(&t->args, "components");
	d->threads = (size_t)s->settings.threads;
	return ST_OK;
}

static void choose(const struct task *t, uint32_t *rows, size_t *n)
{
	const struct scree_data *d = t->data;
	const struct model *m = t->model;
	size_t all = t->args.count ? t->args.count : MIN(d->words, model_rows(m));

	for (size_t i = 0; i < all; i++) {
		uint32_t row = t->args.count ? rows[i] : (uint32_t)i;

		if (m->norms[row] > 0)
			rows[(*n)++] = row;
	}
}

static void fill(struct task *t, const struct pca *pca, size_t n)
{
	struct result *r = &t->result;
	double sum = 0;

	result_set_title(r, "Variance of %zu words at length 1, by component", n);
	result_add_column(r, "component", CELL_INT);
	result_add_column(r, "variance", CELL_F32);
	result_add_column(r, "together", CELL_F32);
	result_add_bar_column(r, "percent", CELL_F32, false);
	for (size_t c = 0; c < pca->components; c++) {
		size_t row = result_add_row(r);
		double share = pca->total_variance > 0 ? pca->variance[c] / pca->total_variance : 0;

		sum += share;
		result_put_int(r, row, 0, (int64_t)c + 1);
		result_put_float(r, row, 1, pca->variance[c]);
		result_put_float(r, row, 2, 100 * sum);
		result_put_float(r, row, 3, 100 * share);
	}
	r->total = t->model->matrix.cols;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct scree_data *d = t->data;
	uint32_t *rows = NULL;
	struct pca pca;
	size_t n = 0;
	enum status st = ST_OK;

	if (t->args.count)
		st = words_resolve(t, 0, &rows, err);
	else
		rows = xcalloc(MIN(d->words, model_rows(t->model)) + 1, sizeof(*rows));
	if (st == ST_OK)
		choose(t, rows, &n);
	if (st == ST_OK && n < 2)
		st = error_set(err, ST_FAILED, "components need at least two words");
	if (st == ST_OK)
		st = pca_fit(&pca, &t->model->matrix, rows, n, d->components, true, d->threads,
			     progress, err);
	if (st == ST_OK) {
		fill(t, &pca, n);
		pca_release(&pca);
	}
	free(rows);
	return st;
}

/* clang-format off */
const struct command cmd_scree = {
	.name = "scree", .group = "Look",
	.summary = "List how much of the variance each principal component keeps.",
	.details = "Of the frequent words that make the map, or of the words given. What the first two keep together is what "
		   "a map in two dimensions shows; the rest it cannot.",
	.args = { { ARG_WORD, "word", "the words; none = those of the map", 0, 0, NULL } },
	.opts = {
		{ 'c', "components", ARG_INT, "N", "20", "how many", NULL, 1, 1000 },
		{ 0, "top", ARG_INT, "N", "2000", "how many frequent words, when none are given", NULL, 2, 1000000 },
	},
	.examples = { { "scree -c 5", "of the words of the map" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct scree_data),
	.prepare = prepare, .work = work,
};
