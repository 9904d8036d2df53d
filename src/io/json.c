/*
 * JSON, narrowed.
 *
 * jansson parses recursively and needs far more memory than the text has bytes. Headers of hostile
 * files must cost neither stack nor memory, so the text is weighed first: one pass that counts
 * nesting and values, without judging the grammar (that is jansson's). Invariants after it:
 *
 *   1. no value is nested deeper than JSON_DEPTH_MAX;
 *   2. the tree takes at most about JSON_WEIGHT_MAX bytes per byte of text.
 */
#include "io/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"

#define JSON_TEXT_MAX	 ((size_t)100 * 1000 * 1000) /* a safetensors header may have that much */
#define JSON_DEPTH_MAX	 64
#define JSON_WEIGHT_MAX	 24
#define JSON_WEIGHT_FREE ((size_t)16 << 20)

/* What jansson allocates for one container and for one other value, with malloc's own share. */
#define CONTAINER_BYTES 224
#define VALUE_BYTES	80

struct json_doc {
	json_t *root;
};

struct weight {
	size_t depth, containers, values;
};

/* The end of the string that starts after the quote at p. */
static const char *skip_string(const char *p, const char *end)
{
	while (++p < end && *p != '"') {
		if (*p == '\\' && p + 1 < end)
			p++;
	}
	return p;
}

static bool weigh(const char *text, size_t n, struct weight *w)
{
	const char *end = text + n;
	size_t depth = 0;

	for (const char *p = text; p < end; p++) {
		if (*p == '"') {
			p = skip_string(p, end);
		} else if (*p == '{' || *p == '[') {
			w->containers++;
			if (++depth > JSON_DEPTH_MAX)
				return false;
		} else if (*p == '}' || *p == ']') {
			depth -= depth > 0;
		} else if (*p == ',' || *p == ':') {
			w->values++;
		}
	}
	return true;
}

static enum status check_weight(const char *text, size_t n, struct error *err)
{
	struct weight w = { 0 };

	if (n > JSON_TEXT_MAX)
		return error_set(err, ST_FORMAT, "%zu bytes of JSON are too much (at most %zu)", n,
				 JSON_TEXT_MAX);
	if (!weigh(text, n, &w))
		return error_set(err, ST_FORMAT, "JSON nested deeper than %d levels",
				 JSON_DEPTH_MAX);
	if (w.containers * CONTAINER_BYTES + w.values * VALUE_BYTES >
	    n * JSON_WEIGHT_MAX + JSON_WEIGHT_FREE)
		return error_set(err, ST_FORMAT, "JSON of %zu empty or tiny values is refused",
				 w.containers + w.values);
	return ST_OK;
}

enum status json_parse(struct json_doc **out, const char *text, size_t n, struct error *err)
{
	json_error_t fault;
	json_t *root;
	enum status st = check_weight(text, n, err);

	if (st)
		return st;
	root = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL,
			  &fault);
	if (!root)
		return error_set(err, ST_FORMAT, "not valid JSON at line %d, column %d: %s",
				 fault.line, fault.column, fault.text);
	*out = xmalloc(sizeof(**out));
	(*out)->root = root;
	return ST_OK;
}

void json_free(struct json_doc *doc)
{
	if (!doc)
		return;
	json_decref(doc->root);
	free(doc);
}

const json_value *json_root(const struct json_doc *doc)
{
	return doc->root;
}

bool json_is_object_value(const json_value *v)
{
	return json_is_object(v);
}

bool json_is_array_value(const json_value *v)
{
	return json_is_array(v);
}

const json_value *json_member(const json_value *object, const char *key)
{
	return json_object_get(object, key);
}

size_t json_length(const json_value *array)
{
	return json_array_size(array);
}

const json_value *json_item(const json_value *array, size_t i)
{
	return json_array_get(array, i);
}

bool json_get_u64(const json_value *v, uint64_t *out)
{
	json_int_t i = json_integer_value(v);

	if (!json_is_integer(v) || i < 0)
		return false;
	*out = (uint64_t)i;
	return true;
}

bool json_get_f64(const json_value *v, double *out)
{
	if (!json_is_number(v))
		return false;
	*out = json_number_value(v);
	return true;
}

const char *json_get_string(const json_value *v, size_t *n)
{
	const char *s = json_string_value(v);

	if (s && n)
		*n = json_string_length(v);
	return s;
}

/* jansson's iterators want a mutable object although they only look at it; the union takes the
 * const off where a cast would hide other faults. */
static json_t *mutable_value(const json_value *v)
{
	union {
		const json_value *in;
		json_t *out;
	} u = { .in = v };

	return u.out;
}

void json_each_member(const json_value *object,
		      bool (*fn)(void *ctx, const char *key, const json_value *v), void *ctx)
{
	json_t *o = mutable_value(object);

	for (void *it = json_object_iter(o); it; it = json_object_iter_next(o, it)) {
		if (!fn(ctx, json_object_iter_key(it), json_object_iter_value(it)))
			return;
	}
}

/* Controls, and the characters that change how the text around them is shown. */
static bool needs_escape(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C || cp == 0xFEFF ||
	       cp == 0x200B || (cp >= 0x200E && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	       cp == 0x2060 || (cp >= 0x2066 && cp <= 0x2069) || (cp >= 0xE0000 && cp <= 0xE007F);
}

static void add_escape(struct strbuf *out, uint32_t cp)
{
	static const char letters[] = "\bb\nn\tt\rr\ff";

	for (size_t i = 0; i + 1 < sizeof(letters); i += 2) {
		if (cp == (uint32_t)letters[i]) {
			strbuf_addc(out, '\\');
			strbuf_addc(out, letters[i + 1]);
			return;
		}
	}
	if (cp > 0xFFFF) { /* a pair of surrogates */
		strbuf_addf(out, "\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)));
		cp = 0xDC00 + (cp & 0x3FF);
	}
	strbuf_addf(out, "\\u%04x", (unsigned)cp);
}

void json_add_string(struct strbuf *out, const char *s, size_t n)
{
	strbuf_addc(out, '"');
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);

		if (!len) {
			strbuf_adds(out, "\xEF\xBF\xBD");
			len = 1;
		} else if (cp == '"' || cp == '\\') {
			strbuf_addc(out, '\\');
			strbuf_addc(out, s[i]);
		} else if (needs_escape(cp)) {
			add_escape(out, cp);
		} else {
			strbuf_add(out, s + i, len);
		}
		i += len;
	}
	strbuf_addc(out, '"');
}

void json_add_f32(struct strbuf *out, float v)
{
	char text[NUMBER_TEXT_MAX];

	if (isfinite(v))
		strbuf_add(out, text, number_format_f32(text, v));
	else
		strbuf_adds(out, "null");
}

void json_add_f64(struct strbuf *out, double v)
{
	char text[NUMBER_TEXT_MAX];

	if (isfinite(v))
		strbuf_add(out, text, number_format_f64(text, v));
	else
		strbuf_adds(out, "null");
}
