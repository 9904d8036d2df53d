/* Terms in two sentences; and lines to try that work on the model in use. */
#include <stdlib.h>
#include <string.h>

#include "app/glossary.h"
#include "base/mem.h"
#include "commands.h"

static void list_terms(const struct glossary *g, struct result *r)
{
	result_add_column(r, "term", CELL_TEXT);
	result_add_column(r, "meaning", CELL_TEXT);
	for (size_t i = 0; i < g->count; i++) {
		size_t row = result_add_row(r);

		result_put_text(r, row, 0, g->terms[i].names, strlen(g->terms[i].names));
		result_put_text(r, row, 1, g->terms[i].text, strlen(g->terms[i].text));
	}
}

static enum status no_such_term(const struct glossary *g, const char *name, struct error *err)
{
	struct strbuf parts = STRBUF_INIT;

	for (size_t i = 0; i < g->count; i++)
		if (strstr(g->terms[i].names, name) || strstr(g->terms[i].text, name))
			strbuf_addf(&parts, "%s%.*s", parts.len ? ", " : "",
				    (int)strcspn(g->terms[i].names, ","), g->terms[i].names);
	error_set(err, ST_FAILED, "the glossary has no \"%.40s\"; %s%s", name,
		  parts.len ? "near it: " : "\"glossary\" lists its terms",
		  parts.len ? parts.buf : "");
	strbuf_release(&parts);
	return ST_FAILED;
}

static enum status glossary_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *name = args_word(&t->args, 0);
	const struct glossary_term *term;
	struct glossary g;
	enum status st = glossary_load(&g, err);

	if (st != ST_OK)
		return st;
	term = name ? glossary_find(&g, name) : NULL;
	if (!name || !*name) {
		list_terms(&g, &t->result);
	} else if (!term) {
		st = no_such_term(&g, name, err);
	} else {
		struct strbuf text = STRBUF_INIT;

		glossary_describe(term, s->cols > 20 ? MIN((size_t)s->cols - 2, (size_t)72) : 72,
				  &text);
		result_set_title(&t->result, "Glossary");
		result_set_text(&t->result, text.buf);
		strbuf_release(&text);
	}
	glossary_release(&g);
	return st;
}

/* --- examples --- */

/* Each with the words that it needs. */
static const struct {
	const char *line, *what, *needs;
	size_t dims; /* only a model of so many dimensions; 0 = any */
} tries[] = {
	{ "near king", "the words closest to one", "king", 0 },
	{ "king - man + woman", "adding and subtracting words", "king man woman", 0 },
	{ "paris : france :: rome", "a is to b as c is to …", "paris france rome", 0 },
	{ "sim cat dog car", "compare pairs", "cat dog car", 0 },
	{ "odd breakfast lunch dinner car", "which does not fit", "breakfast lunch dinner car", 0 },
	{ "rank hot cold", "at which place is the opposite?", "hot cold", 0 },
	{ "near bank - money", "take one meaning away", "bank money", 0 },
	{ "plot cat dog horse bread cheese rice paris london rome", "a map of nine words",
	  "cat dog horse bread cheese rice paris london rome", 0 },
	{ "purple - red + blue --metric euclidean", "mix colours", "purple red blue", 3 },
	{ "0.5*red + 0.5*yellow --metric euclidean", "halfway between two", "red yellow purple",
	  3 },
	{ "near kitten --metric euclidean", "the nearest points", "kitten calf", 2 },
	{ "calf - cow + horse --metric euclidean", "a difference is an arrow", "calf cow horse",
	  2 },
	{ "near queen", "after training on the castle", "queen castle", 0 },
};

static bool has_all(const struct model *m, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		if (vocab_find(m->vocab, words, n) == VOCAB_NONE)
			return false;
		words += n + (words[n] == ' ');
	}
	return true;
}

static void add_try(struct result *r, const char *line, const char *what)
{
	size_t row = result_add_row(r);

	result_put_text(r, row, 0, line, strlen(line));
	result_put_text(r, row, 1, what, strlen(what));
}

/* A model with none of these words: its own words in the same lines. */
static void add_own(const struct model *m, struct result *r)
{
	const char *w[4];
	struct strbuf line = STRBUF_INIT;
	size_t n = 0;

	for (uint32_t row = 0; row < model_rows(m) && n < ARRAY_LEN(w); row++) {
		const char *word = vocab_word(m->vocab, row, &(size_t){ 0 });

		if (strlen(word) >= 3 && !strpbrk(word, " \t\"'()*+:=-#") && m->norms[row] > 0)
			w[n++] = word;
	}
	if (n < ARRAY_LEN(w))
		return;
	strbuf_addf(&line, "near %s", w[0]);
	add_try(r, line.buf, "the words closest to one");
	strbuf_clear(&line);
	strbuf_addf(&line, "sim %s %s %s", w[0], w[1], w[2]);
	add_try(r, line.buf, "compare pairs");
	strbuf_clear(&line);
	strbuf_addf(&line, "odd %s %s %s %s", w[0], w[1], w[2], w[3]);
	add_try(r, line.buf, "which does not fit");
	strbuf_clear(&line);
	strbuf_addf(&line, "plot %s %s %s %s", w[0], w[1], w[2], w[3]);
	add_try(r, line.buf, "a map of four words");
	strbuf_release(&line);
}

static enum status examples_prepare(struct session *s, struct task *t, struct error *err)
{
	struct result *r = &t->result;

	(void)s, (void)err;
	result_set_title(r, "To try on %s", t->model->name);
	result_add_column(r, "line", CELL_TEXT);
	result_add_column(r, "what", CELL_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(tries); i++)
		if (has_all(t->model, tries[i].needs) &&
		    (!tries[i].dims || tries[i].dims == model_dims(t->model)))
			add_try(r, tries[i].line, tries[i].what);
	if (r->rows < 3)
		add_own(t->model, r);
	result_notef(r,
		     "each runs as it stands on %s; explain after one of them shows how its "
		     "numbers came about",
		     t->model->name);
	return ST_OK;
}

/* clang-format off */
const struct command cmd_glossary = {
	.name = "glossary", .group = "Learn",
	.summary = "Explain a term of the field in two sentences.",
	.details = "On the screen the key g explains the terms that stand on it.",
	.args = { { ARG_TEXT, "term", "which one; none = all", 0, 1, NULL } },
	.examples = { { "glossary cosine", "one term" }, { "glossary negative sampling", "terms may have several words" } },
	.flags = CMD_KEEP_LAST,
	.prepare = glossary_prepare,
};

const struct command cmd_examples = {
	.name = "examples", .group = "Learn",
	.summary = "Lines to try that work on the model in use.",
	.examples = { { "examples", "what could I ask?" } },
	.flags = CMD_KEEP_LAST | CMD_NEEDS_MODEL,
	.prepare = examples_prepare,
};
