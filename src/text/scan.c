#include "scan.h"

#include "base/compiler.h"
#include "base/utf8.h"

#define UNLIKELY(x) __builtin_expect(!!(x), 0)

void scanner_init(struct scanner *s, const struct char_table *chars, struct word_table *table)
{
	*s = (struct scanner){ .chars = chars };
	s->batch.table = table;
}

void scanner_release(struct scanner *s)
{
	word_batch_release(&s->batch);
	segmenter_free(s->segmenter);
}

/* --- characters -------------------------------------------------------------------------------- */

/* One character at s; an invalid byte is one of class 0 and value 0. */
static inline size_t next_char(const char *s, size_t n, uint32_t *cp)
{
	uint32_t a = (unsigned char)s[0], b;
	size_t len;

	*cp = a;
	if (a < 0x80)
		return 1;
	if (a >= 0xC2 && a < 0xE0 && n > 1) {
		b = (unsigned char)s[1];
		if ((b & 0xC0) == 0x80) {
			*cp = (a & 0x1F) << 6 | (b & 0x3F);
			return 2;
		}
	}
	len = utf8_decode(s, n, cp);
	return len;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is s[0 … n) one letter? */
static bool is_single_letter(const char *s, size_t n)
{
	uint32_t cp;

	return n && n <= 4 && !is_digit(s[0]) && next_char(s, n, &cp) == n;
}

/* --- gaps -------------------------------------------------------------------------------------- */

static bool has_word(const struct scanner *s)
{
	return s->end > s->start;
}

static bool after_single_letter(const struct scanner *s)
{
	return has_word(s) && is_single_letter(s->text + s->segment, s->end - s->segment);
}

/* The character of class CHAR_JOIN alone between a word and the run [b, e): one word? */
static bool does_join(const struct scanner *s, uint32_t cp, size_t b, size_t e)
{
	bool left = is_digit(s->text[s->end - 1]), right = is_digit(s->text[b]);

	switch (cp) {
	case '.':
		return left && right
			       ? true
			       : after_single_letter(s) && is_single_letter(s->text + b, e - b);
	case ',':
		return left && right;
	case '&':
		return !left && !right;
	case '-':
	case 0x2010:
	case 0x2011:
		return !(left && right);
	default:
		return true;
	}
}

static bool gap_joins(const struct scanner *s, size_t b, size_t e)
{
	size_t n = b - s->end;
	uint32_t cp;

	if (!has_word(s) || n == 0 || n > 3)
		return false;
	if (next_char(s->text + s->end, n, &cp) != n)
		return false;
	return (char_class(s->chars, cp) & CHAR_JOIN) && does_join(s, cp, b, e);
}

/* Does a . ! ? that is followed by text[0 … n) of the gap end a sentence? */
static bool mark_ends(const struct scanner *s, const char *text, size_t n)
{
	uint32_t cp;

	if (n == 0 || !next_char(text, n, &cp))
		return false;
	return (char_class(s->chars, cp) & (CHAR_SPACE | CHAR_CLOSER | CHAR_MARK)) != 0;
}

/* Does a sentence end in the gap from the end of the word to `to`? */
static bool gap_ends_sentence(const struct scanner *s, size_t to)
{
	bool newline = false;
	uint32_t cp;
	size_t len;

	for (size_t i = s->end; i < to; i += len) {
		unsigned class;

		len = next_char(s->text + i, to - i, &cp);
		class = len ? char_class(s->chars, cp) : 0;
		len = MAX(len, 1);
		if (cp == '\n') {
			if (s->rules.at_lines || (newline && s->rules.at_blank_lines))
				return true;
			newline = true;
			continue;
		}
		newline = newline && (class & CHAR_SPACE);
		if ((cp == '\f' || cp == 0x2029) && s->rules.at_blank_lines)
			return true;
		if (!s->rules.at_marks)
			continue;
		if (class & CHAR_STOP)
			return true;
		if ((class & CHAR_MARK) && mark_ends(s, s->text + i + len, to - i - len) &&
		    !(cp == '.' && i == s->end && after_single_letter(s)))
			return true;
	}
	return false;
}

/* --- runs -------------------------------------------------------------------------------------- */

static inline void finish_word(struct scanner *s)
{
	if (s->end > s->start)
		word_batch_add(&s->batch, s->text + s->start, s->end - s->start);
}

/* The gap up to b, which joins nothing. */
static void finish_gap(struct scanner *s, size_t b)
{
	finish_word(s);
	if (gap_ends_sentence(s, b))
		word_batch_end_sentence(&s->batch);
}

static void take_run_after_gap(struct scanner *s, size_t b, size_t e)
{
	if (gap_joins(s, b, e)) {
		s->segment = b;
		s->end = e;
		return;
	}
	finish_gap(s, b);
	s->start = s->segment = b;
	s->end = e;
}

/* [b, e) are word characters of scripts with spaces. */
static inline void take_run(struct scanner *s, size_t b, size_t e)
{
	if (UNLIKELY(b - s->end != 1 || s->text[s->end] != ' ')) {
		take_run_after_gap(s, b, e);
		return;
	}
	finish_word(s);
	s->start = s->segment = b;
	s->end = e;
}

/* [b, e) are characters of scripts without spaces. */
static void take_complex_run(struct scanner *s, size_t b, size_t e)
{
	const size_t *ends;
	size_t from = b, count;

	finish_gap(s, b);
	s->start = s->end = s->segment = e;
	if (!s->segmenter && s->batch.status == ST_OK)
		s->batch.status = segmenter_new(&s->segmenter, &s->batch.err);
	if (!s->segmenter)
		return;
	count = segmenter_cut(s->segmenter, s->text + b, e - b, &ends);
	for (size_t i = 0; i < count; i++) {
		word_batch_add(&s->batch, s->text + from, b + ends[i] - from);
		from = b + ends[i];
	}
}

/* The class of the character at `at`, as far as it says what run it belongs to; *len its bytes. */
static inline unsigned run_class(struct scanner *s, size_t at, size_t e, size_t *len)
{
	uint32_t cp;

	*len = next_char(s->text + at, e - at, &cp);
	if (*len)
		return char_class(s->chars, cp) & (CHAR_WORD | CHAR_COMPLEX);
	*len = 1;
	s->invalid_bytes++;
	return CHAR_WORD; /* kept as it is */
}

/* [b, e) holds bytes from 0x80 on: split it into what it is made of. */
static void take_mixed_run(struct scanner *s, size_t b, size_t e)
{
	while (b < e) {
		size_t len, at = b;
		unsigned class = run_class(s, at, e, &len), next = class;

		while (next == class && (at += len) < e)
			next = run_class(s, at, e, &len);
		if (at < e && len == 1 && (signed char)s->text[at] < 0)
			s->invalid_bytes--; /* it is met again */
		if (class & CHAR_COMPLEX)
			take_complex_run(s, b, at);
		else if (class & CHAR_WORD)
			take_run(s, b, at);
		b = at;
	}
}

/* --- masks ------------------------------------------------------------------------------------- */

/* Bit i of the result is bit 7 of byte i. */
static inline uint64_t gather_high_bits(uint64_t x)
{
	return (x & 0x8080808080808080u) * 0x0002040810204081u >> 56;
}

/* Bit 7 of each byte: is it an ASCII letter or digit? Bytes from 0x80 on give anything. */
static inline uint64_t ascii_word8(uint64_t x)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t low7 = x & 0x7F * ones, small = low7 | 0x20 * ones;
	uint64_t letter = (small + (0x80 - 'a') * ones) & ~(small + (0x80 - 'z' - 1) * ones);
	uint64_t digit = (low7 + (0x80 - '0') * ones) & ~(low7 + (0x80 - '9' - 1) * ones);

	return letter | digit;
}

