/*
 * The nearest spellings of a word that is not there.
 *
 * Distance: optimal string alignment (insert, delete, replace, exchange two neighbours: Damerau
 * 1964, Levenshtein 1966) over characters with ASCII capitals lowered, at most 2, at most 1 for
 * words of up to three characters, where two edits reach everything.
 *
 * Before a word is compared it must pass two cheap tests that no near word fails: lengths differ by
 * at most the limit, and of the sets of letters (64 bits, by code point modulo 64) each lacks at
 * most as many of the other's members as there may be edits. All words are looked at, in parallel;
 * each worker keeps its best.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "model/query.h"

#define EDITS	   2u
#define LENGTH_MAX 64 /* characters; longer words have no suggestions */
#define BEST_MAX   64
#define CHUNK	   4096
#define SMALL	   20000 /* words below which one thread is quicker */

struct spelling {
	uint32_t ch[LENGTH_MAX];
	size_t n;
	uint64_t letters;
};

struct near_word {
	unsigned distance;
	uint32_t row;
};

struct best {
	struct near_word item[BEST_MAX];
	size_t count;
	char apart[64]; /* keeps the workers off one another's cache lines */
};

struct hunt {
	const struct vocab *v;
	struct spelling word;
	unsigned limit;
	size_t max;
	struct best *best; /* one per worker */
};

/* False if it is longer than LENGTH_MAX. Bytes that are no UTF-8 count as characters. */
static bool spell(struct spelling *out, const char *s, size_t n)
{
	out->n = 0;
	out->letters = 0;
	while (n) {
		uint32_t cp = (unsigned char)*s;
		size_t used = cp < 128 ? 1 : utf8_decode(s, n, &cp);

		if (out->n == LENGTH_MAX)
			return false;
		if (!used) {
			used = 1;
			cp = 0x110000 + (unsigned char)*s;
		}
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		out->ch[out->n++] = cp;
		out->letters |= (uint64_t)1 << (cp & 63);
		s += used;
		n -= used;
	}
	return true;
}

static bool may_be_near(const struct spelling *a, const struct spelling *b, unsigned limit)
{
	return a->n <= b->n + limit && b->n <= a->n + limit &&
	       (unsigned)__builtin_popcountll(a->letters & ~b->letters) <= limit &&
	       (unsigned)__builtin_popcountll(b->letters & ~a->letters) <= limit;
}

static unsigned cell(const struct spelling *a, const struct spelling *b, size_t i, size_t j,
		     unsigned (*row)[LENGTH_MAX + 1])
{
	const unsigned *up = row[(i + 2) % 3], *upper = row[(i + 1) % 3];
	bool same = a->ch[i - 1] == b->ch[j - 1];
	unsigned best = MIN(up[j], row[i % 3][j - 1]) + 1;

	best = MIN(best, up[j - 1] + !same);
	if (i > 1 && j > 1 && a->ch[i - 1] == b->ch[j - 2] && a->ch[i - 2] == b->ch[j - 1])
		best = MIN(best, upper[j - 2] + 1);
	return best;
}

/* The distance, or more than `limit` when it is beyond. Row i of the table is kept at i mod 3. */
static unsigned distance(const struct spelling *a, const struct spelling *b, unsigned limit)
{
	unsigned row[3][LENGTH_MAX + 1];

	for (size_t j = 0; j <= b->n; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a->n; i++) {
		unsigned least = row[i % 3][0] = (unsigned)i;

		for (size_t j = 1; j <= b->n; j++) {
			row[i % 3][j] = cell(a, b, i, j, row);
			least = MIN(least, row[i % 3][j]);
		}
		if (least > limit)
			return limit + 1;
	}
	return row[a->n % 3][b->n];
}

static bool nearer(const struct near_word *a, const struct near_word *b)
{
	return a->distance < b->distance || (a->distance == b->distance && a->row < b->row);
}

static void keep(struct best *best, struct near_word w, size_t max)
{
	size_t i = best->count;

	if (i == max && !nearer(&w, &best->item[max - 1]))
		return;
	if (i < max)
		best->count++;
	else
		i--;
	for (; i && nearer(&w, &best->item[i - 1]); i--)
		best->item[i] = best->item[i - 1];
	best->item[i] = w;
}

static void hunt_part(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct hunt *hunt = ctx;
	struct best *best = &hunt->best[worker];

	for (uint32_t row = (uint32_t)begin; row < end; row++) {
		struct near_word w = { .row = row };
		struct spelling other;
		size_t n;
		const char *word = vocab_word(hunt->v, row, &n);

		/* a character has at most four bytes */
		if (n > 4 * (hunt->word.n + hunt->limit) || !spell(&other, word, n) ||
		    !may_be_near(&hunt->word, &other, hunt->limit))
			continue;
		w.distance = distance(&hunt->word, &other, hunt->limit);
		if (w.distance <= hunt->limit)
			keep(best, w, hunt->max);
	}
}

size_t lookup_suggest(const struct model *m, const char *word, uint32_t *rows, size_t max)
{
	struct hunt hunt = { .v = m->vocab, .max = MIN(max, BEST_MAX) };
	size_t words = vocab_size(m->vocab), threads = words < SMALL ? 1 : thread_count(0), count;

	if (!max || !spell(&hunt.word, word, strlen(word)))
		return 0;
	hunt.limit = hunt.word.n <= 3 ? 1 : EDITS;
	hunt.best = calloc(threads, sizeof(*hunt.best));
	if (!hunt.best)
		return 0;
	parallel_for(threads, words, CHUNK, hunt_part, &hunt);
	for (size_t w = 1; w < threads; w++)
		for (size_t i = 0; i < hunt.best[w].count; i++)
			keep(&hunt.best[0], hunt.best[w].item[i], hunt.max);
	count = hunt.best[0].count;
	for (size_t i = 0; i < count; i++)
		rows[i] = hunt.best[0].item[i].row;
	free(hunt.best);
	return count;
}
