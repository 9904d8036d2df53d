/* Words by chance. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "commands.h"

struct draw_data {
	struct query_setup setup;
	uint64_t seed;
};

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct draw_data *d = t->data;

	(void)err;
	query_setup_get(&d->setup, s, &t->args);
	d->seed = hash_mix((uint64_t)s->settings.seed, s->draws++);
	return ST_OK;
}

/* The first of a shuffle of the rows that the filters let through. */
static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct draw_data *d = t->data;
	const struct model *m = t->model;
	size_t limit = d->setup.max_rank ? MIN(d->setup.max_rank, model_rows(m)) : model_rows(m),
	       n = 0;
	struct result *r = &t->result;
	uint8_t *mask = NULL;
	uint32_t *rows;
	void *p;
	enum status st = filter_mask(&mask, m, &d->setup, progress, r, err);

	if (st == ST_OK)
		st = mem_try_calloc(&p, limit + 1, sizeof(*rows), "the words", err);
	if (st != ST_OK) {
		free(mask);
		return st;
	}
	rows = p;
	for (uint32_t row = 0; row < limit; row++)
		if (!mask || mask[row])
			rows[n++] = row;
	result_add_column(r, "rank", CELL_INT);
	result_add_column(r, "word", CELL_TEXT);
	for (size_t i = 0; i < n && i < d->setup.count; i++) {
		size_t at = i + (size_t)((d->seed = hash_mix(d->seed, i)) % (n - i)), row;
		uint32_t picked = rows[at];

		rows[at] = rows[i];
		row = result_add_row(r);
		result_put_int(r, row, 0, (int64_t)picked + 1);
		result_put_word(r, row, 1, m, picked);
		result_set_answer_row(r, row, picked);
	}
	result_set_query(r, t->model, NULL, 0, false);
	free(rows);
	free(mask);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_random = {
	.name = "random", .group = "Query",
	.summary = "List words by chance.",
	.details = "Each time others; the same ones again after the same start with the same seed (set seed).",
	.examples = { { "random -n 5 --max-rank 5000", "five frequent words" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct draw_data),
	.prepare = prepare, .work = work,
};
