/*
 * Words in one blob, three ways to reach them.
 *
 * By exact bytes: open addressing with linear probing. A slot holds 32 bits of the word's seeded
 * hash and its row in one u64, so that a probe touches the words only on a true match, and growing
 * needs no hashing; the seed differs from run to run, so that no file can be made of colliding
 * words. Load at most 3/4.
 *
 * By prefix: rows in byte order of their words, found by bisection.
 *
 * By loose form (case and accents ignored): rows in order of the hash of their loose form, found by
 * bisection that hashes on the way, so that the index costs 4 bytes a word. Every hit is compared.
 *
 * The two orders are built at first use. Threads may race there: each builds its own, one
 * compare-exchange publishes the first, and the losers free theirs.
 */
#include "model/vocab.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/thread.h"
#include "model/vocab_order.h"

#define SLOT_EMPTY  UINT64_MAX
#define SLOTS_MIN   16
#define CHECK_CHUNK ((size_t)1 << 17) /* rows that a thread looks through at a time */

struct orders {
	_Atomic(uint32_t *) sorted, loose;
	/* words and tables are somebody else's (vocab_from_parts), and so are these */
	bool borrowed;
	const uint32_t *given_sorted, *given_loose;
};

struct vocab {
	char *blob;	  /* every word with a NUL behind it */
	uint64_t *offset; /* (size + 1): word i is blob[offset[i] … offset[i + 1] − 1) */
	size_t size, offset_cap, blob_cap;
	uint64_t *slots; /* hash << 32 | row */
	size_t slot_count, used;
	uint64_t seed;
	struct orders *orders; /* the only part of a finished vocabulary that still changes */
};

struct vocab *vocab_new(void)
{
	struct vocab *v = xcalloc(1, sizeof(*v));

	v->seed = hash_random_seed();
	v->orders = xcalloc(1, sizeof(*v->orders));
	return v;
}

static void free_order(_Atomic(uint32_t *) *slot, const uint32_t *given)
{
	uint32_t *order = atomic_load(slot);

	if (order != given)
		free(order);
}

void vocab_free(struct vocab *v)
{
	if (!v)
		return;
	if (!v->orders->borrowed) {
		free(v->blob);
		free(v->offset);
		free(v->slots);
	}
	free_order(&v->orders->sorted, v->orders->given_sorted);
	free_order(&v->orders->loose, v->orders->given_loose);
	free(v->orders);
	free(v);
}

size_t vocab_size(const struct vocab *v)
{
	return v->size;
}

size_t vocab_bytes(const struct vocab *v)
{
	size_t orders = (atomic_load(&v->orders->sorted) ? 1u : 0u) +
			(atomic_load(&v->orders->loose) ? 1u : 0u);

	return sizeof(*v) + (v->size ? v->offset[v->size] : 0) + (v->size + 1) * sizeof(uint64_t) +
	       v->slot_count * sizeof(uint64_t) + orders * v->size * sizeof(uint32_t);
}

const char *vocab_word(const struct vocab *v, uint32_t row, size_t *n)
{
	uint64_t at = v->offset[row];

	if (n)
		*n = v->offset[row + 1] - at - 1;
	return v->blob + at;
}

/* --- exact look-up ---------------------------------------------------------------------------- */

static uint32_t word_tag(const struct vocab *v, const char *word, size_t n)
{
	return (uint32_t)(hash_bytes(word, n, v->seed) >> 32);
}

/* The slot that holds the word, or the empty one where it would go. A table of somebody else's may
 * have none of them, or rows that do not exist: slot_count then. */
static size_t slot_for(const struct vocab *v, const char *word, size_t n, uint32_t tag)
{
	size_t mask = v->slot_count - 1;

	for (size_t i = tag & mask, left = v->slot_count; left; i = (i + 1) & mask, left--) {
		uint64_t slot = v->slots[i];
		const char *other;
		size_t m;

		if (slot == SLOT_EMPTY)
			return i;
		if (slot >> 32 != tag || (uint32_t)slot >= v->size)
			continue;
		other = vocab_word(v, (uint32_t)slot, &m);
		if (m == n && memcmp(other, word, n) == 0)
			return i;
	}
	return v->slot_count;
}

uint32_t vocab_find(const struct vocab *v, const char *word, size_t n)
{
	size_t i = slot_for(v, word, n, word_tag(v, word, n));

	return i == v->slot_count || v->slots[i] == SLOT_EMPTY ? VOCAB_NONE : (uint32_t)v->slots[i];
}

static enum status grow_slots(struct vocab *v, size_t count, struct error *err)
{
	uint64_t *slots;
	void *p;

