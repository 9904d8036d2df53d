/*
 * GGUF (ggml-org/ggml: docs/gguf.md, src/gguf.cpp):
 *
 *	"GGUF", u32 version, u64 tensors, u64 entries
 *	entries × { string key, u32 type, value }
 *	tensors × { string name, u32 rank, rank × u64 ne, u32 type, u64 offset }
 *	zeros up to the alignment, data
 *
 * A string is u64 length and bytes, an array u32 type, u64 count and elements. Invariants:
 *
 *   1. a count is believed only if its elements, at their smallest, fit into the rest of the file;
 *   2. no recursion: an array of arrays is refused;
 *   3. of the metadata only what we know is kept, and of an array only where it stands;
 *   4. what is optional and has another type than it should is ignored, not a fault.
 */
#include "gguf_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/vocab.h"

#define KEY_MAX	     65535
#define NAME_MAX_LEN 255 /* ggml's own limit is 64 */
#define ENTRY_BYTES  14	 /* the least: length, one byte of key, type, one byte of value */
#define TENSOR_BYTES 25	 /* length, one byte of name, rank, type, offset */
#define TEXT_MAX     256 /* of what we show */

struct parsing {
	struct gguf g;
	struct cursor c;
	uint64_t alignment;
	struct vocab *keys, *names; /* to notice what comes twice */
	struct error *err;
};

void gguf_string(struct cursor *c, struct strbuf *out, size_t max)
{
	uint64_t n = cursor_u64(c);
	size_t kept;

	strbuf_clear(out);
	if (!c->st && n > cursor_left(c))
		c->st = error_set(c->err, ST_FORMAT,
				  "it is damaged: at byte %" PRIu64 " a text of %" PRIu64
				  " bytes begins, more than follow",
				  cursor_tell(c), n);
	if (c->st)
		return;
	kept = (size_t)MIN(n, (uint64_t)max);
	strbuf_reserve(out, kept);
	for (size_t done = 0; done < kept && !c->st;) {
		char piece[1024];
		size_t k = MIN(kept - done, sizeof(piece));

		cursor_bytes(c, piece, k);
		strbuf_add(out, piece, k);
		done += k;
	}
	cursor_skip(c, n - kept);
}

/* --- values ------------------------------------------------------------------------------------- */

static size_t value_bytes(uint32_t type)
{
	static const uint8_t bytes[] = { 1, 1, 2, 2, 4, 4, 4, 1, 8, 0, 8, 8, 8 };

	return type < ARRAY_LEN(bytes) ? bytes[type] : 0;
}

static enum status bad_type(struct parsing *p, uint32_t type)
{
	return error_set(p->err, ST_FORMAT,
			 "it is damaged: before byte %" PRIu64 " stands a value of type %u, which "
			 "does not exist",
			 cursor_tell(&p->c), type);
}

static enum status skip_array(struct parsing *p, struct gguf_array *out)
{
	struct cursor *c = &p->c;
	size_t size;

	out->type = cursor_u32(c);
	out->count = cursor_u64(c);
	out->at = cursor_tell(c);
	if (c->st)
		return c->st;
	size = value_bytes(out->type);
	if (!size)
		return bad_type(p, out->type);
	if (out->count > cursor_left(c) / size)
		return error_set(p->err, ST_FORMAT,
				 "it is damaged: at byte %" PRIu64 " a list of %" PRIu64
				 " elements begins, more than fit into the rest",
				 out->at, out->count);
	if (out->type != GGUF_STRING) {
		cursor_skip(c, out->count * size);
		return c->st;
	}
	for (uint64_t i = 0; i < out->count && !c->st; i++) {
		uint64_t n = cursor_u64(c);

		if (!c->st)
			cursor_skip(c, n);
	}
	return c->st;
}

/* A whole number of any width; false for other types, which are skipped. */
static bool read_number(struct parsing *p, uint32_t type, uint64_t *out)
{
	size_t size = value_bytes(type);
	unsigned char bytes[8] = { 0 };
	uint64_t v = 0;

	cursor_bytes(&p->c, bytes, size);
	for (size_t i = size; i-- > 0;)
		v = v << 8 | bytes[i];
	*out = v;
	return type != GGUF_F32 && type != GGUF_F64 && type != GGUF_BOOL;
}

