#include "commands.h"

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const struct near_data *d = t->data;
	enum status st = near_prepare(s, t, err);

	if (st == ST_OK && !d->expr.analogy)
		return error_set(err, ST_USAGE,
				 "an analogy is written a : b :: c, with spaces around the colons");
	return st;
}

/* clang-format off */
const struct command cmd_analogy = {
	.name = "analogy", .group = "Query",
	.summary = "Answer a : b :: c, \"a is to b as c is to …\".",
	.details =
		"The same as b - a + c (3CosAdd), or with --mul the multiplicative form 3CosMul of Levy and "
		"Goldberg (2014) with ε = 1e-6. The three words of the question are left out of the answers, "
		"as everywhere in the field; --keep-inputs shows what that hides.\n"
		"The verb may be left out.",
	.args = { { ARG_EXPR, "a : b :: c", "three words", 1, 1, NULL } },
	.opts = {
		{ 0, "mul", ARG_NONE, NULL, NULL, "multiply cosines (3CosMul) instead of adding", NULL, 0, 0 },
		{ 0, "keep-inputs", ARG_NONE, NULL, NULL, "list the words of the question too", NULL, 0, 0 },
		{ 0, "without", ARG_STRING, "EXPRESSION", NULL, "take the direction of a word or an expression out of the question; several with \", \" between", NULL, 0, 0 },
	},
	.examples = {
		{ "paris : france :: rome", "capitals: italy" },
		{ "man : king :: woman -n 3 --mul", "3CosMul" },
		{ "man : king :: woman --keep-inputs -n 3", "with the words that are left out otherwise" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct near_data),
	.prepare = prepare, .work = near_work, .free_data = near_free,
};
