#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "model/predict.h"

struct predict_data {
	uint32_t *context;
	size_t count, k;
};

/* Words that the model lacks are left out and named; some must be there. */
static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct predict_data *d = t->data;

	d->k = (size_t)(args_given(&t->args, "count") ? args_int(&t->args, "count")
						      : s->settings.count);
	d->context = xcalloc(t->args.count + 1, sizeof(*d->context));
	for (size_t i = 0; i < t->args.count; i++) {
		const char *word = args_word(&t->args, i);
		struct lookup found;

		if (lookup_word(t->model, word, &found, NULL) == ST_OK)
			d->context[d->count++] = found.row;
		else
			result_notef(&t->result, "\"%.80s\" is not in the vocabulary and left out",
				     word);
	}
	return d->count ? ST_OK
			: error_set(err, ST_FAILED, "no word of the context is in the vocabulary");
}

static enum status work(struct task *t, const struct progress *progress, struct error *err)
{
	struct predict_data *d = t->data;
	struct result *r = &t->result;
	size_t k = MIN(d->k, model_rows(t->model)), count = 0;
	struct prediction *found = xcalloc(k + 1, sizeof(*found));
	enum status st = predict_words(t->model, d->context, d->count, k, found, &count, err);

	(void)progress;
	if (st == ST_OK) {
		result_set_title(r, "Words that belong here");
		result_add_column(r, "rank", CELL_INT);
		result_add_column(r, "word", CELL_TEXT);
		result_add_bar_column(r, "probability", CELL_F64, false);
		result_set_query(r, t->model, d->context, d->count, false);
	}
	for (size_t i = 0; i < count; i++) {
		size_t row = result_add_row(r);

		result_put_int(r, row, 0, (int64_t)i + 1);
		result_put_word(r, row, 1, t->model, found[i].row);
		result_put_float(r, row, 2, found[i].probability);
		result_set_answer_row(r, row, found[i].row);
	}
	free(found);
	return st;
}

static void free_data(void *data)
{
	free(((struct predict_data *)data)->context);
}

/* clang-format off */
const struct command cmd_predict = {
	.name = "predict", .group = "Query",
	.summary = "Which word belongs amid these? For models trained here.",
	.details = "Softmax over all words of the mean of the context's vectors times each output row, as gensim's "
		   "predict_output_word. Needs the output rows that training keeps: train, or open a file that "
		   "\"export FILE.safetensors\" wrote.",
	.args = { { ARG_WORD, "word", "the words around it", 1, 0, NULL } },
	.opts = {
		{ 'n', "count", ARG_INT, "N", "10", "how many words to list", NULL, 1, 1000000 },
	},
	.flags = CMD_NEEDS_MODEL,
	.data_size = sizeof(struct predict_data),
	.prepare = prepare, .work = work, .free_data = free_data,
};
