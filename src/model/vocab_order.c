/*
 * The orders of a vocabulary.
 *
 * Byte order: radix sort by the first eight bytes as one big-endian number; rows that agree there
 * are sorted by the next eight, and so on, a short run or a deep one by plain comparison. The first
 * pass reads the words in file order; later ones touch only words with long common beginnings, run
 * by run, on all processors.
 *
 * Loose order: radix sort by the hash of the loose form. The sort is stable, so rows of equal form
 * stay in order of frequency.
 */
#include "model/vocab_order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "model/vocab_sort.h"

#define RUN_SHORT  64  /* rows that are quicker to compare than to sort by keys */
#define DEPTH_MAX  128 /* bytes into the words beyond which runs are compared */
#define PARTS	   256 /* of the sorted keys, finished by threads */
#define CHUNK	   ((size_t)1 << 14)
#define SMALL	   ((size_t)1 << 15) /* rows below which threads cost more than they give */
#define ASCII_FAST 128		     /* longer words take the general way to their loose form */

/* Bytes at … at + 8 of a word as one number, padded with zeros: equal order as bytes, but for
 * words that end here and words with NUL bytes, which come out equal. */
static uint64_t word_key(const struct vocab *v, uint32_t row, size_t at)
{
	size_t n;
	const char *word = vocab_word(v, row, &n);
	unsigned char bytes[8] = { 0 };
	uint64_t key = 0;

	if (at < n)
		memcpy(bytes, word + at, MIN(n - at, 8));
	for (size_t i = 0; i < 8; i++)
		key = key << 8 | bytes[i];
	return key;
}

struct order_job {
	const struct vocab *v;
	struct row_key *keys, *tmp;
	uint64_t seed;
	size_t part[PARTS + 1]; /* where each part starts: never inside a run */
};

