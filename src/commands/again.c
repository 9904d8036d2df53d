/* Run a line of the history once more. */
#include <string.h>

#include "base/number.h"
#include "commands.h"

/* Without a number: the newest line of this session. */
static enum status newest(struct session *s, struct strbuf *line, struct error *err)
{
	struct hist_filter filter = { .this_session = true, .limit = 1 };
	struct hist_list list;
	enum status st = hist_search(s->hist, &filter, &list, err);

	if (st != ST_OK)
		return st;
	if (list.count)
		strbuf_adds(line, list.entries[0].line);
	hist_list_release(&list);
	return line->len ? ST_OK
			 : error_set(err, ST_FAILED, "nothing was asked in this session yet");
}

static enum status again_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *word = args_word(&t->args, 0);
	struct strbuf line = STRBUF_INIT;
	enum status st;
	int64_t id = 0;

	if (word && number_parse_i64(word, strlen(word), &id))
		st = hist_get_line(s->hist, id, &line, err);
	else
		st = newest(s, &line, err);
	if (st == ST_OK) {
		result_notef(&t->result, "%s", line.buf);
		session_push_line(s, line.buf);
	}
	strbuf_release(&line);
	return st;
}

/* clang-format off */
const struct command cmd_again = {
	.name = "again", .group = "History",
	.summary = "Run a line of the history once more.",
	.args = { { ARG_INT, "id", "its number in \"history\"; none = the line before", 0, 1, NULL } },
	.examples = { { "again 1", "the first line that was ever kept" } },
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = again_prepare,
};
