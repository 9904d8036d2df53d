/* Pins: lines of the history that "history --pinned" lists. */
#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "commands.h"

static enum status set_pinned(struct session *s, struct task *t, int64_t id, bool pinned,
			      struct error *err)
{
	enum status st = hist_set_pinned(s->hist, id, pinned, err);

	if (st == ST_OK)
		result_notef(&t->result, "entry %" PRId64 " is %s", id,
			     pinned ? "pinned" : "not pinned any more");
	return st;
}

static int64_t entry_id(const struct task *t)
{
	const char *word = args_word(&t->args, 0);
	int64_t id = 0;

	number_parse_i64(word, strlen(word), &id);
	return id;
}

static enum status pin_prepare(struct session *s, struct task *t, struct error *err)
{
	int64_t id = entry_id(t);
	bool pinned = false;
	enum status st = hist_is_pinned(s->hist, id, &pinned, err);

	return st == ST_OK ? set_pinned(s, t, id, !pinned, err) : st;
}

static enum status unpin_prepare(struct session *s, struct task *t, struct error *err)
{
	return set_pinned(s, t, entry_id(t), false, err);
}

/* clang-format off */
const struct command cmd_pin = {
	.name = "pin", .group = "History",
	.summary = "Pin a line of the history, or take the pin away.",
	.args = { { ARG_INT, "id", "the number of the line in \"history\"", 1, 1, NULL } },
	.examples = { { "pin 1", "history --pinned lists it now" } },
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = pin_prepare,
};

const struct command cmd_unpin = {
	.name = "unpin", .group = "History",
	.summary = "Take the pin of a line of the history away.",
	.args = { { ARG_INT, "id", "the number of the line in \"history\"", 1, 1, NULL } },
	.examples = { { "unpin 1", "no pin there any more" } },
	.flags = CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = unpin_prepare,
};
