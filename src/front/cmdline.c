#include "cmdline.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "front/options.h"

static const struct opt_spec *find_long(const char *name, size_t n)
{
	for (const struct opt_spec *o = front_options; o->name; o++)
		if (strlen(o->name) == n && !memcmp(o->name, name, n))
			return o;
	return NULL;
}

static const struct opt_spec *find_letter(char letter)
{
	for (const struct opt_spec *o = front_options; o->name; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static enum status check(const struct opt_spec *o, const char *value, struct error *err)
{
	int64_t v;

	if (o->kind == ARG_CHOICE && !choice_has(o->choices, value))
		return error_set(err, ST_USAGE, "--%s is one of %s, not \"%.40s\"", o->name,
				 o->choices, value);
	if (o->kind == ARG_INT &&
	    (!number_parse_i64(value, strlen(value), &v) || v < o->min || v > o->max))
		return error_set(err, ST_USAGE,
				 "--%s is a whole number from %lld to %lld, not \"%.40s\"", o->name,
				 (long long)o->min, (long long)o->max, value);
	return ST_OK;
}

static void add_batch(struct batch_input *b, char *line, bool is_file)
{
	b->lines = xreallocarray(b->lines, b->count + 1, sizeof(*b->lines));
	b->is_file = xreallocarray(b->is_file, b->count + 1, sizeof(*b->is_file));
	b->lines[b->count] = line;
	b->is_file[b->count++] = is_file;
}

static enum status take(struct cmdline *c, const struct opt_spec *o, char *value, struct error *err)
{
	if (check(o, value, err) != ST_OK)
		return ST_USAGE;
	if (o->letter == 'e' || o->letter == 'f')
		add_batch(&c->batch, value, o->letter == 'f');
	c->text[o - front_options] = value;
	return ST_OK;
}

/* The option at argv[*i] and its value, which may be the next argument. */
static enum status take_option(struct cmdline *c, int argc, char **argv, int *i, struct error *err)
{
	static char on[] = "on";
	char *arg = argv[*i], *value = NULL;
	const struct opt_spec *o;

	if (arg[1] == '-') {
		size_t n = strcspn(arg + 2, "=");

		o = find_long(arg + 2, n);
		value = arg[2 + n] == '=' ? arg + 2 + n + 1 : NULL;
	} else {
		o = find_letter(arg[1]);
		value = arg[2] ? arg + 2 : NULL;
	}
	if (!o || (o->kind == ARG_NONE && value))
		return error_set(err, ST_USAGE,
				 o ? "--%.40s takes no value"
				   : "there is no option %.40s; --help "
				     "lists them",
				 o ? o->name : arg);
	if (o->kind == ARG_NONE)
		return take(c, o, on, err);
	if (!value && *i + 1 == argc)
		return error_set(err, ST_USAGE, "--%s needs %s", o->name, o->metavar);
	return take(c, o, value ? value : argv[++*i], err);
}

static void add_model(struct cmdline *c, char *path)
{
	c->models = xreallocarray(c->models, c->model_count + 1, sizeof(*c->models));
	c->models[c->model_count++] = path;
}

enum status cmdline_parse(struct cmdline *out, int argc, char **argv, struct error *err)
{
	bool options = true;

	memset(out, 0, sizeof(*out));
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--"))
			options = false;
		else if (options && !strcmp(argv[i], "--complete") && i + 1 < argc)
			out->complete = argv[++i];
		else if (options && !strcmp(argv[i], "--apart"))
			out->apart = true;
		else if (!options || argv[i][0] != '-' || !argv[i][1])
			add_model(out, argv[i]);
		else if (take_option(out, argc, argv, &i, err) != ST_OK)
			return ST_USAGE;
	}
	return ST_OK;
}

void cmdline_release(struct cmdline *c)
{
	free(c->models);
	free(c->batch.lines);
	free(c->batch.is_file);
}

const char *cmdline_text(const struct cmdline *c, const char *option)
{
	const struct opt_spec *o = find_long(option, strlen(option));

	return o ? c->text[o - front_options] : NULL;
}

static const char help_head[] =
	"vecscope glove.6B.100d.txt                  the explorer on a model file\n"
	"vecscope -e 'king - man + woman'            one answer, from the model that ships\n"
	"vecscope vectors.bin.gz --json -f questions one JSON line for each line of a file\n"
	"\n"
	"usage: vecscope [MODEL…] [-e CMD]… [-f FILE] [options]\n"
	"\n"
	"Without -e, -f or a pipe on standard input, a terminal shows the screen. Everything the\n"
	"screen does can be typed; \"help\" in it, or vecscope -e help, lists the commands.\n"
	"\n";

void cmdline_help(struct strbuf *out)
{
	strbuf_adds(out, help_head);
	for (const struct opt_spec *o = front_options; o->name; o++) {
		size_t start = out->len, used;

		strbuf_addf(out, o->letter ? "  -%c, " : "      ", o->letter);
		strbuf_addf(out, "--%s", o->name);
		if (o->kind != ARG_NONE)
			strbuf_addf(out, " %s", o->metavar);
		used = out->len - start;
		strbuf_add_repeat(out, ' ', used < 25 ? 25 - used : 1);
		strbuf_addf(out, " %s\n", o->help);
	}
	strbuf_adds(out, "\nexit status: 0 all went well, 1 a command failed, 2 usage, 3 a model "
			 "cannot be read, 130 interrupted\n");
}
