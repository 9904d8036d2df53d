#include "app/command.h"

#include <string.h>

#include "base/strbuf.h"

/* Every query takes these. */
/* clang-format off */
const struct opt_spec query_options[] = {
	{ 'n', "count", ARG_INT, "N", "10", "how many to list", NULL, 1, 1000000 },
	{ 'm', "metric", ARG_CHOICE, "NAME", "cosine", "the measure: cosine, euclidean (raw rows) or dot (raw rows)",
	  "cosine|euclidean|dot", 0, 0 },
	{ 'r', "max-rank", ARG_INT, "N", "0", "only the most frequent N words; 0 = all", NULL, 0, INT32_MAX },
	{ 0, "match", ARG_STRING, "REGEX", NULL, "only words that match the POSIX extended expression", NULL, 0, 0 },
	{ 0, "in", ARG_PATH, "FILE", NULL, "only words of this list: a file, a list that ships, or @set", NULL, 0, 0 },
	{ 0, "not", ARG_PATH, "FILE", NULL, "no words of this list", NULL, 0, 0 },
	{ 0 },
};
/* clang-format on */

bool command_has_alias(const struct command *c, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = c->aliases; p && *p;) {
		size_t len = strcspn(p, " ");

		if (len == n && !memcmp(p, name, n))
			return true;
		p += len + (p[len] == ' ');
	}
	return false;
}

const struct command *command_find(const char *name)
{
	if ((*name == '.' || *name == ':') && name[1])
		name++;
	for (size_t i = 0; command_table[i]; i++)
		if (!strcmp(command_table[i]->name, name) ||
		    command_has_alias(command_table[i], name))
			return command_table[i];
	return NULL;
}

static void add_position(const struct arg_spec *a, struct strbuf *out)
{
	bool many = a->max != 1 && a->kind != ARG_EXPR && a->kind != ARG_TEXT;
	bool choice = a->kind == ARG_CHOICE && a->choices;

	strbuf_addf(out, a->min ? " <%s>%s" : " [%s]%s", choice ? a->choices : a->name,
		    many ? "…" : "");
}

static void add_option(const struct opt_spec *o, struct strbuf *out)
{
	if (o->letter)
		strbuf_addf(out, " [-%c", o->letter);
	else
		strbuf_addf(out, " [--%s", o->name);
	if (o->kind != ARG_NONE)
		strbuf_addf(out, " %s", o->metavar);
	strbuf_addc(out, ']');
}

static void add_positions(const struct command *c, struct strbuf *out)
{
	strbuf_adds(out, c->name);
	for (size_t i = 0; i < ARRAY_LEN(c->args) && c->args[i].name; i++)
		add_position(&c->args[i], out);
}

void command_usage_short(const struct command *c, struct strbuf *out)
{
	add_positions(c, out);
	strbuf_addf(out, " [options] (help %s)", c->name);
}

void command_usage(const struct command *c, struct strbuf *out)
{
	add_positions(c, out);
	for (size_t i = 0; i < ARRAY_LEN(c->opts) && c->opts[i].name; i++)
		add_option(&c->opts[i], out);
	if (!(c->flags & CMD_QUERY))
		return;
	for (const struct opt_spec *o = query_options; o->name; o++)
		add_option(o, out);
}
