#include "tokens.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define BLANK	   "\xE2\x96\x81" /* U+2581, SentencePiece's blank */
#define BLANK_LEN  3
#define ALPHABET   0x144 /* code points of GPT-2's alphabet lie below */
#define NO_BYTE	   -1
#define INSIDE	   "##"
#define INSIDE_LEN 2

/* GPT-2 writes bytes as letters: those that print as themselves, the other 68 in rising order from
 * U+0100 on (openai/gpt-2: src/encoder.py). */
static bool prints_as_itself(uint32_t byte)
{
	return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) ||
	       (byte >= 0xAE && byte <= 0xFF);
}

static int byte_of(uint32_t cp)
{
	uint32_t next = 0x100;

	if (cp < 0x100)
		return prints_as_itself(cp) ? (int)cp : NO_BYTE;
	for (uint32_t byte = 0; byte < 0x100; byte++) {
		if (prints_as_itself(byte))
			continue;
		if (next++ == cp)
			return (int)byte;
	}
	return NO_BYTE;
}

static bool decode_bytes(const char *raw, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t k = utf8_decode(raw + i, n - i, &cp);
		int byte = k && cp < ALPHABET ? byte_of(cp) : NO_BYTE;

		if (byte == NO_BYTE)
			return false;
		strbuf_addc(out, (char)byte);
		i += k;
	}
	return true;
}

static bool is_byte_piece(const char *raw, size_t n)
{
	return n == 6 && memcmp(raw, "<0x", 3) == 0 && raw[5] == '>';
}

static bool decode_pieces(const char *raw, size_t n, struct strbuf *out)
{
	if (is_byte_piece(raw, n))
		return false;
	for (size_t i = 0; i < n;) {
		if (n - i >= BLANK_LEN && memcmp(raw + i, BLANK, BLANK_LEN) == 0) {
			strbuf_addc(out, ' ');
			i += BLANK_LEN;
		} else {
			strbuf_addc(out, raw[i++]);
		}
	}
	return true;
}

/* Can a person read and type it? */
static bool is_legible(const char *s, size_t n)
{
	bool more_than_blanks = false;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
			return false;
		more_than_blanks |= s[i] != ' ';
	}
	return more_than_blanks && utf8_is_valid(s, n);
}

/* Does it begin with a letter or digit of a script that puts blanks between words? Only there the
 * start of a word and its inside are different things. */
static bool begins_a_word(const char *s, size_t n)
{
	static const uint32_t unspaced[][2] = {
		{ 0x0E00, 0x0EFF }, { 0x1000, 0x109F }, { 0x1780, 0x17FF },   { 0x2E80, 0xA4CF },
		{ 0xF900, 0xFAFF }, { 0xFF66, 0xFF9F }, { 0x20000, 0x3FFFF },
	};
	uint32_t cp = 0;

	if (!utf8_decode(s, n, &cp))
		return false;
	for (size_t i = 0; i < sizeof(unspaced) / sizeof(unspaced[0]); i++)
		if (cp >= unspaced[i][0] && cp <= unspaced[i][1])
			return false;
	return utf8_is_letter(cp) || (cp >= '0' && cp <= '9');
}

static bool starts_with_mark(const char *s, size_t n)
{
	return n >= INSIDE_LEN && memcmp(s, INSIDE, INSIDE_LEN) == 0;
}

/* text: the decoded token. False: only the raw name will do. */
static bool name_decoded(enum token_scheme scheme, const char *text, size_t n, struct strbuf *out)
{
	bool start = n > 1 && *text == ' ', word;

	text += start;
	n -= start;
	if (!is_legible(text, n))
		return false;
	word = scheme == TOKENS_PHANTOM || begins_a_word(text, n);
	if (start && (!word || starts_with_mark(text, n)))
		return false;
	if (!start && word)
		strbuf_adds(out, INSIDE);
	strbuf_add(out, text, n);
	return true;
}

void token_readable(enum token_scheme scheme, const char *raw, size_t n, bool literal,
		    struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	bool decoded = false;

	if (!literal && scheme == TOKENS_BYTES)
		decoded = decode_bytes(raw, n, &text);
	else if (!literal && (scheme == TOKENS_PIECES || scheme == TOKENS_PHANTOM))
		decoded = decode_pieces(raw, n, &text);
	if (!decoded || !name_decoded(scheme, text.buf, text.len, out))
		strbuf_add(out, raw, n);
	strbuf_release(&text);
}

void token_namer_init(struct token_namer *t, struct builder *b, enum token_scheme scheme)
{
	*t = (struct token_namer){
		.b = b, .scheme = scheme, .raw = vocab_new(), .name = STRBUF_INIT
	};
}

enum status token_namer_add(struct token_namer *t, const char *raw, size_t n, bool literal,
			    struct error *err)
{
	enum status st;

	strbuf_clear(&t->name);
	if (n > BUILDER_WORD_MAX)
		n = BUILDER_WORD_MAX;
	if (n)
		token_readable(t->scheme, raw, n, literal, &t->name);
	st = builder_add_word(t->b, t->name.buf, t->name.len, err);
	if (!st && !n) /* the builder has named it */
		raw = vocab_word(builder_vocab(t->b), (uint32_t)vocab_size(builder_vocab(t->b)) - 1,
				 &n);
	return st ? st : vocab_add(t->raw, raw, n, NULL, err);
}

void token_namer_finish(struct token_namer *t)
{
	builder_set_raw_names(t->b, t->raw);
	t->raw = NULL;
	token_namer_release(t);
}

void token_namer_release(struct token_namer *t)
{
	vocab_free(t->raw);
	t->raw = NULL;
	strbuf_release(&t->name);
}
