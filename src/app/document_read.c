/* A document of a session, read again: the answers in its comments, and whether they agree. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/document.h"
#include "base/mem.h"
#include "document_internal.h"
#include "io/json.h"

void document_each(const char *text, bool (*fn)(void *ctx, const char *json), void *ctx)
{
	while ((text = strstr(text, DOCUMENT_MARK)) != NULL) {
		const char *begin = text + strlen(DOCUMENT_MARK),
			   *end = strstr(begin, DOCUMENT_MARK_END);
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

size_t document_rows(const char *json)
{
	struct json_doc *doc;
	const json_value *v = NULL;
	size_t n;

	if (json_parse(&doc, json, strlen(json), NULL) != ST_OK)
		return 0;
	if (json_is_object_value(json_root(doc)))
		v = json_member(json_root(doc), "rows");
	n = v && json_is_array_value(v) ? json_length(v) : 0;
	json_free(doc);
	return n;
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
		document_add_cell(what, true, json_item(b, i));
		strbuf_adds(what, ", was ");
		document_add_cell(what, true, json_item(a, i));
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
