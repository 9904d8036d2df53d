#include <math.h>
#include <string.h>

#include "base/number.h"
#include "commands.h"

static void add_float(struct result *r, const char *key, double v)
{
	char text[NUMBER_TEXT_MAX];

	number_format_f32(text, (float)v);
	result_add_pair(r, key, "%s", text);
}

static void add_report(void *ctx, const char *sentence)
{
	result_add_pair(ctx, "loading", "%s", sentence);
}

static void model_info(struct result *r, const struct model *m)
{
	size_t bytes = m->matrix.rows * m->matrix.stride * sizeof(float) + vocab_bytes(m->vocab) +
		       m->matrix.rows * sizeof(float);

	result_set_title(r, "Model %s", m->name);
	result_add_pair(r, "name", "%s", m->name);
	result_add_pair(r, "path", "%s", m->path);
	result_add_pair(r, "format", "%s", m->format ? m->format : "");
	if (m->packing && *m->packing)
		result_add_pair(r, "packing", "%s", m->packing);
	if (m->map)
		result_add_pair(r, "opened from", "its copy in the cache");
	result_add_pair(r, "rows", "%zu", model_rows(m));
	result_add_pair(r, "dimensions", "%zu", model_dims(m));
	result_add_pair(r, "file bytes", "%llu", (unsigned long long)m->file_bytes);
	result_add_pair(r, "memory bytes", "%zu", bytes);
	if (m->composer)
		result_add_pair(r, "sub-words", "n-grams of %zu to %zu characters, %zu rows",
				m->composer->min, m->composer->max, m->composer->row_count);
	result_add_pair(r, "zero rows", "%zu", m->zero_rows);
	result_add_pair(r, "bad rows", "%zu", m->bad_rows);
	result_add_pair(r, "fingerprint", "%016llx", (unsigned long long)m->fingerprint);
	report_each(&m->report, add_report, r);
}

static enum status word_info(struct task *t, struct error *err)
{
	struct result *r = &t->result;
	const struct model *m = t->model;
	struct word_vector *w;
	size_t n;
	enum status st = words_vectors(t, METRIC_DOT, &w, err);

	if (st != ST_OK)
		return st;
	n = strlen(w->word);
	if (w->row != VOCAB_NONE)
		vocab_word(m->vocab, w->row, &n);
	result_set_title(r, "%s in %s", w->word, m->name);
	result_add_pair(r, "word", "%s", w->word);
	if (w->row != VOCAB_NONE && m->raw_names)
		result_add_pair(r, "token", "%s", vocab_word(m->raw_names, w->row, NULL));
	if (w->row != VOCAB_NONE)
		result_add_pair(r, "rank", "%u", w->row + 1);
	result_add_pair(r, "bytes", "%zu", n);
	add_float(r, "norm", w->norm);
	result_add_pair(r, "model", "%s", m->name);
	result_set_words(r, t->model, w, 1);
	words_vectors_free(w, 1);
	return ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	(void)s;
	if (t->args.count)
		return word_info(t, err);
	model_info(&t->result, t->model);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_info = {
	.name = "info", .group = "Models",
	.summary = "Say what is known of the model, or of a word.",
	.details = "Of the model: where it came from, its shape, its size, what loading repaired. Of a word: its "
		   "rank (1 = most frequent) and the length of its row.",
	.args = { { ARG_WORD, "word", "leave it out for the model", 0, 1, NULL } },
	.examples = { { "info", "the model" }, { "info king", "a word" } },
	.flags = CMD_NEEDS_MODEL,
	.prepare = prepare,
};
