/*
 * The documents that are made from the program's own tables:
 *
 *	generate man < vecscope.1.in	a manual page: @MARKS@ on lines of their own are replaced
 *	generate bash|zsh|fish		shell completions
 */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/settings.h"
#include "app/version.h"
#include "base/strbuf.h"
#include "front/options.h"
#include "model/format.h"
#include "ui/keymap.h"

/* Text for roff: backslashes and leading dots are special, a hyphen is written \-. */
static void put_roff(const char *s)
{
	for (const char *p = s; *p; p++) {
		if (*p == '\\')
			fputs("\\e", stdout);
		else if (*p == '-')
			fputs("\\-", stdout);
		else if ((*p == '.' || *p == '\'') && (p == s || p[-1] == '\n'))
			printf("\\&%c", *p);
		else
			putchar(*p);
	}
}

static void put_term(const char *bold)
{
	fputs(".TP\n\\fB", stdout);
	put_roff(bold);
	fputs("\\fR", stdout);
}

static void man_option(const struct opt_spec *o)
{
	fputs(".TP\n\\fB", stdout);
	if (o->letter)
		printf("\\-%c\\fR, \\fB", o->letter);
	fputs("\\-\\-", stdout);
	put_roff(o->name);
	fputs("\\fR", stdout);
	if (o->metavar)
		printf(" \\fI%s\\fR", o->metavar);
	putchar('\n');
	put_roff(o->help);
	if (o->choices) {
		fputs(" (", stdout);
		put_roff(o->choices);
		putchar(')');
	}
	if (o->fallback && *o->fallback) {
		fputs("; default ", stdout);
		put_roff(o->fallback);
	}
	putchar('\n');
}

static void man_command(const struct command *c)
{
	struct strbuf usage = STRBUF_INIT;

	command_usage(c, &usage);
	put_term(usage.buf);
	putchar('\n');
	put_roff(c->summary);
	putchar('\n');
	if (c->details) {
		put_roff(c->details);
		putchar('\n');
	}
	if (c->aliases)
		printf("Also: \\fB%s\\fR.\n", c->aliases);
	if (c->opts[0].name) {
		puts(".RS");
		for (size_t i = 0; i < ARRAY_LEN(c->opts) && c->opts[i].name; i++)
			man_option(&c->opts[i]);
		puts(".RE");
	}
	strbuf_release(&usage);
}

static void man_commands(void)
{
	const char *group = "";

	for (const struct command *const *c = command_table; *c; c++) {
		if ((*c)->flags & CMD_HIDDEN)
			continue;
		if (strcmp(group, (*c)->group)) {
			group = (*c)->group;
			printf(".SS %s\n", group);
		}
		man_command(*c);
	}
}

static void man_examples(void)
{
	puts(".nf");
	for (const struct command *const *c = command_table; *c; c++)
		for (size_t i = 0; i < ARRAY_LEN((*c)->examples) && (*c)->examples[i].line; i++) {
			if ((*c)->flags & (CMD_SCREEN | CMD_HIDDEN))
				continue;
			put_roff((*c)->examples[i].line);
			fputs("    \\fR# ", stdout);
			put_roff((*c)->examples[i].what);
			putchar('\n');
		}
	puts(".fi");
}

static void man_settings(void)
{
	for (const struct setting *s = settings_table; s->name; s++) {
		put_term(s->name);
		putchar('\n');
		put_roff(s->help);
		if (s->choices) {
			fputs(" (", stdout);
			put_roff(s->choices);
			putchar(')');
		}
		fputs("; default ", stdout);
		put_roff(*s->fallback ? s->fallback : "empty");
		putchar('\n');
	}
}

static void man_formats(void)
{
	for (const struct format *const *f = format_table; *f; f++) {
		if (!(*f)->read && !(*f)->write)
			continue;
		put_term((*f)->name);
		putchar('\n');
		put_roff((*f)->gives);
		puts((*f)->read && (*f)->write ? ". Read and written."
		     : (*f)->read	       ? ". Read."
					       : ". Written.");
	}
}

static void man_refused(void)
{
	for (const struct format *const *f = format_table; *f; f++) {
		if (!(*f)->refuse)
			continue;
		put_term((*f)->title);
		putchar('\n');
		put_roff((*f)->gives);
		puts(".");
	}
}

static void man_query_options(void)
{
	for (const struct opt_spec *o = query_options; o->name; o++)
		man_option(o);
}

static void man_options(void)
{
	for (const struct opt_spec *o = front_options; o->name; o++)
		man_option(o);
}

/* The shipped keys, group by group in the order of the file. */
static void man_keys(void)
{
	struct keymap map = { 0 };
	struct strbuf key = STRBUF_INIT;
	const char *group = "";

	if (keymap_add(&map, keys_conf_text, "keys.conf", NULL) != ST_OK)
		return;
	for (size_t i = 0; i < map.count; i++) {
		const struct binding *b = &map.items[i];

		if (strcmp(group, b->group)) {
			group = b->group;
			printf(".SS %s\n", group);
		}
		strbuf_clear(&key);
		keymap_show(b, true, &key);
		put_term(key.buf);
		printf(" (%s)\n", b->context);
		put_roff(b->note);
		if (b->command[0] != '@') {
			fputs(": \\fB", stdout);
			put_roff(b->command);
			fputs("\\fR", stdout);
		}
		putchar('\n');
	}
	strbuf_release(&key);
	keymap_release(&map);
}

