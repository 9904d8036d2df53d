/* Notes on lines of the history. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "commands.h"

static enum status note_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *word = args_word(&t->args, 0), *text = args_word(&t->args, 1), *rest;
	struct strbuf first = STRBUF_INIT;
	enum status st;
	int64_t id = 0;

	number_parse_i64(word, strlen(word), &id);
	rest = args_first_token(text, &first);
	text = *rest ? text : first.buf; /* one quoted text: without its quotes */
	st = hist_set_note(s->hist, id, text, err);
	if (st == ST_OK)
		result_notef(&t->result,
			     *text ? "entry %" PRId64 ": %s"
				   : "entry %" PRId64 " has no note now%s",
			     id, text);
	strbuf_release(&first);
	return st;
}

/* clang-format off */
const struct command cmd_note = {
	.name = "note", .group = "History",
	.summary = "Write a note on a line of the history; \"\" takes it away.",
	.args = {
		{ ARG_INT, "id", "the number of the line in \"history\"", 1, 1, NULL },
		{ ARG_TEXT, "text", "the note", 1, 1, NULL },
	},
	.examples = { { "note 1 look at this again", "history finds it by its note" } },
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = note_prepare,
};
