/* Texts as vectors: what a sentence is about, and how near two of them are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "sentence.h"

struct text_data {
	struct query_setup setup;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)err;
	query_setup_get(&((struct text_data *)t->data)->setup, s, &t->args);
	return ST_OK;
}

static enum status nearest(struct task *t, const double *q, const uint32_t *rows, size_t n,
			   const struct progress *progress, struct error *err)
{
	const struct query_setup *d = &((struct text_data *)t->data)->setup;
	size_t k = MIN(d->count, model_rows(t->model)), count = 0;
	struct hit *hits = xcalloc(k + 1, sizeof(*hits));
	uint8_t *mask = NULL;
	enum status st = filter_mask(&mask, t->model, d, progress, &t->result, err);
	struct search s = { .k = k,
			    .max_rank = d->max_rank,
			    .allow = mask,
			    .exclude = rows,
			    .exclude_count = n,
			    .threads = d->threads };

	if (st == ST_OK)
		st = search_near(t->model, q, &s, progress, hits, &count, err);
	if (st == ST_OK) {
		result_set_title(&t->result, "Nearest to the text");
		result_add_hits(&t->result, t->model, hits, count, "cosine", false);
		result_set_query(&t->result, t->model, rows, n, n > 1);
	}
	free(mask);
	free(hits);
	return st;
}

static void add_pair(struct task *t, size_t a, size_t b, const double *x, const double *y)
{
	struct result *r = &t->result;
	size_t row = result_add_row(r);
	double cosine = 0;

	for (size_t i = 0; i < model_dims(t->model); i++)
		cosine += x[i] * y[i];
	result_put_text(r, row, 0, t->args.words[a], strlen(t->args.words[a]));
	result_put_text(r, row, 1, t->args.words[b], strlen(t->args.words[b]));
	result_put_float(r, row, 2, cosine);
}

static void compare(struct task *t, double *const *v)
{
	result_add_column(&t->result, "a", CELL_TEXT);
	result_add_column(&t->result, "b", CELL_TEXT);
	result_add_bar_column(&t->result, "cosine", CELL_F32, false);
	for (size_t a = 0; a < t->args.count; a++)
		for (size_t b = a + 1; b < t->args.count; b++)
			add_pair(t, a, b, v[a], v[b]);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	size_t texts = t->args.count, n = 0;
	double **v = xcalloc(texts + 1, sizeof(*v));
	uint32_t *rows = NULL;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < texts; i++) {
		free(rows);
		rows = NULL;
		st = sentence_rows(t, t->args.words[i], &rows, &n, err);
		if (st == ST_OK && !(v[i] = sentence_vector(t->model, rows, n, err)))
			st = ST_FAILED;
	}
	if (st == ST_OK && texts == 1)
		st = nearest(t, v[0], rows, n, progress, err);
	else if (st == ST_OK)
		compare(t, v);
	for (size_t i = 0; i < texts; i++)
		free(v[i]);
	free(v);
	free(rows);
	return st;
}

/* clang-format off */
const struct command cmd_text = {
	.name = "text", .group = "Query",
	.summary = "Ask with a whole text, or compare texts.",
	.details = "One text: the words nearest to it. Several: the cosine of each pair. A text is the mean of its words, where "
		   "frequent ones count less (smooth inverse frequency, a = 0.001; frequencies by Zipf's law from the ranks).",
	.args = { { ARG_STRING, "text", "texts, each in quotes", 1, 0, NULL } },
	.examples = {
		{ "text 'the king opened the gates of his castle' -n 5", "what it is about" },
		{ "text 'a cat sat on the mat' 'the dog lay on a rug' 'stocks fell sharply'", "which two are near" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct text_data),
	.prepare = prepare, .work = work,
};
