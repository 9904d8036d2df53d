#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "commands.h"
#include "math/vec.h"

#define RELATIVE_TOP 10

struct sim_data {
	enum metric metric;
	size_t threads;
	bool relative;
	struct expr *sets; /* of --sets, one per argument */
	size_t set_count;
};

/* Copies of the sets named on the line: the work runs beside the session. */
static enum status find_sets(struct sim_data *d, const struct session *s, const struct args *a,
			     struct error *err)
{
	enum status st = ST_OK;

	d->sets = xcalloc(a->count, sizeof(*d->sets));
	d->set_count = a->count;
	for (size_t i = 0; i < a->count; i++) {
		const struct named *set = names_find(&s->names, a->words[i]);

		if (!set || set->kind != NAMED_SET)
			return error_set(
				err, ST_FAILED,
				"there is no set \"%.60s\": let %.60s = {word, word} makes one",
				a->words[i], a->words[i]);
		for (size_t j = 0; st == ST_OK && j < set->expr.count; j++)
			st = expr_add_copy(&d->sets[i], &set->expr.terms[j], 1, err);
	}
	return st;
}

static void free_data(void *data)
{
	struct sim_data *d = data;

	for (size_t i = 0; i < d->set_count; i++)
		expr_release(&d->sets[i]);
	free(d->sets);
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct sim_data *d = t->data;

	d->metric = metric_choose(s, &t->args);
	d->threads = (size_t)s->settings.threads;
	d->relative = args_given(&t->args, "relative");
	if (d->relative && d->metric != METRIC_COSINE)
		return error_set(err, ST_USAGE, "--relative is of cosines: leave --metric out");
	return args_given(&t->args, "sets") ? find_sets(d, s, &t->args, err) : ST_OK;
}

/* gensim's relative_cosine_similarity (Leeuwenberg and others 2016): the cosine divided by the sum
 * of those of a's ten nearest; above 0.10 b is nearer than they are in the mean. */
static enum status add_relative(struct task *t, size_t row, const struct word_vector *a,
				const struct word_vector *b, const struct progress *progress,
				struct error *err)
{
	const struct sim_data *d = t->data;
	size_t dims = model_dims(t->model), count = 0;
	struct search s = { .k = RELATIVE_TOP,
			    .exclude = &a->row,
			    .exclude_count = a->row != VOCAB_NONE,
			    .threads = d->threads };
	struct hit hits[RELATIVE_TOP];
	double *q = xcalloc(dims, sizeof(*q)), sum = 0;
	enum status st;

	for (size_t i = 0; i < dims; i++)
		q[i] = (double)a->v[i];
	st = search_near(t->model, q, &s, progress, hits, &count, err);
	for (size_t i = 0; i < count; i++)
		sum += hits[i].score;
	if (st == ST_OK)
		result_put_float(&t->result, row, 3,
				 vector_score(METRIC_COSINE, a->v, b->v, dims) / sum);
	free(q);
	return st;
}

static size_t add_pair(struct task *t, enum metric metric, const struct word_vector *a,
		       const struct word_vector *b)
{
	size_t row = result_add_row(&t->result);

	result_put_vector(&t->result, row, 0, t->model, a);
	result_put_vector(&t->result, row, 1, t->model, b);
	result_put_float(&t->result, row, 2,
			 vector_score(metric, a->v, b->v, model_dims(t->model)));
	return row;
}

/* gensim's n_similarity: the cosine of the sums of raw rows; words that are unknown are left out. */
static enum status set_vector(struct task *t, const struct expr *set, double *out,
			      struct error *err)
{
	const struct model *m = t->model;
	size_t known = 0;

	for (size_t i = 0; i < set->count; i++) {
		struct lookup found;

		if (lookup_word(m, set->terms[i].word, &found, NULL) != ST_OK) {
			result_notef(&t->result, "unknown: %s", set->terms[i].word);
			continue;
		}
		known++;
		vec_add_scaled(out, 1, model_row(m, found.row), model_dims(m));
	}
	if (!known || !(vec_norm_f64(out, model_dims(m)) > 0))
		return error_set(err, ST_FAILED, "a set has no known word, or its rows cancel out");
	vec_scale(out, 1 / vec_norm_f64(out, model_dims(m)), model_dims(m));
	return ST_OK;
}

static enum status compare_sets(struct task *t, struct error *err)
{
	const struct sim_data *d = t->data;
	size_t n = d->set_count, dims = model_dims(t->model);
	double *v = xcalloc(n * dims, sizeof(*v));
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = set_vector(t, &d->sets[i], v + i * dims, err);
	result_add_column(&t->result, "a", CELL_TEXT);
	result_add_column(&t->result, "b", CELL_TEXT);
	result_add_bar_column(&t->result, "cosine", CELL_F32, false);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			size_t row = result_add_row(&t->result);
			double dot = 0;

			for (size_t k = 0; k < dims; k++)
				dot += v[i * dims + k] * v[j * dims + k];
			result_put_text(&t->result, row, 0, t->args.words[i],
					strlen(t->args.words[i]));
			result_put_text(&t->result, row, 1, t->args.words[j],
					strlen(t->args.words[j]));
			result_put_float(&t->result, row, 2, dot);
		}
	free(v);
	return st;
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct sim_data *d = t->data;
	struct result *r = &t->result;
	size_t n = t->args.count;
	struct word_vector *words;
	enum status st;

	if (d->sets)
		return compare_sets(t, err);
	st = words_vectors(t, d->metric, &words, err);
	if (st != ST_OK)
		return st;
	result_add_column(r, "a", CELL_TEXT);
	result_add_column(r, "b", CELL_TEXT);
	result_add_bar_column(r, metric_name(d->metric), CELL_F32, d->metric == METRIC_EUCLIDEAN);
	if (d->relative)
		result_add_column(r, "relative", CELL_F32);
	r->matrix = n > 2 && !d->relative;
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		for (size_t j = i + 1; j < n && st == ST_OK; j++) {
			size_t row = add_pair(t, d->metric, &words[i], &words[j]);

			if (d->relative)
				st = add_relative(t, row, &words[i], &words[j], progress, err);
		}
		if (st == ST_OK && !progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	result_set_words(r, t->model, words, n);
	words_vectors_free(words, n);
	return st;
}

/* clang-format off */
const struct command cmd_sim = {
	.name = "sim", .aliases = "distance similarity", .group = "Query",
	.summary = "Compare words: every pair of them.",
	.details = "With more than two words a terminal shows a matrix; programs get one line a pair.",
	.args = { { ARG_WORD, "word", "two words or more", 2, 0, NULL } },
	.opts = {
		{ 'm', "metric", ARG_CHOICE, "NAME", "cosine", "the measure: cosine, euclidean (raw rows) or dot (raw rows)",
		  "cosine|euclidean|dot", 0, 0 },
		{ 0, "relative", ARG_NONE, NULL, NULL, "also the cosine in relation to the ten nearest of the first word", NULL, 0, 0 },
		{ 0, "sets", ARG_NONE, NULL, NULL, "compare sets, named by let: the cosine of their means of raw rows", NULL, 0, 0 },
	},
	.examples = {
		{ "sim king queen", "one pair" },
		{ "sim cat dog car truck", "a matrix" },
		{ "sim king queen --metric euclidean", "the distance of the raw rows" },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct sim_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