static inline void classify64(const char *p, uint64_t *word, uint64_t *high)
{
	uint64_t w = 0, h = 0, any = 0;

	for (unsigned i = 0; i < 8; i++) {
		uint64_t x = word_load8(p + (size_t)8 * i);

		w |= gather_high_bits(ascii_word8(x) | x) << 8 * i;
		any |= x;
	}
	if (UNLIKELY(any & 0x8080808080808080u))
		for (unsigned i = 0; i < 8; i++)
			h |= gather_high_bits(word_load8(p + (size_t)8 * i)) << 8 * i;
	*word = w;
	*high = h;
}

/* Bits [b, e) of 64, b < 64, e ≤ 64. */
static inline uint64_t bits_between(size_t b, size_t e)
{
	uint64_t below_e = e >= 64 ? UINT64_MAX : ((uint64_t)1 << e) - 1;

	return below_e & ~(((uint64_t)1 << b) - 1);
}

struct runs {
	size_t start;	 /* of the run that is open at the start of the block */
	bool open, high; /* … and has it bytes from 0x80 on so far? */
};

static inline void take_block(struct scanner *s, struct runs *r, size_t base)
{
	uint64_t word, high, starts, ends;

	classify64(s->text + base, &word, &high);
	starts = word & ~(word << 1 | r->open);
	ends = ~word & (word << 1 | r->open);
	while (ends) {
		size_t e = (size_t)__builtin_ctzll(ends);

		if (!r->open) {
			r->start = base + (size_t)__builtin_ctzll(starts);
			starts &= starts - 1;
			r->high = false;
		}
		ends &= ends - 1;
		r->open = false;
		if (UNLIKELY(high || r->high) &&
		    (r->high || (high & bits_between(r->start > base ? r->start - base : 0, e))))
			take_mixed_run(s, r->start, base + e);
		else
			take_run(s, r->start, base + e);
		r->high = false;
	}
	if (starts) {
		r->start = base + (size_t)__builtin_ctzll(starts);
		r->open = true;
		r->high = false;
	}
	if (r->open && high)
		r->high |= (high & bits_between(r->start > base ? r->start - base : 0, 64)) != 0;
}

enum status scanner_run(struct scanner *s, const char *text, size_t n, uint32_t *ids, size_t *count,
			struct error *err)
{
	struct runs r = { .start = 0 };

	s->text = text;
	s->batch.out = ids;
	s->start = s->end = s->segment = 0;
	for (size_t base = 0; base <= n; base += 64)
		take_block(s, &r, base);
	finish_gap(s, n);
	word_batch_flush(&s->batch);
	*count = (size_t)(s->batch.out - ids);
	if (s->batch.status != ST_OK && err)
		*err = s->batch.err;
	return s->batch.status;
}

/* --- cutting ----------------------------------------------------------------------------------- */

static bool is_space(char c)
{
	return c >= 0 && (char_ascii[(unsigned char)c] & CHAR_SPACE);
}

/* 。 and ， end words and sentences by themselves: nothing around them matters. */
static bool is_wide_stop(const char *s)
{
	return memcmp(s, "\xE3\x80\x82", 3) == 0 || memcmp(s, "\xEF\xBC\x8C", 3) == 0;
}

size_t scan_cut(const char *text, size_t n)
{
	for (size_t i = n; i-- > 1;) {
		if (is_space(text[i - 1]) ? !is_space(text[i])
					  : i >= 3 && is_wide_stop(text + i - 3))
			return i;
	}
	return 0;
}
