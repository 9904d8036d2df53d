/* Which projection the map shows. Words are looked up here, where a sentence can say what is wrong;
 * the map gets rows and numbers. */
#include <string.h>

#include "base/number.h"
#include "choose.h"

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

static enum status add_pairs(struct task *t, struct strbuf *out, struct error *err)
{
	uint32_t row = 0;
	enum status st = ST_OK;

	if (t->args.count < 5)
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

/* An axis that is a direction: named, or an expression. */
static bool is_direction(const struct session *s, const struct task *t, size_t i)
{
	const char *text = t->args.count > i ? args_word(&t->args, i) : NULL;

	return text &&
	       (expr_looks_like(text) || (!t->args.quoted[i] && names_find(&s->names, text)));
}

/* "x NAME COUNT WEIGHT ROW …" */
static enum status add_direction(const struct session *s, struct task *t, size_t i,
				 struct strbuf *out, struct error *err)
{
	const char *text = args_word(&t->args, i);
	char weight[NUMBER_TEXT_MAX];
	struct expr e;
	enum status st = names_parse(&e, &s->names, text, err);

	if (st != ST_OK)
		return st;
	strbuf_adds(out, i == 1 ? " x " : " y ");
	for (const char *c = text; *c; c++)
		strbuf_addc(out, *c == ' ' ? '_' : *c);
	strbuf_addf(out, " %zu", e.count);
	for (size_t k = 0; k < e.count && st == ST_OK; k++) {
		uint32_t row = 0;

		if (e.terms[k].word)
			st = word_resolve(t, e.terms[k].word, &row, err);
		else
			st = error_set(
				err, ST_FAILED,
				"\"%.40s\" holds numbers: an axis of the map is made of words",
				text);
		number_format_f64(weight, e.terms[k].weight);
		strbuf_addf(out, " %s %u", weight, (unsigned)row);
	}
	expr_release(&e);
	return st;
}

static enum status add_directions(const struct session *s, struct task *t, struct strbuf *out,
				  struct error *err)
{
	enum status st;

	if (!is_direction(s, t, 2))
		return error_set(err, ST_USAGE,
				 "write two directions, the first across and the second up, as in: "
				 "project axes \"she - he\" \"rich - poor\"");
	st = add_direction(s, t, 1, out, err);
	return st == ST_OK ? add_direction(s, t, 2, out, err) : st;
}

/* --- which words ------------------------------------------------------------------------------ */

static enum status add_typed(const struct session *s, struct task *t, const char *word,
			     struct chosen *c, struct error *err)
{
	const struct named *set = word[0] == '@' ? names_find(&s->names, word + 1) : NULL;
	enum status st = ST_OK;
	uint32_t row = VOCAB_NONE;

	if (!set || set->kind != NAMED_SET) {
		st = word_resolve(t, word, &row, err);
		chosen_add(c, row);
	}
	for (size_t i = 0; set && set->kind == NAMED_SET && st == ST_OK && i < set->expr.count;
	     i++) {
		st = word_resolve(t, set->expr.terms[i].word, &row, err);
		chosen_add(c, row);
	}
	return st;
}

/* "of NAME" or, of a list, "of list NAME COUNT ROW …". */
static void add_chosen(struct strbuf *out, const char *role, const struct chosen *c)
{
	struct strbuf name = STRBUF_INIT;

	chosen_name(c, &name);
	for (size_t i = 0; i < name.len; i++)
		if (name.buf[i] == ' ')
			name.buf[i] = '_';
	if (c->kind != CHOSEN_LIST) {
		strbuf_addf(out, " %s %s", role, name.buf);
	} else {
		strbuf_addf(out, " %s list %s %zu", role, name.buf, c->count);
		for (size_t i = 0; i < c->count; i++)
			strbuf_addf(out, " %u", (unsigned)c->rows[i]);
	}
	strbuf_release(&name);
}

/* The screen itself knows the frequent words, the marks and the answer; lists are read here. */
static enum status add_set(struct task *t, struct chosen *c, const char *role, struct strbuf *out,
			   struct error *err)
{
	enum status st = ST_OK;

