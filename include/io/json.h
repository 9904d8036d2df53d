/*
 * JSON through jansson, narrowed to what we need. Values are borrowed from the document.
 * Reading is strict: one value, UTF-8, no duplicate keys; depth and size are bounded.
 */
#ifndef IO_JSON_H
#define IO_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

struct json_doc;		/* a parsed document */
typedef struct json_t json_value;	/* jansson's own value; opaque here */

enum status json_parse(struct json_doc **out, const char *text, size_t n, struct error *err);
void json_free(struct json_doc *doc);
const json_value *json_root(const struct json_doc *doc);

bool json_is_object_value(const json_value *v);
bool json_is_array_value(const json_value *v);
const json_value *json_member(const json_value *object, const char *key);	/* NULL if absent */
size_t json_length(const json_value *array);
const json_value *json_item(const json_value *array, size_t i);
bool json_get_u64(const json_value *v, uint64_t *out);	/* false: no unsigned integer */
bool json_get_f64(const json_value *v, double *out);	/* false: no number */
const char *json_get_string(const json_value *v, size_t *n);	/* NULL: no string */
/* Visit the members of an object in file order; stop when fn returns false. */
void json_each_member(const json_value *object,
		      bool (*fn)(void *ctx, const char *key, const json_value *v), void *ctx);

/* Writing: append to a strbuf. A string that is not UTF-8 has its bad bytes as U+FFFD. */
void json_add_string(struct strbuf *out, const char *s, size_t n);
void json_add_f32(struct strbuf *out, float v);		/* NaN, Inf → null */
void json_add_f64(struct strbuf *out, double v);

#endif
