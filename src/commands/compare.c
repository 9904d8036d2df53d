/* Two models side by side: the neighbours of a word in both. */
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "commands.h"
#include "other.h"

struct compare_data {
	struct query_setup setup;
	struct expr expr;
	struct model *other;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct compare_data *d = t->data;
	enum status st;

	query_setup_get(&d->setup, s, &t->args);
	st = names_parse(&d->expr, &s->names, args_word(&t->args, 0), err);
	return st == ST_OK ? other_model(s, args_text(&t->args, "with"), &d->other, err) : st;
}

static void free_data(void *data)
{
	struct compare_data *d = data;

	expr_release(&d->expr);
	model_unref(d->other);
}

struct side {
	struct model *m;
	struct hit *hits;
	size_t count;
};

static enum status ask(struct task *t, struct side *side, const struct progress *progress,
		       struct error *err)
{
	const struct compare_data *d = t->data;
	struct query q;
	uint8_t *mask = NULL;
	enum status st = query_resolve(&q, side->m, &d->expr, d->setup.metric, err);
	struct search s = { .metric = d->setup.metric,
			    .k = MIN(d->setup.count, model_rows(side->m)),
			    .max_rank = d->setup.max_rank,
			    .threads = d->setup.threads };

	if (st != ST_OK)
		return error_wrap(err, "in %s", side->m->name);
	side->hits = xcalloc(s.k + 1, sizeof(*side->hits));
	s.exclude = q.rows;
	s.exclude_count = q.count;
	st = filter_mask(&mask, side->m, &d->setup, progress, &t->result, err);
	s.allow = mask;
	if (st == ST_OK)
		st = search_near(side->m, q.vector, &s, progress, side->hits, &side->count, err);
	free(mask);
	query_release(&q);
	return st;
}

static bool is_in(const struct side *in, const struct model *m, uint32_t row)
{
	size_t n;
	const char *word = vocab_word(m->vocab, row, &n);
	uint32_t there = vocab_find(in->m->vocab, word, n);

	for (size_t i = 0; i < in->count; i++)
		if (in->hits[i].row == there)
			return true;
	return false;
}

static void fill(struct task *t, const struct side sides[2])
{
	const struct compare_data *d = t->data;
	struct result *r = &t->result;
	size_t rows = MAX(sides[0].count, sides[1].count), both = 0;

	result_set_title(r, "%s in %s and in %s", args_word(&t->args, 0), sides[0].m->name,
			 sides[1].m->name);
	result_add_column(r, "rank", CELL_INT);
	for (size_t k = 0; k < 2; k++) {
		result_add_column(r, k ? "there" : "here", CELL_TEXT);
		result_add_column(r, metric_name(d->setup.metric), CELL_F32);
		result_add_column(r, "both", CELL_TEXT);
	}
	for (size_t i = 0; i < rows; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)i + 1);
		for (size_t k = 0; k < 2; k++) {
			const struct side *side = &sides[k];

			if (i >= side->count)
				continue;
			result_put_word(r, row, 1 + 3 * k, side->m, side->hits[i].row);
			result_put_float(r, row, 2 + 3 * k, side->hits[i].score);
			if (is_in(&sides[1 - k], side->m, side->hits[i].row)) {
				result_put_text(r, row, 3 + 3 * k, "=", 1);
				both += k == 0;
			}
		}
	}
	result_set_both(r, sides[0].m, sides[1].m);
	result_notef(r, "%zu of %zu in both (=)", both, sides[0].count);
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	const struct compare_data *d = t->data;
	struct side sides[2] = { { t->model, NULL, 0 }, { d->other, NULL, 0 } };
	enum status st = ask(t, &sides[0], progress, err);

	if (st == ST_OK)
		st = ask(t, &sides[1], progress, err);
	if (st == ST_OK)
		fill(t, sides);
	free(sides[0].hits);
	free(sides[1].hits);
	return st;
}

/* clang-format off */
const struct command cmd_compare = {
	.name = "compare", .group = "Judge",
	.summary = "List the neighbours of a word in two models, side by side.",
	.details = "Words that stand in both lists are marked =. The vocabularies need not match.",
	.args = { { ARG_EXPR, "expression", "a word, or words with + - and weights", 1, 1, NULL } },
	.opts = { { 'w', "with", ARG_MODEL, "MODEL", NULL, "the other open model (default: the one before)", NULL, 0, 0 } },
	.examples = { { "compare king --with demo -n 3", "in the model in use and in demo" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct compare_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
