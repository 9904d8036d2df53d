/* Which projection the map shows. Words are looked up here, where a sentence can say what is wrong;
 * the map gets rows and numbers. */
#include <string.h>

#include "base/number.h"
#include "commands.h"

static enum status add_dims(struct task *t, struct strbuf *out, struct error *err)
{
	for (size_t i = 1; i <= 2; i++) {
		const char *text = args_word(&t->args, i);
		int64_t dim = 0;

		if (!text || !number_parse_i64(text, strlen(text), &dim) || dim < 1 ||
		    (uint64_t)dim > model_dims(t->model))
			return error_set(
				err, ST_USAGE,
				"write two dimensions from 1 to %zu, as in: project dims 1 2",
				model_dims(t->model));
		strbuf_addf(out, " %lld", (long long)dim - 1);
	}
	return ST_OK;
}

static enum status add_words(struct task *t, struct strbuf *out, struct error *err)
{
	uint32_t row = 0;
	enum status st = ST_OK;

	if (t->args.count != 5)
		return error_set(
			err, ST_USAGE,
			"write two pairs of words, the first across and the second up, as in: "
			"project axes he she poor rich");
	for (size_t i = 1; i <= 4 && st == ST_OK; i++) {
		st = word_resolve(t, args_word(&t->args, i), &row, err);
		strbuf_addf(out, " %u", (unsigned)row);
	}
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const char *kind = args_word(&t->args, 0);
	struct intent intent = { .kind = INTENT_PROJECT };
	struct strbuf text = STRBUF_INIT;
	enum status st = ST_OK;

	strbuf_addf(&text, "%s %s", kind ? kind : "pca", args_text(&t->args, "of"));
	if (kind && strcmp(kind, "dims") == 0)
		st = add_dims(t, &text, err);
	else if (kind && strcmp(kind, "axes") == 0)
		st = add_words(t, &text, err);
	else if (t->args.count > 1)
		st = error_set(err, ST_USAGE, "%s takes no words", kind);
	if (st == ST_OK && (kind || args_given(&t->args, "of")))
		intent.text = strbuf_detach(&text, NULL);
	if (st == ST_OK)
		st = session_intend(s, intent, err);
	strbuf_release(&text);
	return st;
}

static enum status turn_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *by = args_word(&t->args, 0);
	struct intent intent = { .kind = INTENT_TURN };

	if (strcmp(by, "reset") != 0 && (!number_parse_f64(by, strlen(by), &intent.a) ||
					 !(intent.a >= -360 && intent.a <= 360)))
		return error_set(err, ST_USAGE, "write turn 15, turn -15 or turn reset");
	return session_intend(s, intent, err);
}

/* clang-format off */
const struct command cmd_project = {
	.name = "project", .group = "Screen",
	.summary = "Which projection the map shows: the next one, or the one that is named.",
	.details =
		"pca: the directions of greatest variance, exact. tsne: what is near in the model is near on the map, "
		"and far distances mean little; it moves while it is worked out, and Ctrl-C keeps it as it is. "
		"random: three random directions. dims I J: two dimensions of the model. axes A B C D: across from A "
		"to B, upwards from C to D. --of says which words make the map. A kind that is named is kept in the history, "
		"and its map stands in the document of a session.",
	.args = {
		{ ARG_CHOICE, "kind", "none = the next", 0, 1, "pca|tsne|random|dims|axes" },
		{ ARG_STRING, "what", "of dims: two numbers; of axes: four words", 0, 4, NULL },
	},
	.opts = {
		{ 0, "of", ARG_CHOICE, "WORDS", "frequent", "the frequent words, the marks or the answer", "frequent|marks|answer", 0, 0 },
	},
	.flags = CMD_SCREEN | CMD_KEEP_LAST | CMD_NEEDS_MODEL,
	.prepare = prepare,
};

const struct command cmd_turn = {
	.name = "turn", .group = "Screen",
	.summary = "Turn the map of three components around its upright axis.",
	.args = { { ARG_STRING, "degrees", "15, -15 … or reset", 1, 1, NULL } },
	.flags = CMD_SCREEN | CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = turn_prepare,
};
