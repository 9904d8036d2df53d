/* JSON in, and strings out: what is written must read back as the same bytes where they are
 * UTF-8, and as JSON always. */
#include <string.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "io/json.h"

#define DEPTH_MAX 64

static void walk(const json_value *v, int depth);

static bool visit(void *ctx, const char *key, const json_value *v)
{
	int *depth = ctx;

	if (!utf8_is_valid(key, strlen(key)))
		abort();
	walk(v, *depth + 1);
	return true;
}

static void walk(const json_value *v, int depth)
{
	uint64_t u;
	size_t n;

	if (depth > DEPTH_MAX)
		abort();
	json_get_u64(v, &u);
	if (json_is_object_value(v))
		json_each_member(v, visit, &depth);
	for (size_t i = 0; json_is_array_value(v) && i < json_length(v); i++)
		walk(json_item(v, i), depth + 1);
	if (json_get_string(v, &n) && !utf8_is_valid(json_get_string(v, NULL), n))
		abort();
}

static void write_and_read(const char *s, size_t n)
{
	struct strbuf text = STRBUF_INIT;
	struct json_doc *doc = NULL;
	const char *back;
	size_t k;

	json_add_string(&text, s, n);
	if (json_parse(&doc, text.buf, text.len, NULL) != ST_OK)
		abort();
	back = json_get_string(json_root(doc), &k);
	if (utf8_is_valid(s, n) && (k != n || memcmp(s, back, n) != 0))
		abort();
	json_free(doc);
	strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_doc *doc = NULL;
	struct error err = ERROR_INIT;

	if (json_parse(&doc, (const char *)data, size, &err) == ST_OK)
		walk(json_root(doc), 0);
	else if (!err.text[0])
		abort();
	json_free(doc);
	write_and_read((const char *)data, size);
	return 0;
}
