/* Groups among words: k-means on the sphere. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "choose.h"
#include "model/cluster.h"

#define SHOWN 8 /* words of a cluster that are named, unless -n says how many */

struct cluster_data {
	struct query_setup setup;
	struct words_chosen words;
	struct chosen of;
	size_t clusters, shown;
	uint64_t seed;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct cluster_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	d->words.most = (size_t)args_int(&t->args, "top");
	if (args_given(&t->args, "of")) {
		d->of = chosen_make(args_text(&t->args, "of"));
		chosen_take(&d->of, s, t->model);
		d->words.of = &d->of;
		d->words.most = d->of.kind == CHOSEN_FREQUENT ? d->words.most : SIZE_MAX;
	}
	d->shown = args_given(&t->args, "count") ? d->setup.count : SHOWN;
	d->clusters = (size_t)args_int(&t->args, "clusters");
	d->seed = (uint64_t)s->settings.seed;
	return ST_OK;
}

struct member {
	double cosine;
	uint32_t row;
	size_t number; /* among those chosen */
};

static int by_cosine(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->cosine < y->cosine || x->cosine > y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void add_cluster(struct task *t, size_t k, struct member *in, size_t n)
{
	const struct cluster_data *d = t->data;
	struct result *r = &t->result;
	struct strbuf sb = STRBUF_INIT;
	size_t row = result_add_row(r);
	double sum = 0;

	qsort(in, n, sizeof(*in), by_cosine);
	for (size_t i = 0; i < n; i++) {
		sum += in[i].cosine;
		if (i >= d->shown)
			continue;
		strbuf_adds(&sb, i ? ", " : "");
		strbuf_adds(&sb, words_chosen_name(&d->words, t->model, in[i].number));
	}
	if (n > d->shown)
		strbuf_adds(&sb, ", …");
	result_put_int(r, row, 0, (int64_t)k + 1);
	result_put_int(r, row, 1, (int64_t)n);
	result_put_float(r, row, 2, sum / (double)n);
	result_put_text(r, row, 3, sb.buf, sb.len);
	result_set_answer_row(r, row, in[0].row);
	strbuf_release(&sb);
}

static void fill(struct task *t, const struct clusters *c)
{
	const struct words_chosen *w = &((const struct cluster_data *)t->data)->words;
	struct member *in = xcalloc(w->n + 1, sizeof(*in));

	result_add_column(&t->result, "cluster", CELL_INT);
	result_add_column(&t->result, "size", CELL_INT);
	result_add_column(&t->result, "cosine", CELL_F32);
	result_add_column(&t->result, "words", CELL_TEXT);
	for (size_t k = 0; k < c->k; k++) {
		size_t count = 0;

		for (size_t i = 0; i < w->n; i++)
			if (c->of[i] == k)
				in[count++] = (struct member){ c->cosine[i], w->rows[i], i };
		add_cluster(t, k, in, count);
	}
	result_set_query(&t->result, t->model, NULL, 0, false);
	result_notef(&t->result, "mean cosine of a word with its centre: %.4f", c->mean_cosine);
	free(in);
}

static enum status find_clusters(const struct task *t, struct clusters *c,
				 const struct progress *progress, struct error *err)
{
	const struct cluster_data *d = t->data;
	struct cluster_vectors vectors = { .n = d->words.n, .dims = model_dims(t->model) };
	const float **v;
	void *p;
	enum status st = mem_try_calloc(&p, vectors.n, sizeof(*v), "the clusters", err);

	if (st != ST_OK)
		return st;
	vectors.v = v = p;
	for (size_t i = 0; i < d->words.n; i++)
		v[i] = words_chosen_vector(&d->words, t->model, i);
	st = cluster_vectors(c, &vectors, d->clusters, d->seed, progress, err);
	free(v);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct cluster_data *d = t->data;
	struct clusters c;
	enum status st = words_choose(t, &d->setup, &d->words, progress, err);

	if (st == ST_OK && !d->words.n)
		st = error_set(err, ST_FAILED, "no word is left to put into clusters");
	if (st == ST_OK)
		st = find_clusters(t, &c, progress, err);
	if (st == ST_OK) {
		fill(t, &c);
		clusters_release(&c);
	}
	return st;
}

static void free_data(void *data)
{
	struct cluster_data *d = data;

	words_chosen_release(&d->words);
	chosen_release(&d->of);
}

/* clang-format off */
const struct command cmd_cluster = {
	.name = "cluster", .group = "Query",
	.summary = "Put words into groups of near ones (k-means).",
	.details = "The words given (@set is a set, names of yours stand for their vectors) and those that --of, --in or --match "
		   "name; without them the most frequent ones. Each cluster is named by the words nearest its centre, the "
		   "first 8 or -n many. The same seed gives the same clusters (set seed).",
	.args = { { ARG_WORD, "word", "the words; none = the most frequent", 0, 0, NULL } },
	.opts = {
		{ 'k', "clusters", ARG_INT, "K", "10", "how many clusters", NULL, 1, 10000 },
		{ 0, "of", ARG_PATH, "WORDS", "frequent", CHOSEN_HELP, CHOSEN_NAMES, 0, 0 },
		{ 0, "top", ARG_INT, "N", "1000", "how many frequent words, when none are given", NULL, 1, 1000000 },
	},
	.examples = {
		{ "cluster cat dog cow car bus train red green -k 3", "three groups" },
		{ "cluster --top 500 -k 5", "of the most frequent words" },
		{ "cluster --in countries -k 5", "of a word list that ships" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct cluster_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
