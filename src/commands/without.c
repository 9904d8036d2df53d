/* The last question once more, without the direction of a word: near rock, then without music. */
#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "commands.h"

/* The options of a question as they were given, all but --without. */
static void add_options(const struct args *a, struct strbuf *out)
{
	for (size_t i = 0; i < a->spec_count; i++) {
		if (!a->text[i] || strcmp(a->spec[i]->name, "without") == 0)
			continue;
		strbuf_addf(out, " --%s", a->spec[i]->name);
		if (a->spec[i]->kind == ARG_NONE)
			continue;
		strbuf_addc(out, ' ');
		args_quote(a->text[i], out);
	}
}

/* The question as a line with one more direction in its --without. */
static void write_line(const struct command *cmd, const struct args *a, const char *away,
		       struct strbuf *out)
{
	const char *before = args_text(a, "without");
	struct strbuf all = STRBUF_INIT;

	if (before)
		strbuf_addf(&all, "%s, ", before);
	strbuf_adds(&all, away);
	strbuf_addf(out, "%s %s", cmd->name, args_word(a, 0));
	add_options(a, out);
	strbuf_adds(out, " --without ");
	args_quote(all.buf, out);
	strbuf_release(&all);
}

static enum status ask(struct session *s, struct task *t, const char *question, const char *away,
		       struct error *err)
{
	struct strbuf line = STRBUF_INIT;
	const struct command *cmd = NULL;
	struct args a;
	char *rest = NULL;
	enum status st = question ? call_resolve(s, question, &cmd, &rest, err) : ST_OK;

	if (st == ST_OK && (!cmd || (strcmp(cmd->name, "near") && strcmp(cmd->name, "analogy"))))
		st = error_set(err, ST_FAILED,
			       "ask for neighbours first: near rock, then without music; or in "
			       "one line: without music : rock");
	if (st == ST_OK)
		st = args_parse(&a, cmd, rest, err);
	if (st == ST_OK) {
		write_line(cmd, &a, away, &line);
		result_notef(&t->result, "%s", line.buf);
		session_push_line(s, line.buf);
		args_release(&a);
	}
	strbuf_release(&line);
	free(rest);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0), *colon = strstr(text, " : ");
	char *away = colon ? xstrndup(text, (size_t)(colon - text)) : xstrdup(text);
	enum status st = ask(s, t, colon ? colon + 3 : s->last_command, away, err);

	free(away);
	return st;
}

/* clang-format off */
const struct command cmd_without = {
	.name = "without", .group = "Query",
	.summary = "Ask the last question again without the direction of a word.",
	.details =
		"Orthogonal negation (Widdows 2003): what the question has in common with the word, or with an expression, is taken "
		"out of it, and the words nearest to the rest are listed. without music, film takes out two; said again it takes out "
		"more. The same as the option --without of near and analogy.",
	.args = { { ARG_TEXT, "expression", "a word or an expression; then, if you like, \" : \" and the question", 1, 1, NULL } },
	.examples = {
		{ "without music : rock -n 5", "the other meaning" },
		{ "without river, water : bank -n 5", "two meanings less" },
	},
	.flags = CMD_NEEDS_MODEL | CMD_NO_HISTORY | CMD_KEEP_LAST,
	.prepare = prepare,
};