	if (c->list && strcmp(c->list, "-") == 0)
		return error_set(err, ST_USAGE,
				 "the screen reads the keys: write the words into a file");
	if (c->kind == CHOSEN_LIST)
		st = chosen_load(c, t, 0, NULL, err);
	if (st == ST_OK)
		add_chosen(out, role, c);
	return st;
}

static enum status add_words(const struct session *s, struct task *t, size_t first,
			     struct strbuf *out, struct error *err)
{
	struct chosen of = chosen_make(args_text(&t->args, "of"));
	enum status st = ST_OK;

	if (t->args.count > first && args_given(&t->args, "of"))
		return error_set(err, ST_USAGE, "write either words or --of %s",
				 args_text(&t->args, "of"));
	if (t->args.count > first)
		of = (struct chosen){ .kind = CHOSEN_LIST };
	for (size_t i = first; i < t->args.count && st == ST_OK; i++)
		st = add_typed(s, t, args_word(&t->args, i), &of, err);
	if (st == ST_OK)
		st = add_set(t, &of, "of", out, err);
	chosen_release(&of);
	return st;
}

static enum status add_fit(struct task *t, const char *kind, struct strbuf *out, struct error *err)
{
	struct chosen fit;
	enum status st;

	if (!args_given(&t->args, "fit"))
		return ST_OK;
	if (strcmp(kind, "pca") != 0)
		return error_set(err, ST_USAGE,
				 "--fit goes with pca: only its axes come from words");
	fit = chosen_make(args_text(&t->args, "fit"));
	st = add_set(t, &fit, "fit", out, err);
	chosen_release(&fit);
	return st;
}

/* --- how -------------------------------------------------------------------------------------- */

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

static enum status describe(const struct session *s, struct task *t, struct strbuf *out,
			    struct error *err)
{
	const char *kind = t->args.count ? args_word(&t->args, 0) : "pca";
	enum status st = check_options(t, err);
	size_t first = 1;

	strbuf_adds(out, kind);
	if (st == ST_OK)
		st = add_options(t, kind, out, err);
	if (st == ST_OK && strcmp(kind, "dims") == 0) {
		st = add_dims(t, out, err);
		first = 3;
	} else if (st == ST_OK && strcmp(kind, "axes") == 0 && is_direction(s, t, 1)) {
		st = add_directions(s, t, out, err);
		first = 3;
	} else if (st == ST_OK && strcmp(kind, "axes") == 0) {
		st = add_pairs(t, out, err);
		first = 5;
	}
	if (st == ST_OK)
		st = add_words(s, t, first, out, err);
	if (st == ST_OK)
		st = add_fit(t, kind, out, err);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct intent intent = { .kind = INTENT_PROJECT };
	struct strbuf text = STRBUF_INIT;
	enum status st = describe(s, t, &text, err);
	bool named = t->args.count || args_given(&t->args, "of") || args_given(&t->args, "fit");

	if (st == ST_OK && named)
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
		"the model. axes A B C D: across from A to B, upwards from C to D; axes EXPR EXPR: two directions, expressions or what axis and let have named. Words behind it, or --of, say what makes "
		"the map. --fit finds the components of other words and shows these on them: the axes stay whatever is shown. A kind that is named is kept in the history, and its map stands in the document of a session.",
	.args = {
		{ ARG_CHOICE, "kind", "none = the next", 0, 1, "pca|tsne|umap|random|dims|axes" },
		{ ARG_STRING, "what", "of dims: two numbers; of axes: four words or two expressions; then words, or @SET, to show", 0, 0, NULL },
	},
	.opts = {
		{ 0, "of", ARG_PATH, "WORDS", "frequent", CHOSEN_HELP, CHOSEN_NAMES, 0, 0 },
		{ 0, "fit", ARG_PATH, "WORDS", NULL, "pca: the words whose components are the axes; the same names", CHOSEN_NAMES, 0, 0 },
		{ 0, "perplexity", ARG_FLOAT, "P", "30", "tsne: about how many neighbours count", NULL, 0, 0 },
		{ 0, "neighbours", ARG_INT, "N", "15", "umap: how many neighbours count; few show detail, many the whole", NULL, 2, 1000 },
		{ 0, "min-dist", ARG_FLOAT, "D", "0.1", "umap: how close words may lie together, 0 to 1", NULL, 0, 0 },
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
