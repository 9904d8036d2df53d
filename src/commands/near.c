#include "commands.h"

/* clang-format off */
const struct command cmd_near = {
	.name = "near", .aliases = "nn similar", .group = "Query",
	.summary = "List the words closest to a word or an expression.",
	.details =
		"An expression adds and subtracts words, with weights and parentheses: "
		"king - man + woman, 0.5*hot + 0.5*cold. Minus has a space on both sides. A phrase "
		"of several words stands in quotes.\n"
		"Cosine equals gensim's most_similar: every word's row at unit length, the words of "
		"the question left out. euclidean and dot compare the raw rows with the weighted sum "
		"of raw rows.\n"
		"The verb may be left out: a line that is one word or an expression means near; =word "
		"asks for a word that is also a verb.",
	.args = { { ARG_EXPR, "expression", "a word, or words with + - and weights", 1, 1, NULL } },
	.opts = {
		{ 0, "mul", ARG_NONE, NULL, NULL, "multiply cosines (3CosMul) instead of adding", NULL, 0, 0 },
		{ 0, "keep-inputs", ARG_NONE, NULL, NULL, "list the words of the question too", NULL, 0, 0 },
		{ 0, "without", ARG_STRING, "EXPRESSION", NULL, "take the direction of a word or an expression out of the question; several with \", \" between", NULL, 0, 0 },
	},
	.examples = {
		{ "near king -n 5", "the five nearest words" },
		{ "king - man + woman", "the verb may be left out" },
		{ "near paris --metric euclidean -n 3", "by distance of the raw rows" },
		{ "near rock --without music -n 5", "the other meaning" },
		{ "near running --match '^[a-z]+ed$' -n 5", "only words that end in ed" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct near_data),
	.prepare = near_prepare, .work = near_work, .free_data = near_free,
};
