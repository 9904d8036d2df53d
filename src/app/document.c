/*
 * Writing a session down. Whatever comes from a user or a model goes through add_text() or
 * add_block(): control characters are made visible, nothing is markup, and no comment can begin in
 * it, as comments are what a replay runs. The HTML is also well-formed XML.
 */
#include "app/document.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/display.h"
#include "base/mem.h"
#include "base/number.h"
#include "document_internal.h"
#include "draw/svg.h"
#include "draw/theme.h"

enum { TABLE_ROWS = 100 }; /* the comment behind it holds them all */

/* --- text --- */

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

/* Text in a cell, a paragraph or a heading of Markdown. */
static void add_md(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '<')
			strbuf_adds(out, "&lt;");
		else if (s[i] == '&')
			strbuf_adds(out, "&amp;");
		else {
			if (s[i] && strchr("|\\`*_>[]", s[i]))
				strbuf_addc(out, '\\');
			strbuf_addc(out, s[i]);
		}
	}
}

static void add_text(struct strbuf *out, bool html, const char *s, size_t n)
{
	struct strbuf visible = STRBUF_INIT;

	display_put(&visible, s, n);
	if (html)
		add_html(out, visible.buf, visible.len);
	else
		add_md(out, visible.buf, visible.len);
	strbuf_release(&visible);
}

static void add_paragraph(struct strbuf *out, bool html, const char *before, const char *text)
{
	strbuf_addf(out, html ? "<p>" : "\n%s", html ? "" : before);
	add_text(out, html, text, strlen(text));
	strbuf_adds(out, html ? "</p>\n" : "\n");
}

static size_t longest_run(const char *s, char c)
{
	size_t longest = 0, run = 0;

	for (; *s; s++) {
		run = *s == c ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	return longest;
}

static void add_block_line(struct strbuf *out, bool html, const char *s, size_t n)
{
	struct strbuf visible = STRBUF_INIT;

	display_put(&visible, s, n);
	if (html)
		add_html(out, visible.buf, visible.len);
	for (const char *p = visible.buf; !html && *p; p++)
		if (strncmp(p, "<!--", 4) == 0)
			strbuf_adds(out, "‹");
		else
			strbuf_addc(out, *p);
	strbuf_addc(out, '\n');
	strbuf_release(&visible);
}

/* Lines as they are. In a block of Markdown nothing can be escaped: the < that would begin a comment
 * becomes another sign of the same width. */
static void add_block(struct strbuf *out, bool html, const char *lines)
{
	size_t fence = MAX(longest_run(lines, '`') + 1, (size_t)3);

	strbuf_adds(out, html ? "<pre>" : "\n");
	if (!html)
		strbuf_add_repeat(out, '`', fence);
	strbuf_adds(out, html ? "" : "text\n");
	for (size_t n; *lines; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		add_block_line(out, html, lines, n);
	}
	if (!html)
		strbuf_add_repeat(out, '`', fence);
	strbuf_adds(out, html ? "</pre>\n" : "\n");
}

/* --- the head --- */

static const char head[] =
	"<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
	"<meta charset=\"utf-8\"/>\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<style>\n"
	"body{font-family:sans-serif;line-height:1.45;max-width:62em;margin:2em auto;padding:0 "
	"1em}\n"
	"h2{font-size:1.05em;margin:2em 0 .5em;border-top:1px solid #ddd;padding-top:1em}\n"
	"td,th{padding:.1em 1.2em .1em 0;text-align:left;font-variant-numeric:tabular-nums}\n"
	"figure{margin:1em 0}figure svg{max-width:100%;height:auto}\n"
	"pre{background:#f5f5f5;padding:.7em 1em;overflow-x:auto}\n"
	"blockquote{margin:.5em 0;padding-left:1em;border-left:4px solid #e3b341}\n"
	".said{color:#555}\n</style>\n<title>";

void document_begin(struct strbuf *out, bool html, const char *title, const char *about)
{
	strbuf_adds(out, html ? head : "# ");
	add_text(out, html, title, strlen(title));
	strbuf_adds(out, html ? "</title>\n</head>\n<body>\n<h1>" : "\n");
	if (html) {
		add_text(out, html, title, strlen(title));
		strbuf_adds(out, "</h1>\n");
	}
	add_paragraph(out, html, "", about);
}

/* --- tables --- */

void document_add_cell(struct strbuf *out, bool html, const json_value *v)
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
		document_add_cell(out, html, json_item(cells, i));
		if (html)
			strbuf_addf(out, "</%s>", tag);
		else
			strbuf_adds(out, " |");
	}
	strbuf_adds(out, html ? "</tr>\n" : "\n");
}

