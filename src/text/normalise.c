#include "normalise.h"

#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SOFT_HYPHEN 0xAD
#define SIGMA	    0x3C3
#define FINAL_SIGMA 0x3C2

void normaliser_release(struct normaliser *n)
{
	strbuf_release(&n->word);
	strbuf_release(&n->lower);
	strbuf_release(&n->scratch);
}

static void put_char(struct strbuf *out, uint32_t cp)
{
	char bytes[4];

	strbuf_add(out, bytes, utf8_encode(cp, bytes));
}

/* --- case and signs ---------------------------------------------------------------------------- */

/* Signs with several forms get the one of ASCII. */
static uint32_t plain_sign(uint32_t cp)
{
	if (cp == 0x2019)
		return '\'';
	return cp == 0x2010 || cp == 0x2011 ? '-' : cp;
}

/* SpecialCasing's Final_Sigma: a capital sigma behind a letter that no letter follows. */
static bool is_final(const struct strbuf *before, const char *rest, size_t n)
{
	uint32_t cp;

	return before->len && !(n && utf8_decode(rest, n, &cp) && utf8_is_letter(cp));
}

static void put_lower(struct strbuf *out, uint32_t cp, const char *rest, size_t n)
{
	uint32_t lower = (uint32_t)u_tolower((UChar32)cp);

	if (lower == SIGMA && cp != SIGMA && is_final(out, rest, n))
		lower = FINAL_SIGMA;
	put_char(out, lower);
}

/* Returns whether all of it is UTF-8. */
static bool spell(struct strbuf *out, const char *s, size_t n, bool lower)
{
	bool valid = true;

	for (size_t i = 0, len; i < n; i += len) {
		uint32_t cp;

		len = utf8_decode(s + i, n - i, &cp);
		if (!len) {
			valid = false;
			strbuf_addc(out, s[i]);
			len = 1;
		} else if (cp == SOFT_HYPHEN) {
			continue;
		} else if (lower) {
			put_lower(out, plain_sign(cp), s + i + len, n - i - len);
		} else {
			put_char(out, plain_sign(cp));
		}
	}
	return valid;
}

/* --- composition ------------------------------------------------------------------------------- */

#define UNITS ((int32_t)(3 * TEXT_WORD_MAX + 16)) /* NFC is at most three times as long */

/* Replace valid UTF-8 by its NFC. What ICU refuses stays as it is. */
static void compose(struct strbuf *word)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
	UChar from[UNITS], to[UNITS];
	char bytes[3 * UNITS];
	int32_t n = 0, len = 0;

	u_strFromUTF8(from, UNITS, &n, word->buf, (int32_t)word->len, &code);
	if (U_FAILURE(code) || unorm2_quickCheck(nfc, from, n, &code) == UNORM_YES)
		return;
	n = unorm2_normalize(nfc, from, n, to, UNITS, &code);
	u_strToUTF8(bytes, (int32_t)sizeof(bytes), &len, to, n, &code);
	if (U_FAILURE(code))
		return;
	strbuf_clear(word);
	strbuf_add(word, bytes, (size_t)len);
}

static bool is_ascii(const char *s, size_t n)
{
	unsigned char any = 0;

	for (size_t i = 0; i < n; i++)
		any |= (unsigned char)s[i];
	return any < 0x80;
}

static void put_spelling(struct strbuf *out, const char *s, size_t n, bool lower)
{
	size_t first = lower ? 0 : n;

	strbuf_clear(out);
	if (!is_ascii(s, n)) {
		if (spell(out, s, n, lower))
			compose(out);
		return;
	}
	strbuf_add(out, s, n);
	for (; first < n; first++)
		if (out->buf[first] >= 'A' && out->buf[first] <= 'Z')
			out->buf[first] = (char)(out->buf[first] + ('a' - 'A'));
}

/* --- numbers ----------------------------------------------------------------------------------- */

/* The length of a digit at s, 0 if there is none. */
static size_t digit_length(const char *s, size_t n)
{
	uint32_t cp;
	size_t len = n ? utf8_decode(s, n, &cp) : 0;

	return len && u_isdigit((UChar32)cp) ? len : 0;
}

/* Digits with single . and , between them. */
static size_t number_length(const char *s, size_t n)
{
	size_t at = 0, len;

	for (;;) {
		len = digit_length(s + at, n - at);
		if (!len && at && at < n && (s[at] == '.' || s[at] == ',')) {
			len = digit_length(s + at + 1, n - at - 1);
			len += len > 0;
		}
		if (!len)
			return at;
		at += len;
	}
}

static void hash_numbers(struct strbuf *word, struct strbuf *scratch)
{
	struct strbuf swap;
	size_t i = 0, len;

	strbuf_clear(scratch);
	while (i < word->len) {
		len = number_length(word->buf + i, word->len - i);
		strbuf_addc(scratch, len ? '#' : word->buf[i]);
		i += MAX(len, 1);
	}
	swap = *word;
	*word = *scratch;
	*scratch = swap;
}

/* Is there no letter in it, but a digit? */
static bool is_number(const char *s, size_t n)
{
	bool digit = false;

	for (size_t i = 0, len; i < n; i += len) {
		uint32_t cp;

		len = utf8_decode(s + i, n - i, &cp);
		if (!len || u_isalpha((UChar32)cp))
			return false;
		digit = digit || (U_GET_GC_MASK((UChar32)cp) & U_GC_N_MASK);
	}
	return digit;
}

/* --- one word ---------------------------------------------------------------------------------- */

static bool is_stopword(struct normaliser *n, const char *bytes, size_t len)
{
	const struct strbuf *word = &n->word;

	if (!n->stopwords)
		return false;
	if (n->opt->keep_case) {
		put_spelling(&n->lower, bytes, len, true);
		strbuf_reserve(&n->lower, WORD_PAD);
		word = &n->lower;
	}
	return word->len && word_table_find(n->stopwords, word->buf, word->len);
}

enum word_fate normalise_word(struct normaliser *n, const char *bytes, size_t len)
{
	put_spelling(&n->word, bytes, len, !n->opt->keep_case);
	strbuf_reserve(&n->word, WORD_PAD);
	if (n->word.len == 0)
		return WORD_IS_NOTHING;
	if (is_stopword(n, bytes, len))
		return WORD_IS_STOP;
	if (n->opt->numbers == TEXT_NUMBERS_DROP && is_number(n->word.buf, n->word.len))
		return WORD_IS_NUMBER;
	if (n->opt->numbers == TEXT_NUMBERS_HASH) {
		hash_numbers(&n->word, &n->scratch);
		strbuf_reserve(&n->word, WORD_PAD);
	}
	return WORD_KEPT;
}
