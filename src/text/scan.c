#include "scan.h"

#include "base/compiler.h"
#include "base/utf8.h"

#define UNLIKELY(x)   __builtin_expect(!!(x), 0)
#define ALWAYS_INLINE inline __attribute__((always_inline))

void scanner_init(struct scanner *s, struct char_table *chars, struct word_table *table)
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

/* The bits 7 of eight bytes, in order, in the highest byte; the others are 0. */
static inline uint64_t gather_high_bits(uint64_t x)
{
	return ((x & 0x8080808080808080u) * 0x0002040810204081u) & (uint64_t)0xFF << 56;
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

/* Bit i: is byte i of 64 part of a run? *any gathers the bits of the bytes. */
static inline uint64_t run_bits(const char *p, uint64_t *any)
{
	uint64_t bits = 0;

	for (const char *end = p + 64; p < end; p += 8) {
		uint64_t x = word_load8(p);

		bits = bits >> 8 | gather_high_bits(ascii_word8(x) | x);
		*any |= x;
	}
	return bits;
}

/* --- edges ------------------------------------------------------------------------------------- */

#define LAST_BIT ((uint64_t)1 << 63) /* keeps ctz defined when there are no more */
#define WRITE_EDGE(i)                                                                              \
	do {                                                                                       \
		to[i] = base + (uint32_t)__builtin_ctzll(bits | LAST_BIT);                         \
		bits &= bits - 1;                                                                  \
	} while (0)

/* Most blocks of English have 16 to 24 edges: eight are written at a time without a look, because
 * a loop that ends where the edges do is guessed wrong in nearly every block. */
static inline uint32_t *write_edges(uint32_t *to, uint64_t bits, uint32_t base)
{
	uint32_t *end = to + __builtin_popcountll(bits);

	do {
		WRITE_EDGE(0);
		WRITE_EDGE(1);
		WRITE_EDGE(2);
		WRITE_EDGE(3);
		WRITE_EDGE(4);
		WRITE_EDGE(5);
		WRITE_EDGE(6);
		WRITE_EDGE(7);
		to += EDGES_AT_ONCE;
	} while (to < end);
	return end;
}

/* The edges of text[base … end), behind an open one that e may hold. */
static ALWAYS_INLINE void find_edges(struct edges *e, const char *text, size_t base, size_t end)
{
	uint64_t any = 0, inside = e->inside;
	uint32_t *to = e->at + e->n;

	for (; base < end; base += 64) {
		uint64_t bits = run_bits(text + base, &any);

		to = write_edges(to, bits ^ (bits << 1 | inside), (uint32_t)base);
		inside = bits >> 63;
	}
	e->n = (size_t)(to - e->at);
	e->inside = inside;
	e->high = e->high || (any & 0x8080808080808080u);
}

static inline bool has_high(const char *p, size_t n)
{
	uint64_t any = 0;

	for (; n >= 8; n -= 8, p += 8)
		any |= word_load8(p);
	for (; n; n--)
		any |= (uint64_t)(unsigned char)*p++;
	return any & 0x8080808080808080u;
}

static void take_mixed_runs(struct scanner *s, const struct edges *e)
{
	for (size_t i = 0; i + 1 < e->n; i += 2) {
		if (has_high(s->text + e->at[i], e->at[i + 1] - e->at[i]))
			take_mixed_run(s, e->at[i], e->at[i + 1]);
		else
			take_run(s, e->at[i], e->at[i + 1]);
	}
}

/* The same for runs that are ASCII. What changes with every word is kept in registers. */
static ALWAYS_INLINE void take_ascii_runs(struct scanner *s, const struct edges *e)
{
	struct word_writer w = word_writer_open(&s->batch);
	const char *text = s->text;
	size_t start = s->start, end = s->end, segment = s->segment;

	for (size_t i = 0; i + 1 < e->n; i += 2) {
		size_t b = e->at[i];

		if (UNLIKELY(b - end != 1 || text[end] != ' ' || end - start > WORD_INLINE)) {
			word_writer_close(&w);
			s->start = start;
			s->end = end;
			s->segment = segment;
			take_run(s, b, e->at[i + 1]);
			start = s->start;
			end = s->end;
			segment = s->segment;
			w = word_writer_open(&s->batch);
			continue;
		}
		if (end != start)
			word_writer_add(&w, text + start, end - start);
		start = segment = b;
		end = e->at[i + 1];
	}
	word_writer_close(&w);
	s->start = start;
	s->end = end;
	s->segment = segment;
}

static ALWAYS_INLINE void take_stretches(struct scanner *s, size_t n)
{
	struct edges *e = &s->edges;

	for (size_t base = 0; base <= n; base += STRETCH) {
		bool open;

		find_edges(e, s->text, base, MIN(base + STRETCH, n + 1));
		if (e->high)
			take_mixed_runs(s, e);
		else
			take_ascii_runs(s, e);
		open = e->n & 1;
		if (open)
			e->at[0] = e->at[e->n - 1];
		e->n = open;
		e->high = open && e->high;
	}
}

#if defined(__x86_64__)

/* The same C compiled once more for processors that find, count and clear bits in one instruction
 * (a tenth of the time of reading). It is all integers: the results are the same. */
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void take_text_with_bmi(struct scanner *s,
									       size_t n)
{
	take_stretches(s, n);
}

static void take_text(struct scanner *s, size_t n)
{
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt"))
		take_text_with_bmi(s, n);
	else
		take_stretches(s, n);
}

#else

static void take_text(struct scanner *s, size_t n)
{
	take_stretches(s, n);
}

#endif

enum status scanner_run(struct scanner *s, const char *text, size_t n, uint32_t *ids, size_t *count,
			struct error *err)
{
	s->text = text;
	s->batch.out = ids;
	s->start = s->end = s->segment = 0;
	s->edges.n = 0;
	s->edges.inside = s->edges.high = false;
	take_text(s, n);
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

/* May the character at s be a space of other than ASCII? It could be one of a blank line. */
static bool may_be_space(const char *s, size_t n)
{
	unsigned char a = (unsigned char)s[0];

	if (a == 0xE3)
		return n < 2 || (unsigned char)s[1] == 0x80;
	return a == 0xC2 || a == 0xE1 || a == 0xE2;
}

/* 。 and ， end words and sentences by themselves: nothing around them matters. */
static bool is_wide_stop(const char *s)
{
	return memcmp(s, "\xE3\x80\x82", 3) == 0 || memcmp(s, "\xEF\xBC\x8C", 3) == 0;
}

size_t scan_cut(const char *text, size_t n)
{
	for (size_t i = n; i-- > 1;) {
		if (is_space(text[i - 1]) ? !is_space(text[i]) && !may_be_space(text + i, n - i)
					  : i >= 3 && is_wide_stop(text + i - 3))
			return i;
	}
	return 0;
}
