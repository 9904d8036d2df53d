#include "app/document.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "io/json.h"

#define MARK	 "<!-- vecscope "
#define MARK_END " -->"

static void add_html(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '<')
			strbuf_adds(out, "&lt;");
		else if (s[i] == '>')
			strbuf_adds(out, "&gt;");
		else if (s[i] == '&')
			strbuf_adds(out, "&amp;");
		else
			strbuf_addc(out, s[i]);
	}
}

/* Text in a cell or a heading of Markdown: nothing in it is markup. */
static void add_md(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strchr("|\\`*_<>[]", s[i]) && s[i])
			strbuf_addc(out, '\\');
		strbuf_addc(out, s[i] == '\n' ? ' ' : s[i]);
	}
}

static void add_text(struct strbuf *out, bool html, const char *s, size_t n)
{
	if (html)
		add_html(out, s, n);
	else
		add_md(out, s, n);
}

void document_begin(struct strbuf *out, bool html, const char *title, const char *about)
{
	if (html)
		strbuf_adds(out, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n"
				 "<style>body{font-family:sans-serif;max-width:50em;margin:2em "
				 "auto}td,th{padding:0 1em 0 0;text-align:left}</style>\n<title>");
	else
		strbuf_adds(out, "# ");
	add_text(out, html, title, strlen(title));
	if (html) {
		strbuf_adds(out, "</title>\n<h1>");
		add_html(out, title, strlen(title));
		strbuf_adds(out, "</h1>\n<p>");
		add_html(out, about, strlen(about));
		strbuf_adds(out, "</p>\n");
		return;
	}
	strbuf_adds(out, "\n\n");
	add_md(out, about, strlen(about));
	strbuf_adds(out, "\n");
}

/* --- tables --- */

static void add_cell(struct strbuf *out, bool html, const json_value *v)
{
	char text[NUMBER_TEXT_MAX];
	size_t n = 0;
	const char *s = v ? json_get_string(v, &n) : NULL;
	double f;

	if (s)
		add_text(out, html, s, n);
	else if (v && json_get_f64(v, &f)) {
		if (f == floor(f) && fabs(f) < 1e15)
			n = number_format_f64(text, f);
		else
			n = number_format_f32(text, (float)(round(f * 1e4) / 1e4));
		strbuf_add(out, text, n);
	} else {
		strbuf_addc(out, '-');
	}
}

static void add_row(struct strbuf *out, bool html, const char *tag, const json_value *cells)
{
	strbuf_adds(out, html ? "<tr>" : "|");
	for (size_t i = 0; i < json_length(cells); i++) {
		if (html)
			strbuf_addf(out, "<%s>", tag);
		else
			strbuf_addc(out, ' ');
		add_cell(out, html, json_item(cells, i));
		if (html)
			strbuf_addf(out, "</%s>", tag);
		else
			strbuf_adds(out, " |");
	}
	strbuf_addc(out, '\n');
}

static void add_table(struct strbuf *out, bool html, const json_value *answer)
{
	const json_value *columns = json_member(answer, "columns");
	const json_value *rows = json_member(answer, "rows");

	if (!columns || !rows || !json_is_array_value(columns) || !json_is_array_value(rows) ||
	    !json_length(columns))
		return;
	strbuf_adds(out, html ? "<table>\n" : "\n");
	add_row(out, html, "th", columns);
	if (!html) {
		strbuf_addc(out, '|');
		for (size_t i = 0; i < json_length(columns); i++)
			strbuf_adds(out, "---|");
		strbuf_addc(out, '\n');
	}
	for (size_t i = 0; i < json_length(rows); i++)
		if (json_is_array_value(json_item(rows, i)))
			add_row(out, html, "td", json_item(rows, i));
	if (html)
		strbuf_adds(out, "</table>\n");
}

/* In a comment two hyphens may not stand together: in JSON they do so only in strings. */
static void add_json(struct strbuf *out, const char *json)
{
	strbuf_adds(out, "\n" MARK);
	for (const char *p = json; *p; p++)
		if (p[0] == '-' && p > json && p[-1] == '-')
			strbuf_adds(out, "\\u002d");
		else
			strbuf_addc(out, *p);
	strbuf_adds(out, MARK_END "\n");
}

static void add_paragraph(struct strbuf *out, bool html, const char *before, const char *text)
{
	strbuf_addf(out, html ? "<p>" : "\n%s", html ? "" : before);
	add_text(out, html, text, strlen(text));
	strbuf_adds(out, html ? "</p>\n" : "\n");
}