static const struct {
	const char *mark;
	void (*put)(void);
} marks[] = {
	{ "@COMMANDS@", man_commands }, { "@QUERY_OPTIONS@", man_query_options },
	{ "@OPTIONS@", man_options },	{ "@SETTINGS@", man_settings },
	{ "@FORMATS@", man_formats },	{ "@EXAMPLES@", man_examples },
	{ "@KEYS@", man_keys },		{ "@REFUSED@", man_refused },
};

static void put_line(char *line)
{
	char *version = strstr(line, "@VERSION@");

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (!strncmp(line, marks[i].mark, strlen(marks[i].mark))) {
			marks[i].put();
			return;
		}
	if (version)
		printf("%.*s%s%s", (int)(version - line), line, VECSCOPE_VERSION, version + 9);
	else
		fputs(line, stdout);
}

static int make_man(void)
{
	char line[4096];

	puts(".\\\" Made by man/generate.c from a page in man/ and the program's tables.");
	while (fgets(line, sizeof(line), stdin))
		put_line(line);
	return 0;
}

/* --- shell completions --- */

static const char *bash_head =
	"# bash completion for vecscope: options, files, and the lines of -e through the program\n"
	"_vecscope()\n"
	"{\n"
	"	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	"	case $prev in\n";
static const char *bash_tail =
	"	esac\n"
	"	if [[ $cur == -* ]]; then\n"
	"		COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
	"	else\n"
	"		compopt -o filenames 2>/dev/null\n"
	"		COMPREPLY=($(compgen -f -- \"$cur\"))\n"
	"	fi\n"
	"}\n"
	"complete -F _vecscope vecscope\n";

/* "a|b|c" as separate words */
static void put_choices(const char *choices)
{
	for (const char *p = choices; *p; p++)
		putchar(*p == '|' ? ' ' : *p);
}

static int make_bash(void)
{
	fputs(bash_head, stdout);
	for (const struct opt_spec *o = front_options; o->name; o++)
		if (o->choices) {
			printf("	--%s) COMPREPLY=($(compgen -W \"", o->name);
			put_choices(o->choices);
			puts("\" -- \"$cur\")); return ;;");
		}
	puts("	-e) COMPREPLY=($(compgen -W \"$commands\" -- \"$cur\")); return ;;");
	fputs(bash_tail, stdout);
	fputs("_vecscope_words()\n{\n	options=\"", stdout);
	for (const struct opt_spec *o = front_options; o->name; o++)
		printf("--%s ", o->name);
	fputs("-e -f -i -o\"\n	commands=\"", stdout);
	for (const struct command *const *c = command_table; *c; c++)
		if (!((*c)->flags & (CMD_HIDDEN | CMD_SCREEN)))
			printf("%s ", (*c)->name);
	puts("\"\n}\n_vecscope_words");
	return 0;
}

/* Single quotes inside a single-quoted shell word. */
static void put_quoted(const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (*s == '[' || *s == ']' || *s == ':')
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void zsh_option(const struct opt_spec *o)
{
	printf("\t'--%s[", o->name);
	put_quoted(o->help);
	putchar(']');
	if (o->kind == ARG_CHOICE) {
		printf(":%s:(", o->metavar ? o->metavar : "choice");
		put_choices(o->choices);
		putchar(')');
	} else if (o->kind == ARG_PATH) {
		printf(":%s:_files", o->metavar);
	} else if (o->kind != ARG_NONE) {
		printf(":%s:", o->metavar ? o->metavar : "value");
	}
	puts("' \\");
}

static int make_zsh(void)
{
	puts("#compdef vecscope\n_vecscope_line() {\n\tlocal -a commands\n\tcommands=(");
	for (const struct command *const *c = command_table; *c; c++) {
		if ((*c)->flags & (CMD_HIDDEN | CMD_SCREEN))
			continue;
		printf("\t'%s:", (*c)->name);
		put_quoted((*c)->summary);
		puts("'");
	}
	puts("\t)\n\t_describe command commands\n}\n_arguments \\");
	for (const struct opt_spec *o = front_options; o->name; o++)
		zsh_option(o);
	puts("\t'*-e[run a command line]:command:_vecscope_line' \\\n\t'*:model:_files'");
	return 0;
}

/* A description for fish, in single quotes. */
static void put_fish(const char *s)
{
	for (; *s; s++)
		printf(*s == '\'' || *s == '\\' ? "\\%c" : "%c", *s);
}

static int make_fish(void)
{
	puts("# fish completion for vecscope");
	for (const struct opt_spec *o = front_options; o->name; o++) {
		printf("complete -c vecscope -l %s", o->name);
		if (o->letter)
			printf(" -s %c", o->letter);
		if (o->kind == ARG_CHOICE) {
			fputs(" -x -a '", stdout);
			put_choices(o->choices);
			putchar('\'');
		} else if (o->kind != ARG_NONE) {
			fputs(" -r", stdout);
		}
		fputs(" -d '", stdout);
		put_fish(o->help);
		puts("'");
	}
	for (const struct command *const *c = command_table; *c; c++) {
		if ((*c)->flags & (CMD_HIDDEN | CMD_SCREEN))
			continue;
		printf("complete -c vecscope -s e -x -a '%s' -d '", (*c)->name);
		put_fish((*c)->summary);
		puts("'");
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*make)(void);
	} kinds[] = {
		{ "man", make_man },
		{ "bash", make_bash },
		{ "zsh", make_zsh },
		{ "fish", make_fish },
	};

	for (size_t i = 0; argc == 2 && i < ARRAY_LEN(kinds); i++)
		if (!strcmp(argv[1], kinds[i].name))
			return kinds[i].make();
	fputs("usage: generate man|bash|zsh|fish\n", stderr);
	return 2;
}
