/*
 * POSIX extended regular expressions over a vocabulary, with a time limit. Patterns whose matching
 * time explodes (back-references, huge repetitions) are refused before they run.
 */
#ifndef APP_PATTERN_H
#define APP_PATTERN_H

#include <stdint.h>

#include "base/progress.h"
#include "model/vocab.h"

#define PATTERN_SECONDS 2

struct pattern_scan {
	const char *pattern;
	size_t limit;		/* rows [0, limit); 0 = all */
	const uint8_t *mask;	/* only rows where it is not 0; NULL = all */
	void (*fn)(void *ctx, uint32_t row);	/* called for each match, rows rising */
	void *ctx;
};

/* ST_USAGE: the pattern is wrong, with the reason; ST_FAILED: it took longer than
 * PATTERN_SECONDS. */
enum status pattern_each(const struct vocab *v, const struct pattern_scan *scan,
			 const struct progress *progress, struct error *err);

#endif
