/*
 * How well a text fits what was typed: tiers (exact, prefix, substring, letters in order), inside a
 * tier a score that likes word starts and runs. ASCII letters match without case unless the
 * pattern has a capital; other bytes match as they are.
 */
#ifndef UI_FUZZY_H
#define UI_FUZZY_H

#include <stddef.h>

enum fuzzy_tier { FUZZY_NONE, FUZZY_SUBSEQUENCE, FUZZY_SUBSTRING, FUZZY_PREFIX, FUZZY_EXACT };

struct fuzzy_match {
	enum fuzzy_tier tier;
	int score;	/* within the tier; higher is better */
};

/* An empty pattern fits everything (FUZZY_PREFIX, score 0). */
struct fuzzy_match fuzzy_match(const char *pattern, size_t m, const char *text, size_t n);
/* Every blank-separated part of the pattern must fit; the sum of tier × 1000 + score, or -1. */
int fuzzy_score_parts(const char *pattern, const char *text);

#endif