static enum status set_alignment(struct parsing *p, uint32_t type, uint64_t v)
{
	if (type != GGUF_U32 || !v || (v & (v - 1)))
		return error_set(p->err, ST_FORMAT,
				 "its general.alignment is no power of two (%" PRIu64 ")", v);
	p->alignment = v;
	return ST_OK;
}

static enum status take_string(struct parsing *p, const char *key)
{
	struct strbuf text = STRBUF_INIT, *to = NULL;

	gguf_string(&p->c, &text, TEXT_MAX);
	if (strcmp(key, "general.architecture") == 0)
		to = &p->g.architecture;
	else if (strcmp(key, "general.name") == 0)
		to = &p->g.name;
	else if (strcmp(key, "tokenizer.ggml.model") == 0)
		to = &p->g.tokenizer;
	if (to) {
		strbuf_clear(to);
		strbuf_add(to, text.buf, text.len);
	}
	strbuf_release(&text);
	return p->c.st;
}

static enum status take_array(struct parsing *p, const char *key)
{
	struct gguf_array a;
	enum status st = skip_array(p, &a);

	if (!st && strcmp(key, "tokenizer.ggml.tokens") == 0 && a.type == GGUF_STRING)
		p->g.tokens = a;
	if (!st && strcmp(key, "tokenizer.ggml.token_type") == 0 &&
	    (a.type == GGUF_I32 || a.type == GGUF_U32))
		p->g.token_types = a;
	return st;
}

static enum status take_number(struct parsing *p, const char *key, uint32_t type)
{
	uint64_t v;
	bool whole = read_number(p, type, &v);

	if (p->c.st)
		return p->c.st;
	if (strcmp(key, "general.alignment") == 0)
		return set_alignment(p, type, v);
	if (whole && strcmp(key, "split.no") == 0)
		p->g.part = v + 1;
	if (whole && strcmp(key, "split.count") == 0)
		p->g.parts = v;
	return ST_OK;
}

/* Remember a name; it must not be empty, too long or there already. */
static enum status check_name(struct parsing *p, struct vocab *seen, const struct strbuf *name,
			      const char *what)
{
	uint32_t twin;
	enum status st;

	if (p->c.st)
		return p->c.st;
	if (!name->len || strlen(name->buf) != name->len)
		return error_set(p->err, ST_FORMAT, "it is damaged: %s has no proper name", what);
	st = vocab_add(seen, name->buf, name->len, &twin, p->err);
	if (!st && twin != VOCAB_NONE)
		st = error_set(p->err, ST_FORMAT, "it is damaged: \"%.64s\" comes twice",
			       name->buf);
	return st;
}

static enum status read_entry(struct parsing *p, struct strbuf *key)
{
	uint32_t type;
	enum status st;

	gguf_string(&p->c, key, KEY_MAX);
	type = cursor_u32(&p->c);
	st = check_name(p, p->keys, key, "an entry of its metadata");
	if (st)
		return st;
	if (type == GGUF_STRING)
		return take_string(p, key->buf);
	if (type == GGUF_ARRAY)
		return take_array(p, key->buf);
	return value_bytes(type) ? take_number(p, key->buf, type) : bad_type(p, type);
}

/* --- tensors ------------------------------------------------------------------------------------ */

static enum status read_tensor(struct parsing *p, struct gguf_tensor *t, struct strbuf *name)
{
	struct cursor *c = &p->c;
	uint32_t rank;
	enum status st;

	gguf_string(c, name, NAME_MAX_LEN);
	rank = cursor_u32(c);
	st = check_name(p, p->names, name, "a tensor");
	if (st)
		return st;
	if (rank > GGUF_RANK_MAX)
		return error_set(p->err, ST_FORMAT, "its tensor \"%.64s\" has %u dimensions",
				 name->buf, rank);
	t->rank = rank;
	for (size_t i = 0; i < GGUF_RANK_MAX; i++)
		t->ne[i] = i < rank ? cursor_u64(c) : 1;
	t->type = cursor_u32(c);
	t->offset = cursor_u64(c);
	t->block = block_type_find(t->type);
	t->name = xstrdup(name->buf);
	return c->st;
}

bool gguf_tensor_bytes(const struct gguf_tensor *t, uint64_t *bytes)
{
	uint64_t rest = 1;

	if (!t->block || t->ne[0] % t->block->numbers)
		return false;
	for (size_t i = 1; i < GGUF_RANK_MAX; i++)
		if (__builtin_mul_overflow(rest, t->ne[i], &rest))
			return false;
	return !__builtin_mul_overflow(t->ne[0] / t->block->numbers, t->block->bytes, bytes) &&
	       !__builtin_mul_overflow(*bytes, rest, bytes);
}

