/* Notes on lines of the history. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "commands.h"

/* "last" is the newest line of this session. */
static enum status find_line(struct session *s, const char *word, int64_t *id, struct error *err)
{
	struct hist_filter filter = { .limit = 1, .this_session = true };
	struct hist_list list;
	enum status st;

	if (number_parse_i64(word, strlen(word), id))
		return ST_OK;
	if (strcmp(word, "last") != 0)
		return error_set(err, ST_USAGE,
				 "note N TEXT, with a number of \"history\", or note last TEXT");
	hist_settle(s->hist);
	st = hist_search(s->hist, &filter, &list, err);
	if (st != ST_OK)
		return st;
	if (list.count && list.entries[0].id)
		*id = list.entries[0].id;
	else
		st = error_set(err, ST_FAILED, "nothing of this session was kept");
	hist_list_release(&list);
	return st;
}

static enum status note_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *word = args_word(&t->args, 0), *text = args_word(&t->args, 1), *rest;
	struct strbuf first = STRBUF_INIT;
	int64_t id = 0;
	enum status st = find_line(s, word, &id, err);

	rest = args_first_token(text, &first);
	text = *rest ? text : first.buf; /* one quoted text: without its quotes */
	if (st == ST_OK)
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
		{ ARG_STRING, "id", "the number of the line in \"history\", or last", 1, 1, NULL },
		{ ARG_TEXT, "text", "the note", 1, 1, NULL },
	},
	.details = "\"note last TEXT\" is about the line before. Notes stand in the document of a session.",
	.examples = { { "note last nurse is nearer to she", "what you found" }, { "note 1 look at this again", "history finds it by its note" } },
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = note_prepare,
};
