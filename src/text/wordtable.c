#include "wordtable.h"

#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "text/corpus.h"
#include "text/read.h"

#define START_ENTRIES ((size_t)1 << 12)

const unsigned char word_masks[32] = {
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

static enum status allocate(struct word_table *t, size_t size, struct error *err)
{
	void *entries = NULL;
	enum status st = mem_try_calloc(&entries, size, sizeof(*t->entries), "the words", err);

	if (st != ST_OK)
		return st;
	mem_want_large_pages(entries, size * sizeof(*t->entries));
	t->entries = entries;
	t->mask = size - 1;
	t->shift = 64 - (unsigned)__builtin_ctzll(size);
	return ST_OK;
}

enum status word_table_init(struct word_table *t, uint64_t seed, struct error *err)
{
	*t = (struct word_table){ .seed = seed };
	return allocate(t, START_ENTRIES, err);
}

void word_table_release(struct word_table *t)
{
	free(t->entries);
	free(t->arena);
	*t = (struct word_table){ 0 };
}

static uint64_t entry_hash(const struct word_table *t, const struct word_entry *e)
{
	return e->len > WORD_INLINE ? e->lo : word_hash_short(e->lo, e->hi, t->seed);
}

static enum status resize(struct word_table *t, size_t size, struct error *err)
{
	struct word_entry *from = t->entries;
	size_t old = t->mask + 1;
	enum status st = allocate(t, size, err);

	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < old; i++) {
		size_t slot = word_slot(t, entry_hash(t, &from[i]));

		if (!from[i].len)
			continue;
		while (t->entries[slot].len)
			slot = (slot + 1) & t->mask;
		t->entries[slot] = from[i];
	}
	free(from);
	return ST_OK;
}

static enum status grow(struct word_table *t, struct error *err)
{
	size_t old = t->mask + 1, size;

	if (!size_mul(old, old < (size_t)1 << 18 ? 4 : 2, &size))
		return error_set(err, ST_NOMEM, "not enough memory for the words");
	return resize(t, size, err);
}

enum status word_table_reserve(struct word_table *t, size_t count, struct error *err)
{
	size_t size = t->mask + 1;

	while (size / 8 * 5 <= count)
		if (!size_mul(size, 2, &size))
			return error_set(err, ST_NOMEM, "not enough memory for the words");
	return size == t->mask + 1 ? ST_OK : resize(t, size, err);
}

static enum status arena_add(struct word_table *t, const char *word, size_t n, struct error *err)
{
	size_t need, cap;
	void *p = t->arena;
	enum status st;

	if (!size_add(t->arena_len, n, &need))
		return error_set(err, ST_NOMEM, "not enough memory for the words");
	if (need > t->arena_cap) {
		cap = MAX(need + need / 2, (size_t)1 << 16);
		st = mem_try_realloc(&p, cap, 1, "the words", err);
		if (st != ST_OK)
			return st;
		t->arena = p;
		t->arena_cap = cap;
	}
	memcpy(t->arena + t->arena_len, word, n);
	t->arena_len = need;
	return ST_OK;
}

/* The entry of the word, or the empty one where it belongs. */
static inline struct word_entry *probe(const struct word_table *t, const struct word_key *key)
{
	size_t slot = word_slot(t, key->hash);

	for (;; slot = (slot + 1) & t->mask) {
		struct word_entry *e = &t->entries[slot];

		if (e->len == key->len && e->lo == key->lo) {
			if (key->len <= WORD_INLINE
				    ? e->hi == key->hi
				    : !memcmp(t->arena + e->hi, key->bytes, key->len))
				return e;
		}
		if (!e->len)
			return e;
	}
}

static enum status fill(struct word_table *t, struct word_entry *e, const struct word_key *key,
			struct error *err)
{
	enum status st = ST_OK;

	if (t->count >= CORPUS_SENTENCE_END - 1)
		return error_set(err, ST_FAILED, "the text has more than %u different words",
				 CORPUS_SENTENCE_END - 1);
	*e = (struct word_entry){
		.lo = key->lo, .hi = key->hi, .id = (uint32_t)t->count, .len = key->len
	};
	if (key->len > WORD_INLINE) {
		e->hi = t->arena_len;
		st = arena_add(t, key->bytes, key->len, err);
	}
	if (st != ST_OK)
		e->len = 0;
	else
		t->count++;
	return st;
}

