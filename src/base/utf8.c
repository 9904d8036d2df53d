/*
 * UTF-8 decoding is ours, because it has to be strict and fast on bytes from anywhere; what a
 * character is comes from ICU. Folding works character by character through small stack buffers:
 * full case folding needs no context, and once the marks are gone there is nothing left for
 * canonical reordering to do. So no word is too long and no allocation can fail.
 */
#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/compiler.h"

static bool is_continuation(const char *s, size_t at)
{
	return ((unsigned char)s[at] & 0xC0) == 0x80;
}

static uint32_t low_bits(const char *s, size_t at)
{
	return (unsigned char)s[at] & 0x3Fu;
}

static size_t decode_two(const char *s, size_t n, uint32_t lead, uint32_t *cp)
{
	if (n < 2 || !is_continuation(s, 1) || lead < 0xC2)
		return 0;
	*cp = (lead & 0x1F) << 6 | low_bits(s, 1);
	return 2;
}

static size_t decode_three(const char *s, size_t n, uint32_t lead, uint32_t *cp)
{
	uint32_t c;

	if (n < 3 || !is_continuation(s, 1) || !is_continuation(s, 2))
		return 0;
	c = (lead & 0x0F) << 12 | low_bits(s, 1) << 6 | low_bits(s, 2);
	if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*cp = c;
	return 3;
}

static size_t decode_four(const char *s, size_t n, uint32_t lead, uint32_t *cp)
{
	uint32_t c;

	if (n < 4 || !is_continuation(s, 1) || !is_continuation(s, 2) || !is_continuation(s, 3))
		return 0;
	c = (lead & 0x07) << 18 | low_bits(s, 1) << 12 | low_bits(s, 2) << 6 | low_bits(s, 3);
	if (c < 0x10000 || c > 0x10FFFF)
		return 0;
	*cp = c;
	return 4;
}

size_t utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	uint32_t lead = (unsigned char)s[0];

	if (lead < 0x80) {
		*cp = lead;
		return 1;
	}
	if (lead < 0xE0)
		return decode_two(s, n, lead, cp);
	if (lead < 0xF0)
		return decode_three(s, n, lead, cp);
	if (lead < 0xF8)
		return decode_four(s, n, lead, cp);
	return 0;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			return 0;
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	if (cp > 0x10FFFF)
		return 0;
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool utf8_is_valid(const char *s, size_t n)
{
	size_t len;
	uint32_t cp;

	for (; n; s += len, n -= len) {
		len = utf8_decode(s, n, &cp);
		if (!len)
			return false;
	}
	return true;
}

/* Format characters that terminals draw: signs that enclose the digits after them. */
static bool is_visible_format(uint32_t cp)
{
	return cp == 0xAD || u_hasBinaryProperty((UChar32)cp, UCHAR_PREPENDED_CONCATENATION_MARK);
}

/* Vowels and final consonants join the syllable before them. */
static bool is_joining_jamo(uint32_t cp)
{
	return (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB);
}

static int wide_or_not(uint32_t cp)
{
	int width = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);

	/* numbers in squares and hexagrams: wide in every terminal, and in Unicode from 16 on */
	if ((cp >= 0x3248 && cp <= 0x324F) || (cp >= 0x4DC0 && cp <= 0x4DFF))
		return 2;
	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int utf8_width(uint32_t cp)
{
	if (cp < 0x7F)
		return cp >= 0x20 ? 1 : -1;
	if (cp < 0xA0)
		return -1;
	if (cp < 0x300)
		return 1;
	switch (u_charType((UChar32)cp)) {
	case U_UNASSIGNED:
	case U_CONTROL_CHAR:
	case U_SURROGATE:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
		return -1;
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
		return 0;
	case U_FORMAT_CHAR:
		return is_visible_format(cp) ? 1 : 0;
	default:
		return is_joining_jamo(cp) ? 0 : wide_or_not(cp);
	}
}

bool utf8_is_letter(uint32_t cp)
{
	return (U_GET_GC_MASK((UChar32)cp) & U_GC_L_MASK) != 0;
}