	if (mem_try_calloc(&p, count, sizeof(*slots), "the table of words", err))
		return ST_NOMEM;
	slots = p;
	memset(slots, 0xFF, count * sizeof(*slots)); /* SLOT_EMPTY */
	for (size_t i = 0; i < v->slot_count; i++) {
		uint64_t slot = v->slots[i];
		size_t to = slot >> 32 & (count - 1);

		if (slot == SLOT_EMPTY)
			continue;
		while (slots[to] != SLOT_EMPTY)
			to = (to + 1) & (count - 1);
		slots[to] = slot;
	}
	free(v->slots);
	v->slots = slots;
	v->slot_count = count;
	return ST_OK;
}

/* --- building --------------------------------------------------------------------------------- */

static enum status reserve_slots(struct vocab *v, size_t words, struct error *err)
{
	size_t count = MAX(v->slot_count, SLOTS_MIN);

	while (words > count / 4 * 3)
		count *= 2;
	return count == v->slot_count ? ST_OK : grow_slots(v, count, err);
}

static enum status reserve_words(struct vocab *v, size_t words, struct error *err)
{
	size_t cap = MAX(v->offset_cap, 64);
	void *p = v->offset;

	if (words < v->offset_cap)
		return ST_OK;
	while (cap <= words)
		cap *= 2;
	if (mem_try_realloc(&p, cap, sizeof(*v->offset), "the words", err))
		return ST_NOMEM;
	v->offset = p;
	v->offset_cap = cap;
	v->offset[v->size] = v->size ? v->offset[v->size] : 0;
	return ST_OK;
}

static enum status reserve_bytes(struct vocab *v, size_t extra, struct error *err)
{
	size_t need, cap = MAX(v->blob_cap, 1024);
	void *p = v->blob;

	if (!size_add(v->size ? v->offset[v->size] : 0, extra, &need) || need > SIZE_MAX / 4)
		return error_set(err, ST_NOMEM, "not enough memory for the words");
	if (need <= v->blob_cap)
		return ST_OK;
	while (cap < need)
		cap *= 2;
	if (mem_try_realloc(&p, cap, 1, "the words", err))
		return ST_NOMEM;
	v->blob = p;
	v->blob_cap = cap;
	return ST_OK;
}

enum status vocab_reserve(struct vocab *v, size_t words, size_t bytes, struct error *err)
{
	if (words >= VOCAB_NONE || !size_add(bytes, words, &bytes))
		return error_set(err, ST_NOMEM, "%zu words are more than fit", words);
	if (reserve_words(v, words, err) || reserve_bytes(v, bytes, err))
		return ST_NOMEM;
	return reserve_slots(v, words, err);
}

enum status vocab_add(struct vocab *v, const char *word, size_t n, uint32_t *duplicate,
		      struct error *err)
{
	uint32_t row = (uint32_t)v->size, tag = word_tag(v, word, n);
	uint64_t at;
	size_t slot;

	if (v->size >= VOCAB_NONE - 1)
		return error_set(err, ST_FAILED, "more than %u words", VOCAB_NONE - 1);
	if (n >= SIZE_MAX / 4 || reserve_words(v, v->size + 1, err) ||
	    reserve_bytes(v, n + 1, err) || reserve_slots(v, v->used + 1, err))
		return ST_NOMEM;
	at = v->offset[row];
	memcpy(v->blob + at, word, n);
	v->blob[at + n] = '\0';
	slot = slot_for(v, word, n, tag);
	v->offset[row + 1] = at + n + 1;
	v->size++;
	if (duplicate)
		*duplicate = v->slots[slot] == SLOT_EMPTY ? VOCAB_NONE : (uint32_t)v->slots[slot];
	if (v->slots[slot] == SLOT_EMPTY) {
		v->slots[slot] = (uint64_t)tag << 32 | row;
		v->used++;
	}
	return ST_OK;
}

/* Whoever gave it promises that nobody writes there: a finished vocabulary is only read. */
static void *unwritten(const void *p)
{
	return (void *)(uintptr_t)p;
}

/* --- orders ----------------------------------------------------------------------------------- */

/* Do all of its rows exist? */
static bool order_is_sound(const struct vocab *v, const uint32_t *order)
{
	uint32_t highest = 0;

	for (size_t i = 0; i < v->size; i++)
		highest = MAX(highest, order[i]);
	return highest < v->size;
}

/* The order in *slot; at the first call the one that was given, if it is sound, or one that is built,
 * and published if no other thread has; NULL if memory is short. */
