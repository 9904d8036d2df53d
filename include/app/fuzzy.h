/*
 * Fuzzy search over a vocabulary. Words come in tiers: equal, starts with, contains, has the
 * letters in order, is at most two edits away; inside a tier the most frequent first. Case and
 * accents are ignored.
 */
#ifndef APP_FUZZY_H
#define APP_FUZZY_H

#include "base/progress.h"
#include "model/vocab.h"

enum fuzzy_tier { FUZZY_EQUAL, FUZZY_PREFIX, FUZZY_INSIDE, FUZZY_LETTERS, FUZZY_EDITS,
		  FUZZY_TIERS };

struct fuzzy_options {
	size_t limit;		/* rows [0, limit); 0 = all */
	const uint8_t *mask;	/* only rows where it is not 0; NULL = all */
	size_t max;		/* how many to give */
};

struct fuzzy_found {
	uint32_t *rows;		/* room for opt->max, given by the caller */
	size_t count, total;	/* written; how many match in all */
};

/* Rows by (tier, row). */
enum status fuzzy_find(const struct vocab *v, const char *text, const struct fuzzy_options *opt,
		       struct fuzzy_found *found, const struct progress *progress,
		       struct error *err);
/* The tier of one word (loose forms), FUZZY_TIERS = no match. */
enum fuzzy_tier fuzzy_tier(const char *needle, size_t n, const char *word, size_t m);

#endif
