/* help, version, quit. */
#include <string.h>

#include "app/version.h"
#include "commands.h"
#include "math/kernels.h"
#include "model/format.h"

enum { WRAP = 78, NARROW = 20 };

/* Append words of `text` broken at `cols` cells, indented. Newlines in the text stay. */
static void add_wrapped(struct strbuf *out, const char *text, size_t indent, size_t cols)
{
	while (*text) {
		size_t at = indent;

		strbuf_add_repeat(out, ' ', indent);
		while (*text && *text != '\n') {
			size_t n = strcspn(text, " \n");

			if (at > indent && at + 1 + n > cols) {
				strbuf_addc(out, '\n');
				strbuf_add_repeat(out, ' ', indent);
				at = indent;
			} else if (at > indent) {
				strbuf_addc(out, ' ');
				at++;
			}
			strbuf_add(out, text, n);
			at += n;
			text += n;
			text += strspn(text, " ");
		}
		strbuf_addc(out, '\n');
		text += *text == '\n';
	}
}

static void add_item(struct strbuf *out, const char *left, const char *right)
{
	size_t n = strlen(left);

	strbuf_addf(out, "  %s", left);
	strbuf_add_repeat(out, ' ', n < 20 ? 20 - n : 1);
	strbuf_addf(out, " %s\n", right);
}

static void add_option(struct strbuf *out, const struct opt_spec *o)
{
	struct strbuf left = STRBUF_INIT, right = STRBUF_INIT;

	if (o->letter)
		strbuf_addf(&left, "-%c, ", o->letter);
	strbuf_addf(&left, "--%s", o->name);
	if (o->kind != ARG_NONE)
		strbuf_addf(&left, " %s", o->metavar);
	strbuf_adds(&right, o->help);
	if (o->fallback)
		strbuf_addf(&right, " [%s]", o->fallback);
	add_item(out, left.buf, right.buf);
	strbuf_release(&left);
	strbuf_release(&right);
}

static bool has_options(const struct command *c)
{
	return c->opts[0].name || (c->flags & CMD_QUERY);
}

static void add_parts(struct strbuf *out, const struct command *c)
{
	if (c->args[0].name)
		strbuf_adds(out, "\narguments\n");
	for (size_t i = 0; i < ARRAY_LEN(c->args) && c->args[i].name; i++)
		add_item(out, c->args[i].name, c->args[i].help);
	if (has_options(c))
		strbuf_adds(out, "\noptions\n");
	for (size_t i = 0; i < ARRAY_LEN(c->opts) && c->opts[i].name; i++)
		add_option(out, &c->opts[i]);
	for (const struct opt_spec *o = query_options; (c->flags & CMD_QUERY) && o->name; o++)
		add_option(out, o);
	if (c->examples[0].line)
		strbuf_adds(out, "\nexamples\n");
	for (size_t i = 0; i < ARRAY_LEN(c->examples) && c->examples[i].line; i++)
		strbuf_addf(out, "  %-42s # %s\n", c->examples[i].line, c->examples[i].what);
}

/* Formats stand in one table; open and export list it. */
static void add_formats(struct strbuf *out, bool reading)
{
	strbuf_adds(out, "\nformats\n");
	for (size_t i = 0; format_table[i]; i++)
		if (reading ? format_table[i]->read != NULL : format_table[i]->write != NULL)
			add_item(out, format_table[i]->name, format_table[i]->gives);
}

static void describe(struct strbuf *out, const struct command *c, size_t cols)
{
	strbuf_addf(out, "%s: %s\n\nusage: ", c->name, c->summary);
	command_usage(c, out);
	strbuf_addc(out, '\n');
	if (c->aliases)
		strbuf_addf(out, "also called: %s\n", c->aliases);
	if (c->details) {
		strbuf_addc(out, '\n');
		add_wrapped(out, c->details, 0, cols);
	}
	add_parts(out, c);
	if (!strcmp(c->name, "open") || !strcmp(c->name, "export"))
		add_formats(out, !strcmp(c->name, "open"));
}

static void list_all(struct result *r)
{
	static const char *const names[] = { "group", "command", "does" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		result_add_column(r, names[i], CELL_TEXT);
	for (size_t i = 0; command_table[i]; i++) {
		const struct command *c = command_table[i];
		size_t row;

		if (c->flags & CMD_HIDDEN)
			continue;
		row = result_add_row(r);
		result_put_text(r, row, 0, c->group, strlen(c->group));
		result_put_text(r, row, 1, c->name, strlen(c->name));
		result_put_text(r, row, 2, c->summary, strlen(c->summary));
	}
	result_notef(r, "help COMMAND says more; a word alone lists its neighbours; "
			"king - man + woman and paris : france :: rome work as they stand");
}

static enum status help_prepare(struct session *s, struct task *t, struct error *err)
{
	const char *name = args_word(&t->args, 0);
	const struct command *c = name ? command_find(name) : NULL;
	struct strbuf text = STRBUF_INIT;

	if (!name) {
		list_all(&t->result);
		return ST_OK;
	}
	if (!c)
		return error_set(err, ST_FAILED, "there is no command \"%.40s\"; help lists them",
				 name);
	describe(&text, c, s->cols > NARROW ? MIN((size_t)s->cols, (size_t)WRAP) : WRAP);
	result_set_text(&t->result, text.buf);
	strbuf_release(&text);
	return ST_OK;
}

static enum status version_prepare(struct session *s, struct task *t, struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	(void)s, (void)err;
	strbuf_addf(&text, "vecscope %s\n", VECSCOPE_VERSION);
#ifdef VECSCOPE_LIBRARIES
	strbuf_addf(&text, "built with %s\n", VECSCOPE_LIBRARIES);
#endif
	strbuf_addf(&text, "kernels: %s", kernels_get()->name);
	result_set_text(&t->result, text.buf);
	strbuf_release(&text);
	return ST_OK;
}

static enum status quit_prepare(struct session *s, struct task *t, struct error *err)
{
	(void)t, (void)err;
	s->quit = true;
	return ST_OK;
}

/* clang-format off */
const struct command cmd_help = {
	.name = "help", .aliases = "?", .group = "Session",
	.summary = "List the commands, or explain one.",
	.args = { { ARG_COMMAND, "command", "which one; none = list them", 0, 1, NULL } },
	.examples = { { "help", "all commands" }, { "help near", "one of them" } },
	.flags = CMD_KEEP_LAST | CMD_NO_HISTORY,
	.prepare = help_prepare,
};

const struct command cmd_version = {
	.name = "version", .group = "Session",
	.summary = "Say which vecscope this is.",
	.flags = CMD_KEEP_LAST | CMD_NO_HISTORY,
	.prepare = version_prepare,
};

const struct command cmd_quit = {
	.name = "quit", .aliases = "exit q", .group = "Session",
	.summary = "Leave.",
	.flags = CMD_KEEP_LAST | CMD_NO_HISTORY,
	.prepare = quit_prepare,
};
