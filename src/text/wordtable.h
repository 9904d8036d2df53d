/*
 * Words → numbers in the order of their first appearance, with counts: the hot table of the reader.
 *
 * The problem: English text has a word every six bytes, and the table of a large text does not fit
 * the cache. One word must cost one cache line, and the miss must be hidden.
 * The approach: an entry is half a line and holds all there is: a word of up to 16 bytes inline as
 * two integers (zero-padded: no word holds NUL), its number, length and count. Longer words keep
 * their hash and a place in an arena. Words come in batches: each is hashed and its entry asked
 * for when it is seen, and looked up when the batch is full. Linear probing, at most half full.
 *
 * Invariants: entry.len is 0 only in empty entries; numbers are 0 … count - 1 without gaps.
 * One thread at a time.
 */
#ifndef TEXT_WORDTABLE_H
#define TEXT_WORDTABLE_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"

#define WORD_INLINE 16
#define WORD_BATCH  64
#define WORD_PAD    16	/* bytes readable behind any word that is added */

struct word_entry {
	uint64_t lo, hi;	/* the bytes as they lie in memory; or hash and place in the arena */
	uint64_t count;
	uint32_t id, len;
};

struct word_table {
	struct word_entry *entries;
	size_t mask;		/* entries - 1 */
	unsigned shift;		/* hash >> shift is where a word is looked for first */
	size_t count;		/* distinct words */
	char *arena;
	size_t arena_len, arena_cap;
	uint64_t seed;
};

/* Tables with the same seed hold their words in about the same order, so that one is merged into
 * another along memory, if there is room before (word_table_reserve()). */
enum status word_table_init(struct word_table *t, uint64_t seed, struct error *err);
/* Make room for `count` words in all. */
enum status word_table_reserve(struct word_table *t, size_t count, struct error *err);
void word_table_release(struct word_table *t);
/* Count `by` more of the word (n > 0 bytes, WORD_PAD readable behind them); *id is its number. */
enum status word_table_add(struct word_table *t, const char *word, size_t n, uint64_t by,
			   uint32_t *id, struct error *err);
/* The entry of a word, NULL if it is not there. */
const struct word_entry *word_table_find(const struct word_table *t, const char *word, size_t n);
/* The bytes of an entry; short words are copied into `buf`. */
const char *word_entry_bytes(const struct word_table *t, const struct word_entry *e,
			     char buf[WORD_INLINE]);

/* --- batches ----------------------------------------------------------------------------------- */

struct word_key {
	uint64_t lo, hi, hash;
	const char *bytes;	/* of a word longer than WORD_INLINE */
	uint32_t len;		/* 0 = no word but the end of a sentence */
};

struct word_batch {
	struct word_table *table;
	uint32_t *out;		/* where the next number goes; there is room */
	bool lower;		/* ASCII capitals become small */
	size_t n;
	struct word_key keys[WORD_BATCH];
	char *lowered;		/* long words in lower case, until the flush */
	size_t lowered_len;
	uint64_t overlong;
	enum status status;	/* the first fault; later words are dropped */
	struct error err;
};

/* Look up what has gathered and write its numbers. The bytes may change afterwards. */
void word_batch_flush(struct word_batch *b);
void word_batch_release(struct word_batch *b);
void word_batch_add_long(struct word_batch *b, const char *word, size_t n);

static inline uint64_t word_load8(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return le64toh(x);
}

/* The mask of the first n of 16 bytes is at word_masks + 16 - n. */
extern const unsigned char word_masks[32];

/* Sixteen bytes in one register of any processor that has them (a GNU extension, no intrinsics). */
typedef signed char word_bytes __attribute__((vector_size(WORD_INLINE)));

/* The word as two integers; A-Z small if `lower` is 0x20 in each byte, unchanged if it is 0. */
static inline void word_pack(const char *word, size_t n, word_bytes lower, uint64_t packed[2])
{
	word_bytes bytes, mask;

	memcpy(&bytes, word, sizeof(bytes));
	memcpy(&mask, word_masks + WORD_INLINE - n, sizeof(mask));
	bytes &= mask;
	bytes |= (word_bytes)((bytes > 'A' - 1) & (bytes < 'Z' + 1)) & lower;
	memcpy(packed, &bytes, sizeof(bytes));
}

static inline uint64_t word_hash_short(uint64_t lo, uint64_t hi, uint64_t seed)
{
	return hash_mix(lo ^ seed, hi + seed);
}

static inline size_t word_slot(const struct word_table *t, uint64_t hash)
{
	return (size_t)(hash >> t->shift);
}

/* What adding a word needs, in variables that no store can alias: they stay in registers. */
struct word_writer {
	struct word_batch *batch;
	struct word_key *key, *full;	/* the next place, and where there is none */
	const struct word_entry *entries;
	word_bytes lower;
	uint64_t seed;
	unsigned shift;
};

static inline struct word_writer word_writer_open(struct word_batch *b)
{
	return (struct word_writer){
		.batch = b,
		.key = b->keys + b->n,
		.full = b->keys + WORD_BATCH,
		.entries = b->table->entries,
		.seed = b->table->seed,
		.lower = (word_bytes){ 0 } + (signed char)(b->lower ? 0x20 : 0),
		.shift = b->table->shift,
	};
}

static inline void word_writer_close(struct word_writer *w)
{
	w->batch->n = (size_t)(w->key - w->batch->keys);
}

/* n ≤ WORD_INLINE. The key is made in its place: building it elsewhere and copying it stalls on
 * store forwarding. */
static inline void word_writer_add(struct word_writer *w, const char *word, size_t n)
{
	uint64_t packed[2], hash;

	word_pack(word, n, w->lower, packed);
	hash = word_hash_short(packed[0], packed[1], w->seed);
	__builtin_prefetch(&w->entries[hash >> w->shift], 1);
	w->key->lo = packed[0];
	w->key->hi = packed[1];
	w->key->hash = hash;
	w->key->len = (uint32_t)n;
	if (__builtin_expect(++w->key == w->full, 0)) {
		word_writer_close(w);
		word_batch_flush(w->batch);
		*w = word_writer_open(w->batch);
	}
}

static inline void word_batch_add(struct word_batch *b, const char *word, size_t n)
{
	struct word_writer w;

	if (n > WORD_INLINE) {
		word_batch_add_long(b, word, n);
		return;
	}
	w = word_writer_open(b);
	word_writer_add(&w, word, n);
	word_writer_close(&w);
}

static inline void word_batch_end_sentence(struct word_batch *b)
{
	b->keys[b->n++] = (struct word_key){ .len = 0 };
	if (b->n == WORD_BATCH)
		word_batch_flush(b);
}

#endif
