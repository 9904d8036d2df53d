/* Names for vectors and sets: let NAME = EXPRESSION, let NAME = {word, word}, let NAME = < FILE. */
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "commands.h"
#include "model/lines.h"

#define NAME_BYTES 64
#define NUMBERS	   65536

/* --- the three kinds of definition ------------------------------------------------------------ */

/* The words between commas; quotes around one may hold commas and braces. */
static enum status parse_set(struct expr *out, const char *text, struct error *err)
{
	size_t n = strlen(text), at = 1;
	enum status st = ST_OK;

	if (text[n - 1] != '}')
		return error_set(err, ST_USAGE, "a set ends with \"}\": let NAME = {word, word}");
	while (st == ST_OK && at < n - 1) {
		const char *begin = text + at + strspn(text + at, " \t");
		bool quoted = *begin == '"' || *begin == '\'';
		const char *end = quoted ? strchr(begin + 1, *begin) : NULL, *comma;
		struct expr_term t = { .weight = 1, .quoted = true };

		comma = end ? end + strcspn(end, ",}") : begin + strcspn(begin, ",}");
		if (!end)
			for (end = comma; end > begin && (end[-1] == ' ' || end[-1] == '\t'); end--)
				;
		t.word = xstrndup(begin + (quoted && end > begin),
				  (size_t)(end - begin) - (quoted && end > begin));
		if (*t.word)
			st = expr_add_copy(out, &t, 1, err);
		free(t.word);
		at = (size_t)(comma - text) + 1;
	}
	if (st == ST_OK && !out->count)
		return error_set(err, ST_USAGE, "the set is empty: let NAME = {word, word}");
	return st;
}

/* Numbers between white space, commas and brackets. */
static enum status parse_numbers(struct expr_term *t, const struct strbuf *text, const char *path,
				 struct error *err)
{
	static const char between[] = " \t\r\n,;[]";

	for (size_t at = 0; at < text->len;) {
		size_t gap = strspn(text->buf + at, between), n;
		double v;

		at += gap;
		n = strcspn(text->buf + at, between);
		if (!n)
			break;
		if (t->dims == NUMBERS || !number_parse_f64(text->buf + at, n, &v))
			return error_set(err, ST_FORMAT, "%s: \"%.*s\" is no number of a vector",
					 path, (int)MIN(n, 40), text->buf + at);
		t->vector[t->dims++] = v;
		at += n;
	}
	return t->dims ? ST_OK : error_set(err, ST_FORMAT, "%s holds no numbers", path);
}

static enum status read_numbers(struct expr *out, const char *name, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	struct expr_term t = { .weight = 1, .vector = xcalloc(NUMBERS, sizeof(double)) };
	char *path = path_expand_home(name);
	enum status st = lines_read(&text, path, "vector", NULL, err);

	if (st == ST_OK)
		st = parse_numbers(&t, &text, path, err);
	if (st == ST_OK)
		st = expr_add_copy(out, &t, 1, err);
	strbuf_release(&text);
	free(path);
	free(t.vector);
	return st;
}

/* --- the verb --------------------------------------------------------------------------------- */

static void add_named(struct result *r, const struct named *n)
{
	static const char *const kinds[] = { "vector", "set", "axis" };
	const char *cells[] = { n->name, kinds[n->kind], n->text };
	size_t row = result_add_row(r);

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		result_put_text(r, row, i, cells[i], strlen(cells[i]));
}

static enum status list(const struct session *s, struct result *r)
{
	result_add_column(r, "name", CELL_TEXT);
	result_add_column(r, "kind", CELL_TEXT);
	result_add_column(r, "means", CELL_TEXT);
	for (size_t i = 0; i < s->names.count; i++)
		add_named(r, &s->names.items[i]);
	if (!s->names.count)
		result_notef(r, "nothing has a name yet: let royal = king - man");
	return ST_OK;
}

static bool is_name(const char *s, size_t n)
{
	return n && n <= NAME_BYTES && !memchr("@{=<\"'(-+*:", *s, 11) && !memchr(s, ' ', n) &&
	       !memchr(s, '\t', n);
}

static enum status define(struct session *s, struct task *t, const char *name, const char *text,
			  struct error *err)
{
	const struct model *m = session_model(s);
	enum named_kind kind = *text == '{' ? NAMED_SET : NAMED_VECTOR;
	struct expr e = { 0 };
	enum status st;

	if (*text == '{')
		st = parse_set(&e, text, err);
	else if (*text == '<')
		st = read_numbers(&e, text + 1 + strspn(text + 1, " \t"), err);
	else
		st = names_parse(&e, &s->names, text, err);
	if (st == ST_OK) {
		names_put(&s->names, name, text, kind, &e);
		result_add_pair(&t->result, name, "%s", text);
		if (m && vocab_find(m->vocab, name, strlen(name)) != VOCAB_NONE)
			result_notef(&t->result,
				     "%s is a word of %s too: in quotes it means the word", name,
				     m->name);
	}
	expr_release(&e);
	return st;
}

static enum status prepare(struct session *s, struct task *t, struct error *err)
{
	const char *text = args_word(&t->args, 0);
	const char *equals, *end;
	enum status st;
	char *name;

	if (!text)
		return list(s, &t->result);
	equals = strchr(text, '=');
	end = equals ? equals : text + strlen(text);
	while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (!is_name(text, (size_t)(end - text)))
		return error_set(err, ST_USAGE,
				 "write let NAME = EXPRESSION, let NAME = {word, word} "
				 "or let NAME = < FILE");
	name = xstrndup(text, (size_t)(end - text));
	if (equals && equals[1 + strspn(equals + 1, " \t")]) {
		st = define(s, t, name, equals + 1 + strspn(equals + 1, " \t"), err);
	} else if (equals) {
		st = names_forget(&s->names, name)
			     ? ST_OK
			     : error_set(err, ST_FAILED, "nothing is named \"%s\"", name);
	} else {
		st = names_find(&s->names, name)
			     ? ST_OK
			     : error_set(err, ST_FAILED, "nothing is named \"%s\"", name);
		result_add_column(&t->result, "name", CELL_TEXT);
		result_add_column(&t->result, "kind", CELL_TEXT);
		result_add_column(&t->result, "means", CELL_TEXT);
		if (st == ST_OK)
			add_named(&t->result, names_find(&s->names, name));
	}
	free(name);
	return st;
}

/* clang-format off */
const struct command cmd_let = {
	.name = "let", .group = "Query",
	.summary = "Give a vector or a set of words a name.",
	.details =
		"let NAME = EXPRESSION: the name stands for the expression in every query. let NAME = {word, word}: a set; "
		"in an expression it (or @NAME) is the mean of its words, and @NAME stands for them where words are listed. "
		"let NAME = < FILE: the numbers of a file (- is standard input), taken as they are. let NAME = forgets it; "
		"let alone lists all names. A word in quotes is always the word.",
	.args = { { ARG_TEXT, "NAME = …", "a name and what it means", 0, 1, NULL } },
	.examples = {
		{ "let royal = king - man", "then: royal + woman" },
		{ "let colours = {red, green, blue}", "then: odd @colours car" },
	},
	.prepare = prepare,
};
