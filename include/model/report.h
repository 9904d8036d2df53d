/*
 * What a reader repaired or skipped: one entry per kind of trouble with its count and the first
 * few places, so that a million bad lines make one sentence.
 */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define REPORT_PLACES 5

/* X(name, sentence after the count: singular, plural) */
#define REPORT_KINDS(X)                                                                           \
	X(SHORT_ROW, "row skipped: too few numbers", "rows skipped: too few numbers")             \
	X(NO_WORD, "row without a word, named <row:N>", "rows without a word, named <row:N>")     \
	X(DUPLICATE, "repeated word: the first one is found", "repeated words: the first one of each is found") \
	X(NOT_FINITE, "row holds NaN or infinity: never a result", "rows hold NaN or infinity: never a result") \
	X(ZERO_ROW, "row is all zero: never a result of a cosine", "rows are all zero: never a result of a cosine") \
	X(LONG_WORD, "word longer than 64 KiB was cut", "words longer than 64 KiB were cut")      \
	X(NOT_UTF8, "word is not valid UTF-8: kept as it is", "words are not valid UTF-8: kept as they are") \
	X(OVERFLOW, "number too large for a float, read as infinity", "numbers too large for a float, read as infinity") \
	X(BLANK, "blank line skipped", "blank lines skipped")

enum report_kind {
#define REPORT_ENUM(name, one, many) REPORT_##name,
	REPORT_KINDS(REPORT_ENUM)
#undef REPORT_ENUM
	REPORT_KIND_COUNT
};

struct report {
	struct {
		uint64_t count;
		uint64_t place[REPORT_PLACES];	/* 1-based line or row numbers */
	} kind[REPORT_KIND_COUNT];
	const char *place_unit;		/* "line" or "row" */
	char **notes;			/* whole sentences: lying header, truncation … */
	size_t note_count, note_cap;
};

void report_init(struct report *r, const char *place_unit);
void report_release(struct report *r);
void report_add(struct report *r, enum report_kind kind, uint64_t place);
void report_notef(struct report *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Add the counts of `from` (places are kept while there is room); for per-thread reports merged
 * in file order. */
void report_merge(struct report *r, const struct report *from);
/* Call fn with each finished sentence. Counts first, then notes. */
void report_each(const struct report *r, void (*fn)(void *ctx, const char *sentence), void *ctx);
size_t report_size(const struct report *r);		/* how many sentences */

#endif