/* Offsets become those of the file. */
static enum status place_tensors(struct parsing *p)
{
	uint64_t data = cursor_tell(&p->c);

	if (data > UINT64_MAX - p->alignment)
		return error_set(p->err, ST_FORMAT, "its alignment is absurd");
	data = (data + p->alignment - 1) / p->alignment * p->alignment;
	for (size_t i = 0; i < p->g.tensor_count; i++) {
		struct gguf_tensor *t = &p->g.tensors[i];

		if (t->offset % p->alignment || __builtin_add_overflow(t->offset, data, &t->offset))
			return error_set(p->err, ST_FORMAT,
					 "its tensor \"%.64s\" begins at a place that cannot be",
					 t->name);
	}
	return ST_OK;
}

static enum status read_tensors(struct parsing *p, uint64_t count)
{
	struct strbuf name = STRBUF_INIT;
	void *tensors = NULL;
	enum status st;

	if (count > cursor_left(&p->c) / TENSOR_BYTES)
		return error_set(p->err, ST_FORMAT,
				 "its header claims %" PRIu64 " tensors, more than fit into it",
				 count);
	st = mem_try_calloc(&tensors, (size_t)count, sizeof(*p->g.tensors), "the tensors", p->err);
	p->g.tensors = tensors;
	for (uint64_t i = 0; i < count && !st; i++) {
		st = read_tensor(p, &p->g.tensors[i], &name);
		p->g.tensor_count = (size_t)i + 1;
	}
	strbuf_release(&name);
	return st ? st : place_tensors(p);
}

/* --- the whole ---------------------------------------------------------------------------------- */

static enum status read_counts(struct parsing *p, uint64_t *tensors, uint64_t *entries)
{
	struct cursor *c = &p->c;
	uint32_t magic = cursor_u32(c), version = cursor_u32(c);

	*tensors = cursor_u64(c);
	*entries = cursor_u64(c);
	if (c->st)
		return c->st;
	if (magic != 0x46554747)
		return error_set(p->err, ST_FORMAT, "it does not begin with GGUF");
	if (version && !(version & 0xFFFF))
		return error_set(p->err, ST_FORMAT,
				 "it is a GGUF file in big-endian byte order, which vecscope does "
				 "not read");
	if (version < 2 || version > 3)
		return error_set(p->err, ST_FORMAT, "it is GGUF of version %u; 2 and 3 are read",
				 version);
	p->g.version = version;
	if (*entries > cursor_left(c) / ENTRY_BYTES)
		return error_set(p->err, ST_FORMAT,
				 "its header claims %" PRIu64 " entries of metadata, more than fit "
				 "into it",
				 *entries);
	return ST_OK;
}

static enum status read_all(struct parsing *p)
{
	struct strbuf key = STRBUF_INIT;
	uint64_t tensors = 0, entries = 0;
	enum status st = read_counts(p, &tensors, &entries);

	for (uint64_t i = 0; i < entries && !st; i++)
		st = read_entry(p, &key);
	strbuf_release(&key);
	return st ? st : read_tensors(p, tensors);
}

enum status gguf_parse(struct gguf *out, const struct source *src, struct error *err)
{
	struct parsing p = {
		.g = { .architecture = STRBUF_INIT, .name = STRBUF_INIT, .tokenizer = STRBUF_INIT },
		.alignment = 32,
		.keys = vocab_new(),
		.names = vocab_new(),
		.err = err,
	};
	enum status st;

	cursor_init(&p.c, src, err);
	st = read_all(&p);
	cursor_release(&p.c);
	vocab_free(p.keys);
	vocab_free(p.names);
	if (st)
		gguf_release(&p.g);
	else
		*out = p.g;
	return st;
}

void gguf_release(struct gguf *g)
{
	for (size_t i = 0; i < g->tensor_count; i++)
		free(g->tensors[i].name);
	free(g->tensors);
	strbuf_release(&g->architecture);
	strbuf_release(&g->name);
	strbuf_release(&g->tokenizer);
	*g = (struct gguf){ 0 };
}

const struct gguf_tensor *gguf_find(const struct gguf *g, const char *name)
{
	for (size_t i = 0; i < g->tensor_count; i++)
		if (strcmp(g->tensors[i].name, name) == 0)
			return &g->tensors[i];
	return NULL;
}
