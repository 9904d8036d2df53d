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
		strbuf_addf(out, "%s %lld", i == 1 ? " at" : "", (long long)dim - 1);
	}
	strbuf_adds(out, " 0 0");
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
		strbuf_addf(out, "%s %u", i == 1 ? " at" : "", (unsigned)row);
	}
	return st;
}

/* Options of one method with another are a misunderstanding. */
static enum status add_options(const struct task *t, const char *kind, struct strbuf *out,
			       struct error *err)
{
	static const struct {
		const char *option, *kind;
	} of[] = { { "perplexity", "tsne" }, { "neighbours", "umap" }, { "min-dist", "umap" } };

	for (size_t i = 0; i < ARRAY_LEN(of); i++) {
		if (!args_given(&t->args, of[i].option))
			continue;
		if (strcmp(kind, of[i].kind) != 0)
			return error_set(err, ST_USAGE, "--%s belongs to %s: project %s --%s %s",
					 of[i].option, of[i].kind, of[i].kind, of[i].option,
					 args_text(&t->args, of[i].option));
		strbuf_addf(out, " %s %s", of[i].option, args_text(&t->args, of[i].option));
	}
	return ST_OK;
}

static enum status check_options(const struct task *t, struct error *err)
{
	double perplexity = args_float(&t->args, "perplexity");
	double min_dist = args_float(&t->args, "min-dist");

	if (!(perplexity >= 1 && perplexity <= 1000))
		return error_set(err, ST_USAGE, "--perplexity is a number from 1 to 1000");
	if (!(min_dist >= 0 && min_dist <= 1))
		return error_set(err, ST_USAGE, "--min-dist is a number from 0 to 1");
	return ST_OK;
}

static enum status describe(struct task *t, struct strbuf *out, struct error *err)
{
	const char *kind = t->args.count ? args_word(&t->args, 0) : "pca";
	enum status st = check_options(t, err);

	strbuf_addf(out, "%s %s", kind, args_text(&t->args, "of"));
	if (st == ST_OK)
		st = add_options(t, kind, out, err);
	if (st != ST_OK)
		return st;
	if (strcmp(kind, "dims") == 0)
		return add_dims(t, out, err);
	if (strcmp(kind, "axes") == 0)
		return add_words(t, out, err);
	return t->args.count > 1 ? error_set(err, ST_USAGE, "%s takes no words", kind) : ST_OK;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_PROJECT };
	struct strbuf text = STRBUF_INIT;
	enum status st = describe(t, &text, err);

	if (st == ST_OK && (t->args.count || args_given(&t->args, "of")))
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
		"and far distances mean little. umap: likewise, with clearer groups. Both move while they are worked "
		"out, and Ctrl-C keeps them as they are. random: three random directions. dims I J: two dimensions of "
		"the model. axes A B C D: across from A to B, upwards from C to D. --of says which words make the map.",
	.args = {
		{ ARG_CHOICE, "kind", "none = the next", 0, 1, "pca|tsne|umap|random|dims|axes" },
		{ ARG_STRING, "what", "of dims: two numbers; of axes: four words", 0, 4, NULL },
	},
	.opts = {
		{ 0, "of", ARG_CHOICE, "WORDS", "frequent", "the frequent words, the marks or the answer", "frequent|marks|answer", 0, 0 },
		{ 0, "perplexity", ARG_FLOAT, "P", "30", "tsne: about how many neighbours count", NULL, 0, 0 },
		{ 0, "neighbours", ARG_INT, "N", "15", "umap: how many neighbours count; few show detail, many the whole", NULL, 2, 1000 },
		{ 0, "min-dist", ARG_FLOAT, "D", "0.1", "umap: how close words may lie together, 0 to 1", NULL, 0, 0 },
	},
	.flags = CMD_SCREEN | CMD_NO_HISTORY | CMD_KEEP_LAST | CMD_NEEDS_MODEL,
	.prepare = prepare,
};

const struct command cmd_turn = {
	.name = "turn", .group = "Screen",
	.summary = "Turn the map of three components around its upright axis.",
	.args = { { ARG_STRING, "degrees", "15, -15 … or reset", 1, 1, NULL } },
	.flags = CMD_SCREEN | CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = turn_prepare,
};
