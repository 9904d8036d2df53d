/*
 * Hard-wrapped or one paragraph (or sentence) a line?
 *
 * The approach: a program that wraps lines breaks only where the next word would not have fitted.
 * So take the width W below which 98 % of the lines stay, and look at each pair of lines that
 * follow each other without a blank one between: would the first word of the second have fitted
 * behind the first, i.e. is length + 1 + word ≤ W? In wrapped text this is rare (wrapping by hand
 * and by editors is not perfect); where lines end for other reasons it is the rule. Lengths are
 * counted in characters. Text with few such pairs, or a width nobody wraps at, is not wrapped.
 */
#include "wrap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"

#define WIDTH_MIN  40
#define WIDTH_MAX  200
#define PAIRS_MIN  5
#define FULL_SHARE 0.6 /* of the pairs must be full */

struct line {
	uint32_t length, first_word; /* in characters; length 0 = blank */
};

/* Does a character of Chinese, Japanese or Thai begin here? A line may break before each. */
static bool is_spaceless(const char *s)
{
	unsigned char a = (unsigned char)s[0], b = (unsigned char)s[1];

	return (a >= 0xE3 && a <= 0xE9) || (a == 0xE0 && (b == 0xB8 || b == 0xB9));
}

static struct line measure(const char *s, size_t n)
{
	struct line line = { 0, 0 };
	uint32_t at = 0;
	bool in_first = true;

	if (n > 4 * WIDTH_MAX) /* longer than any width, in any script */
		return (struct line){ WIDTH_MAX + 1, 1 };
	for (size_t i = 0; i < n; i++) {
		bool blank = s[i] == ' ' || s[i] == '\t' || s[i] == '\r';

		if ((s[i] & 0xC0) == 0x80) /* inside a character */
			continue;
		at++;
		if (!blank) {
			line.length = at;
			line.first_word += in_first;
			in_first = in_first && !is_spaceless(s + i);
		} else if (line.first_word) {
			in_first = false;
		}
	}
	return line;
}

/* The length that 98 % of the lines do not exceed; 0 if that is over WIDTH_MAX. */
static uint32_t width_of(const struct line *lines, size_t n)
{
	size_t counts[WIDTH_MAX + 1] = { 0 }, all = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		all += lines[i].length > 0;
		if (lines[i].length <= WIDTH_MAX)
			counts[lines[i].length]++;
	}
	for (uint32_t w = 1; w <= WIDTH_MAX; w++) {
		sum += counts[w];
		if (sum * 100 >= all * 98)
			return w;
	}
	return 0;
}

static bool lines_are_full(const struct line *lines, size_t n)
{
	uint32_t width = width_of(lines, n);
	size_t pairs = 0, full = 0;

	if (width < WIDTH_MIN)
		return false;
	for (size_t i = 0; i + 1 < n; i++) {
		if (!lines[i].length || !lines[i + 1].length)
			continue;
		pairs++;
		full += lines[i].length + 1 + lines[i + 1].first_word > width;
	}
	return pairs >= PAIRS_MIN && (double)full >= FULL_SHARE * (double)pairs;
}

bool wrap_is_hard(const char *text, size_t n)
{
	struct line *lines = NULL;
	size_t count = 0, cap = 0;
	const char *end = text + n, *newline;
	bool hard;

	while ((newline = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		ARRAY_RESERVE(lines, cap, count + 1);
		lines[count++] = measure(text, (size_t)(newline - text));
		text = newline + 1;
	}
	hard = lines_are_full(lines, count);
	free(lines);
	return hard;
}