static int compare_words(const void *a, const void *b, void *arg)
{
	const struct row_key *x = a, *y = b;
	const struct order_job *job = arg;
	size_t n, m;
	const char *s = vocab_word(job->v, x->row, &n), *t = vocab_word(job->v, y->row, &m);
	int c = memcmp(s, t, MIN(n, m));

	if (c || n != m)
		return c ? c : n < m ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static size_t run_end(const struct row_key *keys, size_t i, size_t n)
{
	uint64_t key = keys[i].key;

	while (i < n && keys[i].key == key)
		i++;
	return i;
}

/* Sort rows [begin, end), whose words agree in their first `depth` bytes. Recursion ends at
 * DEPTH_MAX. */
static void sort_run(struct order_job *job, size_t begin, size_t end, size_t depth)
{
	struct row_key *keys = job->keys;

	if (end - begin <= RUN_SHORT || depth >= DEPTH_MAX) {
		qsort_r(keys + begin, end - begin, sizeof(*keys), compare_words, job);
		return;
	}
	for (size_t i = begin; i < end; i++)
		keys[i].key = word_key(job->v, keys[i].row, depth);
	row_keys_sort(keys + begin, end - begin, job->tmp + begin);
	for (size_t i = begin, stop; i < end; i = stop) {
		stop = run_end(keys, i, end);
		if (stop - i > 1)
			sort_run(job, i, stop, depth + 8);
	}
}

static void fill_word_keys(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct order_job *job = ctx;

	(void)worker;
	for (size_t i = begin; i < end; i++)
		job->keys[i] = (struct row_key){ word_key(job->v, (uint32_t)i, 0), (uint32_t)i };
}

static void finish_parts(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct order_job *job = ctx;
	size_t last = job->part[end];

	(void)worker;
	for (size_t i = job->part[begin], stop; i < last; i = stop) {
		stop = run_end(job->keys, i, last);
		if (stop - i > 1)
			sort_run(job, i, stop, 8);
	}
}

/* Cut the sorted keys into parts that hold whole runs, so that they can be finished at once. */
static void cut_parts(struct order_job *job, size_t rows)
{
	job->part[0] = 0;
	for (size_t p = 1; p <= PARTS; p++) {
		size_t at = rows / PARTS * p;

		at = MAX(at, job->part[p - 1]);
		job->part[p] = at && at < rows ? run_end(job->keys, at - 1, rows) : at;
	}
	job->part[PARTS] = rows;
}

/* --- loose forms ------------------------------------------------------------------------------ */

static bool ascii_lower(const char *s, size_t n, char *out)
{
	unsigned char high = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		high |= c;
		out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return high < 128;
}

static uint64_t loose_hash(const char *word, size_t n, uint64_t seed, struct strbuf *scratch)
{
	char lower[ASCII_FAST];

	if (n <= ASCII_FAST && ascii_lower(word, n, lower))
		return hash_bytes(lower, n, seed);
	strbuf_clear(scratch);
	utf8_fold_loose(scratch, word, n);
	return hash_bytes(scratch->buf, scratch->len, seed);
}

static uint64_t row_loose_hash(const struct vocab *v, uint32_t row, uint64_t seed,
			       struct strbuf *scratch)
{
	size_t n;
	const char *word = vocab_word(v, row, &n);

	return loose_hash(word, n, seed, scratch);
}

static void fill_loose_keys(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct order_job *job = ctx;
	struct strbuf scratch = STRBUF_INIT;

	(void)worker;
	for (size_t i = begin; i < end; i++) {
		uint32_t row = (uint32_t)i;
		uint64_t hash = row_loose_hash(job->v, row, job->seed, &scratch);

		job->keys[i] = (struct row_key){ hash, row };
	}
	strbuf_release(&scratch);
}

/* --- building --------------------------------------------------------------------------------- */

static uint32_t *rows_of(const struct row_key *keys, size_t n)
{
	uint32_t *rows = malloc(MAX(n, 1) * sizeof(*rows));

	for (size_t i = 0; rows && i < n; i++)
		rows[i] = keys[i].row;
	return rows;
}

static uint32_t *build(struct order_job *job,
		       void (*fill)(void *ctx, size_t begin, size_t end, size_t worker),
		       bool finish)
{
	size_t n = vocab_size(job->v), threads = n < SMALL ? 1 : 0;
	uint32_t *rows = NULL;

	job->keys = calloc(MAX(n, 1), sizeof(*job->keys));
	job->tmp = calloc(MAX(n, 1), sizeof(*job->tmp));
	if (job->keys && job->tmp) {
		parallel_for(threads, n, CHUNK, fill, job);
		row_keys_sort(job->keys, n, job->tmp);
		if (finish) {
			cut_parts(job, n);
			parallel_for(threads, PARTS, 1, finish_parts, job);
		}
		rows = rows_of(job->keys, n);
	}
	free(job->keys);
	free(job->tmp);
	return rows;
}

uint32_t *vocab_order_bytes(const struct vocab *v, uint64_t seed)
{
	struct order_job job = { .v = v, .seed = seed };

	return build(&job, fill_word_keys, true);
}

uint32_t *vocab_order_loose(const struct vocab *v, uint64_t seed)
{
	struct order_job job = { .v = v, .seed = seed };

	return build(&job, fill_loose_keys, false);
}

/* First place in the order whose hash is not below `hash`. */
static size_t loose_lower_bound(const struct order_job *job, const uint32_t *order, uint64_t hash,
				struct strbuf *scratch)
{
	size_t lo = 0, hi = vocab_size(job->v);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (row_loose_hash(job->v, order[mid], job->seed, scratch) < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void fold_row(const struct vocab *v, uint32_t row, struct strbuf *out)
{
	size_t n;
	const char *word = vocab_word(v, row, &n);

	strbuf_clear(out);
	utf8_fold_loose(out, word, n);
}

size_t vocab_loose_matches(const struct vocab_loose *loose, const char *word, size_t n,
			   uint32_t *rows, size_t max)
{
	const struct order_job job = { .v = loose->v, .seed = loose->seed };
	struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;
	uint64_t hash = loose_hash(word, n, loose->seed, &have);
	size_t count = 0;

	utf8_fold_loose(&want, word, n);
	for (size_t i = loose_lower_bound(&job, loose->order, hash, &have);
	     i < vocab_size(loose->v) && count < max; i++) {
		uint32_t row = loose->order[i];

		if (row_loose_hash(loose->v, row, loose->seed, &have) != hash)
			break;
		fold_row(loose->v, row, &have);
		if (have.len == want.len && memcmp(have.buf, want.buf, want.len) == 0)
			rows[count++] = row;
	}
	strbuf_release(&want);
	strbuf_release(&have);
	return count;
}
