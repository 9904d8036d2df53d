/* Words in the order of their cosine with an expression. */
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "commands.h"

struct sort_data {
	enum metric metric;
	struct expr expr;
	char **words;
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
		rest = args_first_token(rest, &token);
		ARRAY_RESERVE(d->words, d->cap, d->count + 1);
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
}

static int falling(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int rising(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	return x->score < y->score || x->score > y->score ? falling(b, a) : falling(a, b);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct sort_data *d = t->data;
	struct hit *hits = xcalloc(d->count + 1, sizeof(*hits));
	bool up = d->metric == METRIC_EUCLIDEAN;
	struct query q;
	enum status st = query_resolve(&q, t->model, &d->expr, d->metric, err);

	(void)progress;
	if (st != ST_OK) {
		free(hits);
		return st;
	}
	for (size_t i = 0; st == ST_OK && i < d->count; i++) {
		st = word_resolve(t, d->words[i], &hits[i].row, err);
		if (st == ST_OK)
			hits[i].score = search_score(t->model, d->metric, q.vector, hits[i].row);
		if (st == ST_OK && !(hits[i].score == hits[i].score))
			st = error_set(err, ST_FAILED, "the row of \"%.80s\" has no direction",
				       d->words[i]);
	}
	if (st == ST_OK) {
		qsort(hits, d->count, sizeof(*hits), up ? rising : falling);
		result_add_hits(&t->result, t->model, hits, d->count, metric_name(d->metric), up);
		result_set_query(&t->result, t->model, NULL, 0, false);
	}
	query_release(&q);
	free(hits);
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
	},
	.examples = { { "sort cat car cow computer by animal", "the most animal first" } },
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct sort_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
