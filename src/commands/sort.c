/* Words in the order of their cosine with an expression. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "commands.h"

struct sort_data {
	enum metric metric;
	struct expr expr;
	char **words;
	bool *quoted;
	size_t count, cap;
};

static const char usage[] = "write sort WORD WORD … by EXPRESSION";

/* The last " by " divides the line. */
static const char *find_by(const char *line)
{
	const char *found = NULL;

	for (const char *p = strstr(line, " by "); p; p = strstr(p + 1, " by "))
		found = p;
	return found;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct sort_data *d = t->data;
	char *line = names_expand(&s->names, args_word(&t->args, 0)), *words;
	const char *by = find_by(line), *rest;
	struct strbuf token = STRBUF_INIT;
	enum status st;

	d->metric = metric_choose(s, &t->args);
	st = by ? names_parse(&d->expr, &s->names, by + 4, err)
		: error_set(err, ST_USAGE, "%s", usage);
	words = xstrndup(line, by ? (size_t)(by - line) : 0);
	for (rest = words; st == ST_OK && *rest; strbuf_clear(&token)) {
		bool quoted = strchr("\"'", rest[strspn(rest, " \t")]) != NULL;

		rest = args_first_token(rest, &token);
		ARRAY_RESERVE(d->words, d->cap, d->count + 1);
		d->quoted = xreallocarray(d->quoted, d->cap, sizeof(*d->quoted));
		d->quoted[d->count] = quoted;
		d->words[d->count++] = xstrdup(token.buf);
	}
	if (st == ST_OK && !d->count)
		st = error_set(err, ST_USAGE, "%s", usage);
	strbuf_release(&token);
	free(words);
	free(line);
	return st;
}

static void free_data(void *data)
{
	struct sort_data *d = data;

	expr_release(&d->expr);
	for (size_t i = 0; i < d->count; i++)
		free(d->words[i]);
	free(d->words);
	free(d->quoted);
}

struct item {
	struct word_vector w;
	double score;
	size_t typed; /* where it stood on the line */
};

static int falling(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	if (x->w.row != y->w.row)
		return x->w.row < y->w.row ? -1 : 1;
	return x->typed < y->typed ? -1 : x->typed > y->typed;
}

static int rising(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return x->score < y->score || x->score > y->score ? falling(b, a) : falling(a, b);
}

static enum status score_all(struct task *t, struct item *items, const double *q, struct error *err)
{
	const struct sort_data *d = t->data;
	size_t dims = model_dims(t->model);
	float *near = xcalloc(dims, sizeof(*near));
	enum status st = ST_OK;

	for (size_t i = 0; i < dims; i++)
		near[i] = (float)q[i];
	for (size_t i = 0; st == ST_OK && i < d->count; i++) {
		struct word_vector *w = &items[i].w;

		st = word_to_vector(t, d->words[i], d->quoted[i], d->metric, w, err);
		if (st != ST_OK)
			break;
		items[i].typed = i;
		items[i].score = w->row == VOCAB_NONE
					 ? vector_score(d->metric, w->v, near, dims)
					 : search_score(t->model, d->metric, q, w->row);
		if (isnan(items[i].score))
			st = error_set(err, ST_FAILED, "the row of \"%.80s\" has no direction",
				       d->words[i]);
	}
	free(near);
	return st;
}

static void fill(struct task *t, const struct item *items)
{
	const struct sort_data *d = t->data;
	struct result *r = &t->result;

	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	result_add_bar_column(r, metric_name(d->metric), CELL_F32, d->metric == METRIC_EUCLIDEAN);
	for (size_t i = 0; i < d->count; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)i + 1);
		result_put_vector(r, row, 1, t->model, &items[i].w);
		result_put_float(r, row, 2, items[i].score);
		result_set_answer_row(r, row, items[i].w.row);
	}
	result_set_query(r, t->model, NULL, 0, false);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct sort_data *d = t->data;
	struct item *items;
	struct query q;
	enum status st = query_resolve(&q, t->model, &d->expr, d->metric, err);

	(void)progress;
	if (st != ST_OK)
		return st;
	items = xcalloc(d->count + 1, sizeof(*items));
	st = score_all(t, items, q.vector, err);
	if (st == ST_OK) {
		qsort(items, d->count, sizeof(*items),
		      d->metric == METRIC_EUCLIDEAN ? rising : falling);
		fill(t, items);
	}
	for (size_t i = 0; i < d->count; i++)
		word_vector_release(&items[i].w);
	query_release(&q);
	free(items);
	return st;
}

/* clang-format off */
const struct command cmd_sort = {
	.name = "sort", .group = "Query",
	.summary = "Put words in the order of how near they are to an expression.",
	.args = { { ARG_TEXT, "words by expression", "words or @set, then by and an expression", 1, 1, NULL } },
	.opts = {
		{ 'm', "metric", ARG_CHOICE, "NAME", "cosine", "the measure: cosine, euclidean (raw rows) or dot (raw rows)",
		  "cosine|euclidean|dot", 0, 0 },
		{ 0, "places", ARG_NONE, NULL, NULL, "also the place of each word in the vocabulary, 1 = most frequent", NULL, 0, 0 },
	},
	.examples = { { "sort cat car cow computer by animal", "the most animal first" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct sort_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