static void add_table(struct strbuf *out, bool html, const json_value *answer)
{
	const json_value *columns = json_member(answer, "columns");
	const json_value *rows = json_member(answer, "rows");
	size_t n;

	if (!columns || !rows || !json_is_array_value(columns) || !json_is_array_value(rows) ||
	    !json_length(columns))
		return;
	n = json_length(rows);
	strbuf_adds(out, html ? "<table>\n" : "\n");
	add_row(out, html, "th", columns);
	if (!html) {
		strbuf_addc(out, '|');
		for (size_t i = 0; i < json_length(columns); i++)
			strbuf_adds(out, "---|");
		strbuf_addc(out, '\n');
	}
	for (size_t i = 0; i < n && i < TABLE_ROWS; i++)
		if (json_is_array_value(json_item(rows, i)))
			add_row(out, html, "td", json_item(rows, i));
	strbuf_adds(out, html ? "</table>\n" : "");
	if (n > TABLE_ROWS)
		strbuf_addf(out,
			    html ? "<p class=\"said\">%s%zu more rows.</p>\n"
				 : "\n%s%zu more rows.\n",
			    "… ", n - TABLE_ROWS);
}

/* What the program said besides, and text that is the whole answer. */
static void add_said(struct strbuf *out, bool html, const json_value *answer)
{
	const json_value *notes = json_member(answer, "notes"), *text = json_member(answer, "text");
	size_t n = 0;
	const char *s = text ? json_get_string(text, &n) : NULL;

	if (s)
		add_block(out, html, s);
	for (size_t i = 0; notes && json_is_array_value(notes) && i < json_length(notes); i++) {
		s = json_get_string(json_item(notes, i), &n);
		if (!s)
			continue;
		strbuf_adds(out, html ? "<p class=\"said\">" : "\n");
		add_text(out, html, s, n);
		strbuf_adds(out, html ? "</p>\n" : "\n");
	}
}

/* In a comment two hyphens may not stand together: in JSON they do so only in strings. */
static void add_json(struct strbuf *out, const char *json)
{
	strbuf_adds(out, "\n" DOCUMENT_MARK);
	for (const char *p = json; *p; p++)
		if (p[0] == '-' && p > json && p[-1] == '-')
			strbuf_adds(out, "\\u002d");
		else
			strbuf_addc(out, *p);
	strbuf_adds(out, DOCUMENT_MARK_END "\n");
}

/* --- pictures --- */

static void add_picture(struct strbuf *out, bool html, const struct document_picture *p)
{
	struct strbuf text = STRBUF_INIT;

	if (html) {
		strbuf_adds(out, "<figure>\n");
		svg_dump(p->surface, theme_find("light"), p->title, out);
		strbuf_adds(out, "</figure>\n");
		return;
	}
	strbuf_addf(&text, "%s\n", p->title);
	surface_dump_text(p->surface, &text);
	add_block(out, html, text.buf);
	strbuf_release(&text);
}

/* --- one line --- */

static void add_answer(struct strbuf *out, bool html, const struct document_entry *e,
		       const json_value *answer)
{
	if (e->picture)
		add_picture(out, html, e->picture);
	if (!e->picture || !e->picture->is_answer)
		add_table(out, html, answer);
	add_said(out, html, answer);
}

static void add_note(struct strbuf *out, bool html, const char *note)
{
	strbuf_adds(out, html ? "<blockquote>" : "\n> ");
	add_text(out, html, note, strlen(note));
	strbuf_adds(out, html ? "</blockquote>\n" : "\n");
}

void document_add(struct strbuf *out, bool html, const struct document_entry *e)
{
	struct json_doc *doc = NULL;

	strbuf_addf(out, html ? "<h2>%zu. <code>" : "\n## %zu. ", e->number);
	add_text(out, html, e->line, strlen(e->line));
	strbuf_adds(out, html ? "</code></h2>\n" : "\n");
	if (e->model && *e->model) {
		char *on = xasprintf("On %s:", e->model);

		add_paragraph(out, html, "", on);
		free(on);
	}
	if (e->note && *e->note)
		add_note(out, html, e->note);
	if (*e->json && json_parse(&doc, e->json, strlen(e->json), NULL) == ST_OK) {
		size_t before = out->len;

		add_answer(out, html, e, json_root(doc));
		json_free(doc);
		if (out->len == before && e->summary && *e->summary)
			add_paragraph(out, html, "", e->summary);
		add_json(out, e->json);
		return;
	}
	if (e->picture)
		add_picture(out, html, e->picture);
	else if (e->summary && *e->summary)
		add_paragraph(out, html, strcmp(e->status, "ok") ? "Not done: " : "", e->summary);
}

void document_end(struct strbuf *out, bool html)
{
	const char *how =
		"vecscope session replay FILE runs these lines again and shows what differs.";

	strbuf_adds(out, html ? "<hr/>\n" : "\n---\n");
	add_paragraph(out, html, "", how);
	strbuf_adds(out, html ? "</body>\n</html>\n" : "");
}