bool utf8_is_rtl(uint32_t cp)
{
	UCharDirection direction;

	if (cp < 0x590)
		return false;
	direction = u_charDirection((UChar32)cp);
	return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

bool utf8_starts_rtl(const char *s, size_t n)
{
	uint32_t cp;

	for (size_t at = 0, len; at < n; at += len) {
		len = utf8_decode(s + at, n - at, &cp);
		if (!len)
			return false;
		if (utf8_is_letter(cp))
			return utf8_is_rtl(cp);
	}
	return false;
}

bool utf8_is_emoji(uint32_t cp)
{
	return cp > 0x2000 && u_hasBinaryProperty((UChar32)cp, UCHAR_EXTENDED_PICTOGRAPHIC);
}

bool utf8_is_drawn(uint32_t cp)
{
	if (cp < 0x7F)
		return cp >= 0x20;
	if (cp < 0xA1)
		return cp == 0xA0;
	if (cp < 0x300)
		return cp != 0xAD;
	if (u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return false;
	switch (u_charType((UChar32)cp)) {
	case U_PRIVATE_USE_CHAR:
		return false;
	case U_FORMAT_CHAR:
		return is_visible_format(cp);
	default:
		return utf8_width(cp) >= 0;
	}
}

/* An upper-case ASCII letter in lower case, any other byte as it is. */
static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t ascii_length(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && !((unsigned char)s[i] & 0x80))
		i++;
	return i;
}

static void add_ascii_folded(struct strbuf *out, const char *s, size_t n)
{
	size_t at = out->len;

	strbuf_add(out, s, n);
	for (; at < out->len; at++)
		out->buf[at] = ascii_lower(out->buf[at]);
}

static void add_cp(struct strbuf *out, uint32_t cp)
{
	char bytes[4];

	strbuf_add(out, bytes, utf8_encode(cp, bytes));
}

/* ICU gives well-formed UTF-16. */
static uint32_t next_utf16(const UChar *s, int32_t *i)
{
	uint32_t c = s[(*i)++];

	if (!U16_IS_LEAD(c))
		return c;
	return ((c & 0x3FF) << 10 | (s[(*i)++] & 0x3FFu)) + 0x10000;
}

/* The longest full folding of one character is three characters. */
static void add_folded(struct strbuf *out, uint32_t cp)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar from[2], to[8];
	int32_t len = 0, to_len, i = 0;

	U16_APPEND_UNSAFE(from, len, cp);
	to_len = u_strFoldCase(to, (int32_t)ARRAY_LEN(to), from, len, U_FOLD_CASE_DEFAULT, &code);
	if (U_FAILURE(code)) {
		add_cp(out, cp);
		return;
	}
	while (i < to_len)
		add_cp(out, next_utf16(to, &i));
}

/*
 * Marks that a searcher may leave out: accents and points. The vowel signs of Indic and other
 * scripts, which are marks too, and the Japanese voicing marks make different words: they stay.
 */
static bool is_accent(uint32_t cp)
{
	UErrorCode code = U_ZERO_ERROR;

	if (!(U_GET_GC_MASK((UChar32)cp) & (U_GC_MN_MASK | U_GC_ME_MASK)) || cp == 0x3099 ||
	    cp == 0x309A)
		return false;
	switch (uscript_getScript((UChar32)cp, &code)) {
	case USCRIPT_INHERITED:
	case USCRIPT_COMMON:
	case USCRIPT_LATIN:
	case USCRIPT_GREEK:
	case USCRIPT_CYRILLIC:
	case USCRIPT_HEBREW:
	case USCRIPT_ARABIC:
	case USCRIPT_SYRIAC:
		return true;
	default:
		return false;
	}
}

static void add_loose(struct strbuf *out, uint32_t cp)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
	UChar parts[32]; /* the longest decomposition (U+FDFA) is 18 */
	int32_t len, i = 0;
	uint32_t c;

	len = U_SUCCESS(code) ? unorm2_getDecomposition(nfkd, (UChar32)cp, parts,
							(int32_t)ARRAY_LEN(parts), &code)
			      : -1;
	if (U_FAILURE(code) || len < 0) { /* it has none */
		if (!is_accent(cp))
			add_folded(out, cp);
		return;
	}
	while (i < len) {
		c = next_utf16(parts, &i);
		if (!is_accent(c))
			add_folded(out, c);
	}
}

static void fold(struct strbuf *out, const char *s, size_t n,
		 void (*add)(struct strbuf *out, uint32_t cp))
{
	size_t len;
	uint32_t cp;

	while (n) {
		len = ascii_length(s, n);
		if (len) {
			add_ascii_folded(out, s, len);
		} else {
			len = utf8_decode(s, n, &cp);
			if (len)
				add(out, cp);
			else
				strbuf_addc(out, s[len++]);
		}
		s += len;
		n -= len;
	}
}

void utf8_fold_case(struct strbuf *out, const char *s, size_t n)
{
	fold(out, s, n, add_folded);
}

void utf8_fold_loose(struct strbuf *out, const char *s, size_t n)
{
	fold(out, s, n, add_loose);
}

/* The longest full mapping of one character is three characters. Upper case, unlike lower case, does
 * not depend on what stands around. */
static void add_upper(struct strbuf *out, uint32_t cp)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar from[2], to[8];
	int32_t len = 0, to_len, i = 0;

	U16_APPEND_UNSAFE(from, len, cp);
	to_len = u_strToUpper(to, (int32_t)ARRAY_LEN(to), from, len, "", &code);
	if (U_FAILURE(code)) {
		add_cp(out, cp);
		return;
	}
	while (i < to_len)
		add_cp(out, next_utf16(to, &i));
}

static size_t add_ascii_upper(struct strbuf *out, const char *s, size_t n)
{
	size_t i = 0;

	for (; i < n && !((unsigned char)s[i] & 0x80); i++)
		strbuf_addc(out, s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - ('a' - 'A')) : s[i]);
	return i;
}

void utf8_upper(struct strbuf *out, const char *s, size_t n)
{
	size_t len;
	uint32_t cp;

	while (n) {
		len = add_ascii_upper(out, s, n);
		if (!len) {
			len = utf8_decode(s, n, &cp);
			if (len)
				add_upper(out, cp);
			else
				strbuf_addc(out, s[len++]);
		}
		s += len;
		n -= len;
	}
}