static const uint32_t *order_get(const struct vocab *v, _Atomic(uint32_t *) *slot,
				 const uint32_t *given,
				 uint32_t *(*build)(const struct vocab *v, uint64_t seed))
{
	uint32_t *order = atomic_load(slot), *none = NULL;

	if (order)
		return order;
	if (given && order_is_sound(v, given))
		order = unwritten(given);
	else
		order = build(v, v->seed);
	if (order && !atomic_compare_exchange_strong(slot, &none, order)) {
		if (order != given)
			free(order);
		order = none; /* the one that another thread published */
	}
	return order;
}

const uint32_t *vocab_sorted(const struct vocab *v)
{
	return order_get(v, &v->orders->sorted, v->orders->given_sorted, vocab_order_bytes);
}

static const uint32_t *loose_order(const struct vocab *v)
{
	return order_get(v, &v->orders->loose, v->orders->given_loose, vocab_order_loose);
}

/* Compare the word of a row with a prefix: <0, 0 (starts with it), >0. */
static int compare_prefix(const struct vocab *v, uint32_t row, const char *prefix, size_t n)
{
	size_t m;
	const char *word = vocab_word(v, row, &m);
	int c = memcmp(word, prefix, MIN(n, m));

	return c || m >= n ? c : -1;
}

void vocab_prefix(const struct vocab *v, const char *prefix, size_t n, size_t *begin, size_t *end)
{
	const uint32_t *order = vocab_sorted(v);
	size_t lo = 0, hi = order ? v->size : 0, top = hi;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare_prefix(v, order[mid], prefix, n) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*begin = lo;
	for (hi = top; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare_prefix(v, order[mid], prefix, n) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*end = lo;
}

size_t vocab_find_loose(const struct vocab *v, const char *word, size_t n, uint32_t *rows,
			size_t max)
{
	struct vocab_loose loose = { .v = v, .seed = v->seed };

	loose.order = loose_order(v);
	return loose.order ? vocab_loose_matches(&loose, word, n, rows, max) : 0;
}

/* --- parts ------------------------------------------------------------------------------------ */

void vocab_get_parts(const struct vocab *v, struct vocab_parts *out)
{
	*out = (struct vocab_parts){
		.blob = v->blob,
		.offset = v->offset,
		.size = v->size,
		.slots = v->slots,
		.slot_count = v->slot_count,
		.seed = v->seed,
		.sorted = vocab_sorted(v),
		.loose = loose_order(v),
	};
}

struct checking {
	const struct vocab_parts *p;
	atomic_bool bad;
};

/* No branch for a single word: this is as fast as memory. */
static void check_offsets(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct checking *c = ctx;
	const uint64_t *offset = c->p->offset;
	uint64_t blob = offset[c->p->size], wrong = 0;

	(void)worker;
	for (size_t i = begin; i < end; i++) {
		uint64_t to = offset[i + 1];

		/* the highest bit of: no rise, beyond the blob, a number that is too large anyway */
		wrong |= (to - offset[i] - 1) | (blob - to) | to;
	}
	if (wrong >> 63)
		atomic_store(&c->bad, true);
}

/* Every word lies inside the blob, and whoever reads on for a NUL finds one there: what it says may be
 * wrong, but it cannot lead astray. The table and the orders are looked at as they are used: most of
 * them never is. */
static bool parts_are_sound(const struct vocab_parts *p, size_t blob_bytes)
{
	struct checking c = { .p = p };

	if (!p->size || p->size >= VOCAB_NONE || p->slot_count < SLOTS_MIN ||
	    (p->slot_count & (p->slot_count - 1)) || p->offset[0] != 0 || !blob_bytes ||
	    blob_bytes > INT64_MAX || p->offset[p->size] != blob_bytes ||
	    p->blob[blob_bytes - 1] != '\0')
		return false;
	parallel_for(0, p->size, CHECK_CHUNK, check_offsets, &c);
	return !atomic_load(&c.bad);
}

struct vocab *vocab_from_parts(const struct vocab_parts *p, size_t blob_bytes)
{
	struct vocab *v;

	if (!parts_are_sound(p, blob_bytes))
		return NULL;
	v = vocab_new();
	v->blob = unwritten(p->blob);
	v->offset = unwritten(p->offset);
	v->size = v->used = p->size;
	v->slots = unwritten(p->slots);
	v->slot_count = p->slot_count;
	v->seed = p->seed;
	v->orders->borrowed = true;
	v->orders->given_sorted = p->sorted;
	v->orders->given_loose = p->loose;
	return v;
}
