/* The words nearest to the mean of several: near with all of them added up. */
#include <stdlib.h>

#include "commands.h"

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	struct near_data *d = t->data;
	enum status st = ST_OK;
	struct strbuf title = STRBUF_INIT;

	query_setup_get(&d->setup, s, &t->args);
	d->parsed = true;
	for (size_t i = 0; st == ST_OK && i < t->args.count; i++) {
		char *word = t->args.words[i];
		const struct named *named = t->args.quoted[i] ? NULL : names_find(&s->names, word);

		st = named ? named_terms(named, 1, &d->expr, err)
			   : expr_add_copy(&d->expr,
					   &(struct expr_term){ .weight = 1, .word = word }, 1,
					   err);
		strbuf_addf(&title, "%s%s", i ? ", " : "Mean of ", word);
	}
	result_set_title(&t->result, "%s", title.buf);
	strbuf_release(&title);
	return st;
}

/* clang-format off */
const struct command cmd_centroid = {
	.name = "centroid", .aliases = "mean", .group = "Query",
	.summary = "List the words nearest to the mean of several words.",
	.details = "The mean of the rows at unit length, as gensim's get_mean_vector; the words themselves are left out. "
		   "With --metric euclidean or dot the raw rows are added up.",
	.args = { { ARG_WORD, "word", "one word or more", 1, 0, NULL } },
	.examples = { { "centroid apple pear plum -n 5", "more of that kind" } },
	.flags = CMD_NEEDS_MODEL | CMD_QUERY,
	.data_size = sizeof(struct near_data),
	.prepare = prepare, .work = near_work, .free_data = near_free,
};