static inline enum status count_word(struct word_table *t, const struct word_key *key, uint64_t by,
				     uint32_t *id, struct error *err)
{
	struct word_entry *e = probe(t, key);
	enum status st;

	if (!e->len) {
		if (t->count >= t->mask / 8 * 5) {
			st = grow(t, err);
			if (st != ST_OK)
				return st;
			e = probe(t, key);
		}
		st = fill(t, e, key, err);
		if (st != ST_OK)
			return st;
	}
	e->count += by;
	*id = e->id;
	return ST_OK;
}

static struct word_key make_key(const struct word_table *t, const char *word, size_t n)
{
	struct word_key key = { .len = (uint32_t)n, .bytes = word };
	char bytes[WORD_INLINE] = { 0 };

	if (n > WORD_INLINE) {
		key.lo = key.hash = hash_bytes(word, n, t->seed);
		return key;
	}
	memcpy(bytes, word, n);
	memcpy(&key.lo, bytes, sizeof(key.lo));
	memcpy(&key.hi, bytes + sizeof(key.lo), sizeof(key.hi));
	key.hash = word_hash_short(key.lo, key.hi, t->seed);
	return key;
}

enum status word_table_add(struct word_table *t, const char *word, size_t n, uint64_t by,
			   uint32_t *id, struct error *err)
{
	struct word_key key = make_key(t, word, n);

	return count_word(t, &key, by, id, err);
}

const struct word_entry *word_table_find(const struct word_table *t, const char *word, size_t n)
{
	struct word_key key = make_key(t, word, n);
	const struct word_entry *e = probe(t, &key);

	return e->len ? e : NULL;
}

const char *word_entry_bytes(const struct word_table *t, const struct word_entry *e,
			     char buf[WORD_INLINE])
{
	if (e->len > WORD_INLINE)
		return t->arena + e->hi;
	memcpy(buf, &e->lo, sizeof(e->lo));
	memcpy(buf + sizeof(e->lo), &e->hi, sizeof(e->hi));
	return buf;
}

/* --- batches ----------------------------------------------------------------------------------- */

void word_batch_flush(struct word_batch *b)
{
	const struct word_key *key = b->keys, *end = key + b->n;
	uint32_t *to = b->out;

	for (; key < end && b->status == ST_OK; key++, to++) {
		struct word_entry *e;

		if (!key->len) {
			*to = CORPUS_SENTENCE_END;
			continue;
		}
		e = probe(b->table, key);
		if (__builtin_expect(!e->len, 0)) {
			b->status = count_word(b->table, key, 1, to, &b->err);
			continue;
		}
		e->count++;
		*to = e->id;
	}
	b->out += b->n;
	b->n = 0;
	b->lowered_len = 0;
}

void word_batch_release(struct word_batch *b)
{
	free(b->lowered);
	b->lowered = NULL;
}

/* A copy in lower case that lives until the flush. */
static const char *lower_long(struct word_batch *b, const char *word, size_t n)
{
	char *to;

	if (!b->lowered)
		b->lowered = xmalloc(WORD_BATCH * TEXT_WORD_MAX);
	to = b->lowered + b->lowered_len;
	for (size_t i = 0; i < n; i++)
		to[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + ('a' - 'A')) : word[i];
	b->lowered_len += n;
	return to;
}

void word_batch_add_long(struct word_batch *b, const char *word, size_t n)
{
	struct word_key *key = &b->keys[b->n];

	if (n > TEXT_WORD_MAX) {
		b->overlong++;
		return;
	}
	key->bytes = b->lower ? lower_long(b, word, n) : word;
	key->len = (uint32_t)n;
	key->hi = 0;
	key->lo = key->hash = hash_bytes(key->bytes, n, b->table->seed);
	if (++b->n == WORD_BATCH)
		word_batch_flush(b);
}
