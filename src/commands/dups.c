/* Words whose vectors are the same, or nearly. */
#include <stdlib.h>

#include "base/mem.h"
#include "commands.h"
#include "model/cluster.h"

struct dups_data {
	struct query_setup setup;
	struct words_chosen words;
	double least;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct dups_data *d = t->data;

	query_setup_get(&d->setup, s, &t->args);
	d->words.most = (size_t)args_int(&t->args, "top");
	d->least = args_float(&t->args, "least");
	if (!(d->least > 0 && d->least <= 1))
		return error_set(err, ST_USAGE, "--least is a cosine above 0 and at most 1");
	return ST_OK;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct dups_data *d = t->data;
	struct result *r = &t->result;
	struct twin *twins;
	uint64_t total;
	size_t count;
	enum status st = words_choose(t, &d->setup, &d->words, progress, err);

	if (st == ST_OK) /* the cosine of a row with a copy of itself is 1 but for rounding */
		st = cluster_twins(&twins, &count, &total,
				   &(struct twin_search){ t->model, d->words.rows, d->words.n,
							  d->least - 1e-12, d->setup.count },
				   progress, err);
	if (st != ST_OK)
		return st;
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_column(r, "cosine", CELL_F32);
	for (size_t i = 0; i < count; i++) {
		size_t row = result_add_row(r);

		result_put_word(r, row, 0, t->model, twins[i].a);
		result_put_word(r, row, 1, t->model, twins[i].b);
		result_put_float(r, row, 2, twins[i].cosine);
	}
	r->total = total;
	if (!total)
		result_notef(r, "no two of the %zu words have a cosine of %g or more", d->words.n,
			     d->least);
	else if (total > count)
		result_notef(r, "%zu of %llu pairs; -n shows more", count,
			     (unsigned long long)total);
	free(twins);
	return ST_OK;
}

static void free_data(void *data)
{
	words_chosen_release(&((struct dups_data *)data)->words);
}

/* clang-format off */
const struct command cmd_dups = {
	.name = "dups", .aliases = "twins", .group = "Judge",
	.summary = "List pairs of words whose vectors are the same, or nearly.",
	.details = "Among the most frequent words that the filters let through.",
	.opts = {
		{ 0, "least", ARG_FLOAT, "COSINE", "0.95", "the least cosine of a pair", NULL, 0, 0 },
		{ 0, "top", ARG_INT, "N", "10000", "among how many frequent words", NULL, 2, 1000000 },
	},
	.examples = { { "dups --top 3000 -n 5", "the pairs that are hardest to tell apart" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct dups_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
