#include "app/pattern.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define PATTERN_BYTES	1024
#define REPEATS_MAX	1000 /* product of all upper bounds {n,m} */
#define WORDS_PER_CHECK 128
#define WORD_BYTES	4096

/* Digits at *p as a number, at most REPEATS_MAX + 1; *p moves behind them. */
static unsigned long read_bound(const char **p)
{
	unsigned long n = 0;

	for (; **p >= '0' && **p <= '9'; (*p)++)
		n = MIN(n * 10 + (unsigned long)(**p - '0'), (unsigned long)REPEATS_MAX + 1);
	return n;
}

static enum status check_cost(const char *pattern, struct error *err)
{
	unsigned long product = 1;

	if (strlen(pattern) > PATTERN_BYTES)
		return error_set(err, ST_USAGE, "the pattern is longer than %d bytes",
				 PATTERN_BYTES);
	for (const char *p = pattern; *p; p++) {
		unsigned long bound = 0;

		if (*p == '\\' && p[1] >= '1' && p[1] <= '9')
			return error_set(err, ST_USAGE,
					 "the pattern \"%.60s\" has a back-reference (\\%c), which "
					 "is too slow for a whole vocabulary",
					 pattern, p[1]);
		if (*p == '\\' && p[1]) {
			p++;
			continue;
		}
		if (*p != '{')
			continue;
		p++;
		bound = read_bound(&p);
		if (*p == ',') {
			p++;
			bound = MAX(bound, read_bound(&p));
		}
		product *= MAX(bound, 1ul);
		if (product > REPEATS_MAX)
			return error_set(err, ST_USAGE,
					 "the pattern \"%.60s\" repeats more than %d times",
					 pattern, REPEATS_MAX);
		if (!*p)
			break;
	}
	return ST_OK;
}

static enum status compile(regex_t *re, const char *pattern, struct error *err)
{
	char why[120];
	int rc;

	if (check_cost(pattern, err) != ST_OK)
		return ST_USAGE;
	rc = regcomp(re, pattern, REG_EXTENDED | REG_NOSUB);
	if (!rc)
		return ST_OK;
	regerror(rc, re, why, sizeof(why));
	return error_set(err, ST_USAGE, "the pattern \"%.60s\" is no POSIX extended expression: %s",
			 pattern, why);
}

static enum status check_time(const struct pattern_scan *scan, uint64_t start, uint32_t row,
			      size_t rows, const struct progress *progress, struct error *err)
{
	if (!progress_step(progress, row, rows))
		return progress_cancelled(err);
	if (clock_ns() - start > (uint64_t)PATTERN_SECONDS * 1000000000u)
		return error_set(
			err, ST_FAILED,
			"the pattern \"%.60s\" took longer than %d s: simplify it, or look "
			"at fewer words with --max-rank",
			scan->pattern, PATTERN_SECONDS);
	return ST_OK;
}

enum status pattern_each(const struct vocab *v, const struct pattern_scan *scan,
			 const struct progress *progress, struct error *err)
{
	size_t rows = scan->limit ? MIN(scan->limit, vocab_size(v)) : vocab_size(v);
	uint64_t start = clock_ns();
	regex_t re;
	enum status st = compile(&re, scan->pattern, err);

	if (st != ST_OK)
		return st;
	for (uint32_t row = 0; row < rows && st == ST_OK; row++) {
		size_t n;
		const char *word;

		if (row % WORDS_PER_CHECK == 0)
			st = check_time(scan, start, row, rows, progress, err);
		if (st != ST_OK || (scan->mask && !scan->mask[row]))
			continue;
		word = vocab_word(v, row, &n);
		if (n <= WORD_BYTES && !regexec(&re, word, 0, NULL, 0))
			scan->fn(scan->ctx, row);
	}
	regfree(&re);
	return st;
}
