/* How much of the variance each principal component keeps: how honest a map in two dimensions can
 * be. */
#include <stdlib.h>

#include "choose.h"
#include "math/pca.h"

struct scree_data {
	size_t words, components, threads;
	struct chosen of;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct scree_data *d = t->data;

	if (t->args.count && args_given(&t->args, "of"))
		return error_set(err, ST_USAGE, "write either words or --of %s",
				 args_text(&t->args, "of"));
	d->of = chosen_make(args_text(&t->args, "of"));
	chosen_take(&d->of, s, t->model);
	d->words = (size_t)(args_given(&t->args, "top") ? args_int(&t->args, "top")
							: s->settings.map_words);
	d->components = (size_t)args_int(&t->args, "components");
	d->threads = (size_t)s->settings.threads;
	return ST_OK;
}

/* The words that were typed, or those of --of. */
static enum status choose(struct task *t, const struct progress *progress, struct error *err)
{
	struct scree_data *d = t->data;
	uint32_t *rows;
	enum status st = ST_OK;

	if (t->args.count) {
		st = words_resolve(t, 0, &rows, err);
		d->of = (struct chosen){ .kind = CHOSEN_LIST };
		for (size_t i = 0; st == ST_OK && i < t->args.count; i++)
			chosen_add(&d->of, rows[i]);
		if (st == ST_OK)
			free(rows);
	}
	return st ? st : chosen_load(&d->of, t, d->words, progress, err);
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
	struct scree_data *d = t->data;
	enum status st = choose(t, progress, err);
	struct pca pca;

	if (st == ST_OK && d->of.count < 2)
		st = error_set(err, ST_FAILED, "components need at least two words");
	if (st == ST_OK)
		st = pca_fit(&pca, &t->model->matrix, d->of.rows, d->of.count, d->components, true,
			     d->threads, progress, err);
	if (st == ST_OK) {
		fill(t, &pca, d->of.count);
		pca_release(&pca);
	}
	return st;
}

static void free_data(void *data)
{
	struct scree_data *d = data;

	chosen_release(&d->of);
}

/* clang-format off */
const struct command cmd_scree = {
	.name = "scree", .group = "Look",
	.summary = "List how much of the variance each principal component keeps.",
	.details = "Of the frequent words that make the map, of the words given, or of those that --of names. What the first two keep together is what "
		   "a map in two dimensions shows; the rest it cannot.",
	.args = { { ARG_WORD, "word", "the words; none = those of the map", 0, 0, NULL } },
	.opts = {
		{ 'c', "components", ARG_INT, "N", "20", "how many", NULL, 1, 1000 },
		{ 0, "of", ARG_PATH, "WORDS", "frequent", CHOSEN_HELP, CHOSEN_NAMES, 0, 0 },
		{ 0, "top", ARG_INT, "N", "2000", "how many frequent words, when none are given", NULL, 2, 1000000 },
	},
	.examples = { { "scree -c 5", "of the words of the map" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct scree_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
