/*
 * safetensors: u64 N, N bytes of JSON, data. The JSON names tensors with type, shape and the range
 * of their bytes. Nothing is believed before these hold for all tensors, sorted by place:
 *
 *   1. end − begin = product of the shape × size of the type, without overflow;
 *   2. the first begins at 0, each begins where the one before ends, the last ends with the file
 *      (no holes and no tail to hide things in, no overlap that makes little data large);
 *   3. no name comes twice (the JSON reader's rule), __metadata__ maps strings to strings.
 *
 * (huggingface/safetensors, README and safetensors/src/tensor.rs)
 */
#include "safetensors_header.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

#define METADATA      "__metadata__"
#define DESCRIBED_MAX 5

static size_t dtype_bits(const char *dtype)
{
	static const struct {
		const char *name;
		size_t bits;
	} types[] = {
		{ "F32", 32 },	  { "F16", 16 },	{ "BF16", 16 },	      { "F64", 64 },
		{ "I8", 8 },	  { "U8", 8 },		{ "BOOL", 8 },	      { "I16", 16 },
		{ "U16", 16 },	  { "I32", 32 },	{ "U32", 32 },	      { "I64", 64 },
		{ "U64", 64 },	  { "C64", 64 },	{ "F8_E4M3", 8 },     { "F8_E5M2", 8 },
		{ "F8_E8M0", 8 }, { "F8_E4M3FNUZ", 8 }, { "F8_E5M2FNUZ", 8 }, { "F4", 4 },
		{ "F6_E2M3", 6 }, { "F6_E3M2", 6 },
	};

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (strcmp(types[i].name, dtype) == 0)
			return types[i].bits;
	}
	return 0;
}

/* Fill t's shape; *numbers = their product. */
static bool read_shape(const json_value *shape, struct tensor *t, uint64_t *numbers)
{
	*numbers = 1;
	if (!json_is_array_value(shape))
		return false;
	t->rank = json_length(shape);
	for (size_t i = 0; i < t->rank; i++) {
		uint64_t n;

		if (!json_get_u64(json_item(shape, i), &n) ||
		    __builtin_mul_overflow(*numbers, n, numbers))
			return false;
		if (i < SAFETENSORS_RANK_MAX)
			t->shape[i] = n;
	}
	return true;
}

static bool read_range(const json_value *range, struct tensor *t)
{
	return json_is_array_value(range) && json_length(range) == 2 &&
	       json_get_u64(json_item(range, 0), &t->begin) &&
	       json_get_u64(json_item(range, 1), &t->end) && t->begin <= t->end;
}

static enum status read_tensor(struct tensor *t, const char *name, const json_value *v,
			       struct error *err)
{
	uint64_t numbers = 0, bits = 0;
	size_t width;

	t->name = name;
	if (!json_is_object_value(v))
		return error_set(err, ST_FORMAT, "its header says nothing about tensor \"%s\"",
				 name);
	t->dtype = json_get_string(json_member(v, "dtype"), NULL);
	if (!t->dtype || !read_shape(json_member(v, "shape"), t, &numbers) ||
	    !read_range(json_member(v, "data_offsets"), t))
		return error_set(err, ST_FORMAT,
				 "tensor \"%s\" has no proper dtype, shape and data_offsets", name);
	width = dtype_bits(t->dtype);
	if (!width) /* newer than this program: its range is still checked */
		return ST_OK;
	if (__builtin_mul_overflow(numbers, width, &bits) || bits % 8 != 0 ||
	    t->end - t->begin != bits / 8)
		return error_set(err, ST_FORMAT,
				 "tensor \"%s\" claims %" PRIu64 " bytes, which is not the size of "
				 "its shape",
				 name, t->end - t->begin);
	return ST_OK;
}

