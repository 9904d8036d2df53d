#include "app/fuzzy.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define EDITS_MAX	2
#define EDIT_BYTES	48 /* longer words are not compared letter by letter */
#define EDIT_NEEDLE_MIN 4  /* two edits of a short word mean nothing */
#define WORDS_PER_CHECK 256

/* All letters in order, close together: within twice the length of what was typed. */
static bool has_letters_in_order(const char *needle, size_t n, const char *word, size_t m)
{
	size_t i = 0, first = 0;

	for (size_t j = 0; i < n && j < m; j++) {
		if (needle[i] != word[j])
			continue;
		first = i ? first : j;
		i++;
		if (i == n)
			return j - first < 2 * n;
	}
	return false;
}

/* Levenshtein distance, cut off above EDITS_MAX: a band of width 2 EDITS_MAX + 1. */
static bool within_edits(const char *a, size_t n, const char *b, size_t m)
{
	unsigned row[EDIT_BYTES + 1], old, next, best;

	if (n > EDIT_BYTES || m > EDIT_BYTES || n > m + EDITS_MAX || m > n + EDITS_MAX)
		return false;
	for (size_t j = 0; j <= m; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		old = row[0];
		best = row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			next = old + (a[i - 1] != b[j - 1]);
			next = MIN(next, MIN(row[j], row[j - 1]) + 1);
			old = row[j];
			row[j] = next;
			best = MIN(best, next);
		}
		if (best > EDITS_MAX)
			return false;
	}
	return row[m] <= EDITS_MAX;
}

enum fuzzy_tier fuzzy_tier(const char *needle, size_t n, const char *word, size_t m)
{
	if (m >= n && !memcmp(word, needle, n))
		return m == n ? FUZZY_EQUAL : FUZZY_PREFIX;
	if (m > n && memmem(word, m, needle, n))
		return FUZZY_INSIDE;
	if (n > 1 && has_letters_in_order(needle, n, word, m))
		return FUZZY_LETTERS;
	if (n >= EDIT_NEEDLE_MIN && within_edits(needle, n, word, m))
		return FUZZY_EDITS;
	return FUZZY_TIERS;
}

/* Each tier keeps its first `max` rows: rows come in order, so these are the most frequent. */
struct tiers {
	uint32_t *rows[FUZZY_TIERS];
	size_t count[FUZZY_TIERS], cap[FUZZY_TIERS], total;
};

static void add_row(struct tiers *t, enum fuzzy_tier tier, uint32_t row, size_t max)
{
	t->total++;
	if (t->count[tier] == max)
		return;
	ARRAY_RESERVE(t->rows[tier], t->cap[tier], t->count[tier] + 1);
	t->rows[tier][t->count[tier]++] = row;
}

static bool is_ascii_lower(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80 || (s[i] >= 'A' && s[i] <= 'Z'))
			return false;
	return true;
}

static enum fuzzy_tier word_tier(const struct strbuf *needle, const char *word, size_t n,
				 struct strbuf *loose)
{
	if (is_ascii_lower(word, n))
		return fuzzy_tier(needle->buf, needle->len, word, n);
	strbuf_clear(loose);
	utf8_fold_loose(loose, word, n);
	return fuzzy_tier(needle->buf, needle->len, loose->buf, loose->len);
}

enum status fuzzy_find(const struct vocab *v, const char *text, const struct fuzzy_options *opt,
		       struct fuzzy_found *found, const struct progress *progress,
		       struct error *err)
{
	size_t rows = opt->limit ? MIN(opt->limit, vocab_size(v)) : vocab_size(v);
	struct strbuf needle = STRBUF_INIT, loose = STRBUF_INIT;
	struct tiers t = { 0 };
	enum status st = ST_OK;

	utf8_fold_loose(&needle, text, strlen(text));
	for (uint32_t row = 0; row < rows && st == ST_OK; row++) {
		enum fuzzy_tier tier;
		size_t n;
		const char *word;

		if (row % WORDS_PER_CHECK == 0 && !progress_step(progress, row, rows))
			st = progress_cancelled(err);
		if (opt->mask && !opt->mask[row])
			continue;
		word = vocab_word(v, row, &n);
		tier = word_tier(&needle, word, n, &loose);
		if (tier < FUZZY_TIERS)
			add_row(&t, tier, row, opt->max);
	}
	found->total = t.total;
	found->count = 0;
	for (size_t tier = 0; tier < FUZZY_TIERS; tier++) {
		for (size_t i = 0; i < t.count[tier] && found->count < opt->max; i++)
			found->rows[found->count++] = t.rows[tier][i];
		free(t.rows[tier]);
	}
	strbuf_release(&needle);
	strbuf_release(&loose);
	return st;
}
