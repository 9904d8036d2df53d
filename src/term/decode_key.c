/* Keys, and the bytes that readline gets for them. */
#include "term/decode_internal.h"

#include <string.h>

#include "base/compiler.h"
#include "base/utf8.h"

static void set_raw(struct key *key, const char *bytes, size_t n)
{
	if (n >= sizeof(key->raw))
		return;
	memcpy(key->raw, bytes, n);
	key->raw[n] = '\0';
	key->raw_len = n;
}

static const struct spelling {
	enum key_code code;
	const char *raw;
} spellings[] = {
	{ KEY_ENTER_, "\r" },	     { KEY_ESC_, "\033" },	    { KEY_TAB_, "\t" },
	{ KEY_BACKSPACE_, "\177" },  { KEY_DELETE_, "\033[3~" },    { KEY_INSERT_, "\033[2~" },
	{ KEY_UP_, "\033[A" },	     { KEY_DOWN_, "\033[B" },	    { KEY_RIGHT_, "\033[C" },
	{ KEY_LEFT_, "\033[D" },     { KEY_HOME_, "\033[H" },	    { KEY_END_, "\033[F" },
	{ KEY_PAGE_UP_, "\033[5~" }, { KEY_PAGE_DOWN_, "\033[6~" },
};

static const char *spelling_of(enum key_code code)
{
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++)
		if (spellings[i].code == code)
			return spellings[i].raw;
	return "";
}

struct key decode_plain_key(enum key_code code, unsigned mods, const char *sent, size_t n)
{
	struct key key = { .code = code, .mods = mods };
	const char *raw = mods ? "" : spelling_of(code);

	if (*raw)
		set_raw(&key, raw, strlen(raw));
	else
		set_raw(&key, sent, n);
	return key;
}

struct key decode_control_key(unsigned char c)
{
	char byte = (char)c;
	struct key key = { .code = KEY_CHAR_, .mods = KEY_CTRL_ };

	switch (c) {
	case '\r':
		return decode_plain_key(KEY_ENTER_, 0, &byte, 1);
	case '\t':
		return decode_plain_key(KEY_TAB_, 0, &byte, 1);
	case ESC:
		return decode_plain_key(KEY_ESC_, 0, &byte, 1);
	case '\b':
	case 0x7F:
		return decode_plain_key(KEY_BACKSPACE_, 0, &byte, 1);
	case 0:
		key.cp = ' ';
		break;
	default:
		key.cp = c <= 26 ? (uint32_t)(c - 1 + 'a') : (uint32_t)(c + '@');
	}
	set_raw(&key, &byte, 1);
	return key;
}

struct key decode_char_key(uint32_t cp, const char *bytes, size_t n)
{
	struct key key = { .code = KEY_CHAR_, .cp = cp };

	set_raw(&key, bytes, n);
	return key;
}

void decode_add_meta(struct key *key)
{
	char raw[sizeof(key->raw)];
	size_t n = key->raw_len;

	key->mods |= KEY_META_;
	if (n + 1 >= sizeof(raw))
		return;
	raw[0] = ESC;
	memcpy(raw + 1, key->raw, n);
	set_raw(key, raw, n + 1);
}

/* --- characters ------------------------------------------------------------------------------- */

static size_t utf8_expected(unsigned char lead)
{
	if (lead >= 0xF0 && lead < 0xF5)
		return 4;
	if (lead >= 0xE0)
		return lead < 0xF0 ? 3 : 1;
	return lead >= 0xC2 ? 2 : 1;
}

static bool is_cut_char(const char *s, size_t n)
{
	if (n >= utf8_expected((unsigned char)s[0]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return false;
	return true;
}

enum taken decode_char(struct input *in, struct key *out)
{
	unsigned char c = (unsigned char)in->s[0];
	uint32_t cp;
	size_t n;

	if (c < 0x20 || c == 0x7F) {
		in->used = 1;
		*out = decode_control_key(c);
		return TAKEN_KEY;
	}
	n = utf8_decode(in->s, in->n, &cp);
	if (!n && !in->final && is_cut_char(in->s, in->n))
		return TAKEN_MORE;
	/* a byte that is no UTF-8 stays a byte: the line may be in another encoding */
	in->used = n ? n : 1;
	*out = decode_char_key(n ? cp : 0xFFFD, in->s, in->used);
	return TAKEN_KEY;
}
