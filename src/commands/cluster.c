/* Groups among words: k-means on the sphere. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "model/cluster.h"

#define SHOWN 8 /* words of a cluster that are named, unless -n says how many */

struct cluster_data {
	struct query_setup setup;
	size_t top, clusters, shown;
	uint64_t seed;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct cluster_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	d->top = (size_t)args_int(&t->args, "top");
	d->shown = args_given(&t->args, "count") ? d->setup.count : SHOWN;
	d->clusters = (size_t)args_int(&t->args, "clusters");
	d->seed = (uint64_t)s->settings.seed;
	return ST_OK;
}

struct member {
	double cosine;
	uint32_t row;
};

static int by_cosine(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->cosine < y->cosine || x->cosine > y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void add_cluster(struct task *t, size_t k, struct member *in, size_t n)
{
	size_t shown = ((const struct cluster_data *)t->data)->shown;
	struct result *r = &t->result;
	struct strbuf sb = STRBUF_INIT;
	size_t row = result_add_row(r);
	double sum = 0;

	qsort(in, n, sizeof(*in), by_cosine);
	for (size_t i = 0; i < n; i++) {
		size_t len;
		const char *word = vocab_word(t->model->vocab, in[i].row, &len);

		sum += in[i].cosine;
		if (i >= shown)
			continue;
		strbuf_adds(&sb, i ? ", " : "");
		strbuf_add(&sb, word, len);
	}
	if (n > shown)
		strbuf_adds(&sb, ", …");
	result_put_int(r, row, 0, (int64_t)k + 1);
	result_put_int(r, row, 1, (int64_t)n);
	result_put_float(r, row, 2, sum / (double)n);
	result_put_text(r, row, 3, sb.buf, sb.len);
	result_set_answer_row(r, row, in[0].row);
	strbuf_release(&sb);
}

static void fill(struct task *t, const struct clusters *c, const uint32_t *rows, size_t n)
{
	struct member *in = xcalloc(n + 1, sizeof(*in));

	result_add_column(&t->result, "cluster", CELL_INT);
	result_add_column(&t->result, "size", CELL_INT);
	result_add_column(&t->result, "cosine", CELL_F32);
	result_add_column(&t->result, "words", CELL_TEXT);
	for (size_t k = 0; k < c->k; k++) {
		size_t count = 0;

		for (size_t i = 0; i < n; i++)
			if (c->of[i] == k)
				in[count++] = (struct member){ c->cosine[i], rows[i] };
		add_cluster(t, k, in, count);
	}
	result_set_query(&t->result, t->model, NULL, 0, false);
	result_notef(&t->result, "mean cosine of a word with its centre: %.4f", c->mean_cosine);
	free(in);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct cluster_data *d = t->data;
	struct words_chosen w = { .most = d->top };
	struct clusters c;
	enum status st = words_choose(t, &d->setup, &w, progress, err);

	if (st == ST_OK && !w.n)
		st = error_set(err, ST_FAILED, "no word is left to put into clusters");
	if (st == ST_OK)
		st = cluster_words(&c, t->model, w.rows, w.n, d->clusters, d->seed, progress, err);
	if (st == ST_OK) {
		fill(t, &c, w.rows, w.n);
		clusters_release(&c);
	}
	free(w.rows);
	return st;
}

/* clang-format off */
const struct command cmd_cluster = {
	.name = "cluster", .group = "Query",
	.summary = "Put words into groups of near ones (k-means).",
	.details = "The words given (@set is a set), or the most frequent that the filters let through. Each cluster is named by "
		   "the words nearest its centre, the first 8 or -n many. The same seed gives the same clusters (set seed).",
	.args = { { ARG_WORD, "word", "the words; none = the most frequent", 0, 0, NULL } },
	.opts = {
		{ 'k', "clusters", ARG_INT, "K", "10", "how many clusters", NULL, 1, 10000 },
		{ 0, "top", ARG_INT, "N", "1000", "how many frequent words, when none are given", NULL, 1, 1000000 },
	},
	.examples = {
		{ "cluster cat dog cow car bus train red green -k 3", "three groups" },
		{ "cluster --top 500 -k 5", "of the most frequent words" },
		{ "cluster --in countries -k 5", "of a word list that ships" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct cluster_data),
	.prepare = prepare, .work = work, .free_data = NULL,
};
