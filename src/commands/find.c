#include <stdlib.h>
#include <string.h>

#include "app/fuzzy.h"
#include "app/pattern.h"
#include "app/pick.h"
#include "base/mem.h"
#include "commands.h"

struct find_data {
	struct query_setup setup;
	const uint8_t *mask;
	uint32_t *rows; /* setup.count of them */
	size_t count, total;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct find_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	return ST_OK;
}

static void take(struct find_data *d, uint32_t row)
{
	if (d->count < d->setup.count)
		d->rows[d->count++] = row;
	d->total++;
}

static void take_match(void *ctx, uint32_t row)
{
	take(ctx, row);
}

static bool is_allowed(const struct find_data *d, uint32_t row)
{
	return (!d->mask || d->mask[row]) && (!d->setup.max_rank || row < d->setup.max_rank);
}

/* All rows of the prefix are in one range of the sorted order; the smallest are the most
 * frequent. */
static void find_prefix(struct task *t, struct find_data *d, const char *prefix)
{
	const uint32_t *sorted = vocab_sorted(t->model->vocab);
	uint32_t *allowed;
	size_t begin, end, n = 0;

	vocab_prefix(t->model->vocab, prefix, strlen(prefix), &begin, &end);
	allowed = xreallocarray(NULL, end - begin + 1, sizeof(*allowed));
	for (size_t i = begin; i < end; i++)
		if (is_allowed(d, sorted[i]))
			allowed[n++] = sorted[i];
	d->count = pick_smallest(allowed, n, d->rows, d->setup.count);
	d->total = n;
	free(allowed);
}

static enum status find_fuzzy(struct task *t, struct find_data *d, const char *text,
			      const struct progress *progress, struct error *err)
{
	struct fuzzy_options opt = { d->setup.max_rank, d->mask, d->setup.count };
	struct fuzzy_found found = { d->rows, 0, 0 };
	enum status st = fuzzy_find(t->model->vocab, text, &opt, &found, progress, err);

	d->count = found.count;
	d->total = found.total;
	return st;
}

static enum status find_any(struct task *t, struct find_data *d, const struct progress *progress,
			    struct error *err)
{
	const char *text = args_word(&t->args, 0);
	size_t n = strlen(text);
	struct pattern_scan scan = { text, d->setup.max_rank, d->mask, take_match, d };
	enum status st = ST_OK;

	if (text[0] == '^')
		return pattern_each(t->model->vocab, &scan, progress, err);
	if (n > 1 && text[n - 1] == '~') {
		char *word = xstrndup(text, n - 1);

		st = find_fuzzy(t, d, word, progress, err);
		free(word);
		return st;
	}
	find_prefix(t, d, text);
	if (d->total)
		return ST_OK;
	st = find_fuzzy(t, d, text, progress, err);
	if (st == ST_OK && d->total)
		result_notef(&t->result, "no word starts with \"%s\": these are like it", text);
	return st;
}

static void fill(struct task *t, const struct find_data *d)
{
	struct result *r = &t->result;

	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	for (size_t i = 0; i < d->count; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)d->rows[i] + 1);
		result_put_word(r, row, 1, t->model, d->rows[i]);
		result_set_answer_row(r, row, d->rows[i]);
	}
	r->total = d->total;
	if (d->total > d->count)
		result_notef(r, "%zu of %zu words; -n shows more", d->count, d->total);
	result_set_query(r, t->model, NULL, 0, false);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct find_data *d = t->data;
	uint8_t *mask = NULL;
	enum status st;

	d->setup.count = MIN(d->setup.count, model_rows(t->model));
	d->rows = xcalloc(d->setup.count + 1, sizeof(*d->rows));
	st = filter_mask(&mask, t->model, &d->setup, progress, &t->result, err);
	d->mask = mask;
	if (st == ST_OK)
		st = find_any(t, d, progress, err);
	if (st == ST_OK && !d->total)
		st = error_set(err, ST_FAILED, "no word of %s matches \"%.80s\"", t->model->name,
			       args_word(&t->args, 0));
	if (st == ST_OK)
		fill(t, d);
	free(mask);
	return st;
}

static void free_data(void *data)
{
	free(((struct find_data *)data)->rows);
}

/* clang-format off */
const struct command cmd_find = {
	.name = "find", .group = "Query",
	.summary = "Look words up in the vocabulary, the most frequent first.",
	.details =
		"TEXT lists the words that start with it, TEXT~ those that are like it (equal, starts with, "
		"contains, letters in order, at most two typing errors), ^REGEX those that match a POSIX "
		"extended regular expression. The rank is the place in the vocabulary, 1 = most frequent.",
	.args = { { ARG_WORD, "pattern", "a beginning, ^regex, or word~", 1, 1, NULL } },
	.examples = {
		{ "find quee", "words that start with quee" },
		{ "find ^un.*able$ -n 5", "a regular expression" },
		{ "find recieve~ -n 3", "a word that is not spelled like this" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct find_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
