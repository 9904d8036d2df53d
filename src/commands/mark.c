/* Marks: words the user wants to keep in sight. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"

static enum status mark_prepare(struct session *s, struct task *t, struct error *err)
{
	uint32_t *rows = NULL;
	enum status st = words_resolve(t, 0, &rows, err);
	size_t added = 0, n;

	for (size_t i = 0; st == ST_OK && i < t->args.count; i++)
		added += session_mark(s, vocab_word(t->model->vocab, rows[i], &n));
	if (st == ST_OK)
		result_notef(&t->result, "marked %zu, %zu in all", added, s->mark_count);
	free(rows);
	return st;
}

static enum status unmark_prepare(struct session *s, struct task *t, struct error *err)
{
	size_t before = s->mark_count;

	for (size_t i = 0; i < t->args.count; i++)
		if (!session_unmark(s, args_word(&t->args, i)))
			return error_set(err, ST_FAILED, "\"%.80s\" is not marked",
					 args_word(&t->args, i));
	while (!t->args.count && s->mark_count)
		session_unmark(s, s->marks[s->mark_count - 1]);
	result_notef(&t->result, "unmarked %zu, %zu left", before - s->mark_count, s->mark_count);
	return ST_OK;
}

static enum status marks_prepare(struct session *s, struct task *t, struct error *err)
{
	struct result *r = &t->result;

	(void)err;
	result_add_column(r, "word", CELL_TEXT);
	result_add_column(r, "rank", CELL_INT);
	for (size_t i = 0; i < s->mark_count; i++) {
		const char *word = s->marks[i];
		size_t row = result_add_row(r);
		uint32_t at =
			t->model ? vocab_find(t->model->vocab, word, strlen(word)) : VOCAB_NONE;

		result_put_text(r, row, 0, word, strlen(word));
		result_set_answer_row(r, row, at);
		if (at != VOCAB_NONE)
			result_put_int(r, row, 1, (int64_t)at + 1);
	}
	if (t->model)
		result_set_query(r, t->model, NULL, 0, false);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_mark = {
	.name = "mark", .group = "Look",
	.summary = "Mark words: the map always names them.",
	.args = { { ARG_WORD, "word", "words to mark", 1, 0, NULL } },
	.examples = { { "mark king queen", "two marks" } },
	.flags = CMD_NEEDS_MODEL | CMD_KEEP_LAST,
	.prepare = mark_prepare,
};

const struct command cmd_unmark = {
	.name = "unmark", .group = "Look",
	.summary = "Take marks away: some, or all.",
	.args = { { ARG_STRING, "word", "marked words; none = all", 0, 0, NULL } },
	.examples = { { "unmark", "all of them" } },
	.flags = CMD_KEEP_LAST,
	.prepare = unmark_prepare,
};

const struct command cmd_marks = {
	.name = "marks", .group = "Look",
	.summary = "List the marked words.",
	.examples = { { "marks", "what is marked" } },
	.prepare = marks_prepare,
};