static int by_place(const void *a, const void *b)
{
	const struct tensor *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* Invariant 2; offsets become those of the file. */
static enum status check_places(struct safetensors *s, uint64_t data, uint64_t size,
				struct error *err)
{
	uint64_t expected = 0, room = size - data;

	if (s->count)
		qsort(s->tensors, s->count, sizeof(*s->tensors), by_place);
	for (size_t i = 0; i < s->count; i++) {
		struct tensor *t = &s->tensors[i];

		if (t->end > room)
			return error_set(err, ST_FORMAT,
					 "it is cut short: tensor \"%s\" ends %" PRIu64
					 " bytes behind the end of the file",
					 t->name, t->end - room);
		if (t->begin != expected)
			return error_set(err, ST_FORMAT,
					 "tensor \"%s\" begins at byte %" PRIu64
					 " of the data instead of %" PRIu64,
					 t->name, t->begin, expected);
		expected = t->end;
		t->begin += data;
		t->end += data;
	}
	if (expected != room)
		return error_set(err, ST_FORMAT, "%" PRIu64 " bytes at its end belong to no tensor",
				 room - expected);
	return ST_OK;
}

struct walk {
	struct safetensors *out;
	size_t cap;
	enum status st;
	struct error *err;
};

static bool metadata_entry(void *ctx, const char *key, const json_value *v)
{
	struct walk *w = ctx;

	if (!json_get_string(v, NULL))
		w->st = error_set(w->err, ST_FORMAT, "its metadata \"%s\" is not text", key);
	return w->st == ST_OK;
}

static bool header_entry(void *ctx, const char *key, const json_value *v)
{
	struct walk *w = ctx;

	if (strcmp(key, METADATA) == 0) {
		if (json_is_object_value(v))
			json_each_member(v, metadata_entry, w);
		else
			w->st = error_set(w->err, ST_FORMAT, "its " METADATA " is not an object");
		return w->st == ST_OK;
	}
	ARRAY_RESERVE(w->out->tensors, w->cap, w->out->count + 1);
	w->out->tensors[w->out->count] = (struct tensor){ 0 };
	w->st = read_tensor(&w->out->tensors[w->out->count], key, v, w->err);
	w->out->count++;
	return w->st == ST_OK;
}

enum status safetensors_parse(struct safetensors *out, const char *text, size_t n, uint64_t data,
			      uint64_t size, struct error *err)
{
	struct safetensors s = { 0 };
	struct walk w = { .out = &s, .err = err };
	enum status st = json_parse(&s.doc, text, n, err);

	if (st)
		return error_wrap(err, "its header");
	if (!json_is_object_value(json_root(s.doc)))
		w.st = error_set(err, ST_FORMAT, "its header is not a JSON object");
	else
		json_each_member(json_root(s.doc), header_entry, &w);
	if (!w.st && data > size)
		w.st = error_set(err, ST_FORMAT, "it ends inside its header");
	if (!w.st)
		w.st = check_places(&s, data, size, err);
	if (w.st)
		safetensors_release(&s);
	else
		*out = s;
	return w.st;
}

void safetensors_release(struct safetensors *st)
{
	free(st->tensors);
	json_free(st->doc);
	*st = (struct safetensors){ 0 };
}

const struct tensor *safetensors_find(const struct safetensors *st, const char *name)
{
	for (size_t i = 0; i < st->count; i++) {
		if (strcmp(st->tensors[i].name, name) == 0)
			return &st->tensors[i];
	}
	return NULL;
}

static void describe_tensor(const struct tensor *t, struct strbuf *out)
{
	strbuf_addf(out, "%.60s %.12s [", t->name, t->dtype);
	for (size_t i = 0; i < MIN(t->rank, SAFETENSORS_RANK_MAX); i++)
		strbuf_addf(out, "%s%" PRIu64, i ? ", " : "", t->shape[i]);
	strbuf_adds(out, t->rank > SAFETENSORS_RANK_MAX ? ", …]" : "]");
}

void safetensors_describe(const struct safetensors *st, struct strbuf *out)
{
	if (!st->count)
		strbuf_adds(out, "no tensor at all");
	for (size_t i = 0; i < MIN(st->count, DESCRIBED_MAX); i++) {
		strbuf_adds(out, i ? ", " : "");
		describe_tensor(&st->tensors[i], out);
	}
	if (st->count > DESCRIBED_MAX)
		strbuf_addf(out, " and %zu more", st->count - DESCRIBED_MAX);
}
