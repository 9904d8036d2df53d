/*
 * The subsequence score follows fzf: 16 for a letter, 8 more at the start of a word (16 more for
 * the first letter), 4 more when it follows the letter before, minus 3 for a gap and 1 for each
 * further letter in it. The match is the leftmost one shortened from its end, which needs no table:
 * two passes over the text.
 */
#include "ui/fuzzy.h"

#include <stdbool.h>
#include <string.h>

static unsigned char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : (unsigned char)c;
}

static bool has_capital(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			return true;
	return false;
}

static bool same(char pattern, char text, bool exact)
{
	return exact ? pattern == text : fold(pattern) == fold(text);
}

static bool starts_with(const char *p, size_t m, const char *t, bool exact)
{
	for (size_t i = 0; i < m; i++)
		if (!same(p[i], t[i], exact))
			return false;
	return true;
}

static bool is_boundary(const char *t, size_t i)
{
	return i == 0 || strchr(" -_./:,|", t[i - 1]) != NULL;
}

static int subsequence_score(const char *p, size_t m, const char *t, size_t n, bool exact)
{
	size_t i = 0, j = 0, end;
	int score = 0, gap = 0;

	for (; i < m && j < n; j++)
		i += same(p[i], t[j], exact);
	if (i < m)
		return -1;
	end = j;
	while (i > 0)
		i -= same(p[i - 1], t[--j], exact);
	for (; i < m && j < end; j++) {
		if (!same(p[i], t[j], exact)) {
			score -= gap++ ? 1 : 3;
			continue;
		}
		score += 16 + (is_boundary(t, j) ? (i ? 8 : 16) : 0) + (i && !gap ? 4 : 0);
		gap = 0;
		i++;
	}
	return score > 0 ? score : 0;
}

/* Letters in order make sense for ASCII; inside other characters bytes would fit by chance. */
static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

struct fuzzy_match fuzzy_match(const char *pattern, size_t m, const char *text, size_t n)
{
	bool exact = has_capital(pattern, m);
	struct fuzzy_match none = { FUZZY_NONE, 0 };

	if (m > n)
		return none;
	if (starts_with(pattern, m, text, exact))
		return (struct fuzzy_match){ m == n ? FUZZY_EXACT : FUZZY_PREFIX, 0 };
	for (size_t i = 1; i + m <= n; i++)
		if (starts_with(pattern, m, text + i, exact))
			return (struct fuzzy_match){ FUZZY_SUBSTRING,
						     is_boundary(text, i) ? 8 : 0 };
	if (!is_ascii(pattern, m))
		return none;
	int score = subsequence_score(pattern, m, text, n, exact);

	if (score < 0)
		return none;
	return (struct fuzzy_match){ FUZZY_SUBSEQUENCE, score };
}

int fuzzy_score_parts(const char *pattern, const char *text)
{
	size_t n = strlen(text);
	int sum = 0;

	for (;;) {
		pattern += strspn(pattern, " ");
		size_t m = strcspn(pattern, " ");

		if (m == 0)
			return sum;
		struct fuzzy_match f = fuzzy_match(pattern, m, text, n);

		if (f.tier == FUZZY_NONE)
			return -1;
		sum += (int)f.tier * 1000 + f.score;
		pattern += m;
	}
}