void document_add(struct strbuf *out, bool html, const struct document_entry *e)
{
	struct json_doc *doc = NULL;

	strbuf_addf(out, html ? "<h2>%zu. <code>" : "\n## %zu. ", e->number);
	add_text(out, html, e->line, strlen(e->line));
	strbuf_adds(out, html ? "</code></h2>\n" : "\n");
	if (e->note && *e->note)
		add_paragraph(out, html, "> ", e->note);
	if (*e->json && json_parse(&doc, e->json, strlen(e->json), NULL) == ST_OK) {
		add_table(out, html, json_root(doc));
		json_free(doc);
		add_json(out, e->json);
	} else if (e->summary && *e->summary) {
		add_paragraph(out, html, strcmp(e->status, "ok") ? "Not done: " : "", e->summary);
	}
}

void document_end(struct strbuf *out, bool html)
{
	const char *how =
		"vecscope session replay FILE runs these lines again and shows what differs.";

	strbuf_adds(out, html ? "<hr>\n" : "\n---\n");
	add_paragraph(out, html, "", how);
}

/* --- reading it again --- */

void document_each(const char *text, bool (*fn)(void *ctx, const char *json), void *ctx)
{
	while ((text = strstr(text, MARK)) != NULL) {
		const char *begin = text + strlen(MARK), *end = strstr(begin, MARK_END);
		char *json;
		bool more;

		if (!end)
			return;
		json = xstrndup(begin, (size_t)(end - begin));
		more = fn(ctx, json);
		free(json);
		if (!more)
			return;
		text = end;
	}
}

bool document_line(const char *json, struct strbuf *line)
{
	struct json_doc *doc;
	const json_value *v;
	const char *s;
	size_t n = 0;

	if (json_parse(&doc, json, strlen(json), NULL) != ST_OK)
		return false;
	v = json_is_object_value(json_root(doc)) ? json_member(json_root(doc), "command") : NULL;
	s = v ? json_get_string(v, &n) : NULL;
	if (s)
		strbuf_add(line, s, n);
	json_free(doc);
	return s != NULL;
}

static bool same_value(const json_value *a, const json_value *b)
{
	size_t n = 0, m = 0;
	const char *s = json_get_string(a, &n), *t = json_get_string(b, &m);
	double x, y;

	if (s || t)
		return s && t && n == m && !memcmp(s, t, n);
	if (json_get_f64(a, &x) && json_get_f64(b, &y))
		return fabs(x - y) <= 1e-5 * fmax(1e-3, fmax(fabs(x), fabs(y)));
	return !json_get_f64(a, &x) && !json_get_f64(b, &y);
}

static bool same_row(const json_value *a, const json_value *b, size_t row, struct strbuf *what)
{
	if (json_length(a) != json_length(b)) {
		strbuf_addf(what, "row %zu has %zu columns, had %zu", row + 1, json_length(b),
			    json_length(a));
		return false;
	}
	for (size_t i = 0; i < json_length(a); i++) {
		if (same_value(json_item(a, i), json_item(b, i)))
			continue;
		strbuf_addf(what, "row %zu: ", row + 1);
		add_cell(what, true, json_item(b, i));
		strbuf_adds(what, ", was ");
		add_cell(what, true, json_item(a, i));
		return false;
	}
	return true;
}

static bool same_rows(const json_value *a, const json_value *b, struct strbuf *what)
{
	size_t n = a ? json_length(a) : 0, m = b ? json_length(b) : 0;

	for (size_t i = 0; i < n && i < m; i++)
		if (!same_row(json_item(a, i), json_item(b, i), i, what))
			return false;
	if (n != m)
		strbuf_addf(what, "%zu rows, had %zu", m, n);
	return n == m;
}

bool document_agree(const char *was, const char *is, struct strbuf *what)
{
	struct json_doc *a = NULL, *b = NULL;
	bool same = false;

	if (json_parse(&a, was, strlen(was), NULL) == ST_OK &&
	    json_parse(&b, is, strlen(is), NULL) == ST_OK)
		same = same_rows(json_member(json_root(a), "rows"),
				 json_member(json_root(b), "rows"), what);
	else
		strbuf_adds(what, "the answer in the document cannot be read");
	json_free(a);
	json_free(b);
	return same;
}
