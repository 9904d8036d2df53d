/*
 * Terminals send keys as bytes: characters as UTF-8, all else as escape sequences whose grammar is
 * ECMA-48 (CSI: ESC [ parameters intermediates final) with the dialects of xterm, rxvt, the Linux
 * console and tmux. They also send what nobody typed: replies to queries, focus reports. Those are
 * swallowed whole, so that a late reply never becomes text in the prompt.
 *
 * Invariants: 1. every byte belongs to exactly one key or is dropped; 2. `raw` of a key is what
 * readline should read for it, one spelling per key whatever the terminal sent; 3. a paste is one
 * key, never keys.
 */
#include "term/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"

#define ESC	     '\033'
#define SEQUENCE_MAX 64
#define STRING_MAX   8192
#define PARAMS_MAX   4

/* What one attempt to read a key came to. */
enum taken { TAKEN_KEY, TAKEN_NOTHING, TAKEN_MORE };

struct input {
	const char *s;
	size_t n;
	bool final;
	size_t used;
};

void decoder_init(struct decoder *d)
{
	*d = (struct decoder){ .in = STRBUF_INIT, .paste = STRBUF_INIT };
}

void decoder_release(struct decoder *d)
{
	strbuf_release(&d->in);
	strbuf_release(&d->paste);
}

void decoder_feed(struct decoder *d, const char *bytes, size_t n)
{
	if (d->at == d->in.len) {
		strbuf_clear(&d->in);
		d->at = 0;
	}
	strbuf_add(&d->in, bytes, n);
}

void decoder_name(struct decoder *d, const char *bytes, struct key key)
{
	size_t n = bytes ? strlen(bytes) : 0;
	struct decoder_named *named;

	if (n < 2 || n >= sizeof(named->bytes) || d->named_count == DECODER_NAMED_MAX)
		return;
	named = &d->named[d->named_count++];
	memcpy(named->bytes, bytes, n + 1);
	named->len = n;
	named->key = key;
}

/* --- keys and the bytes readline gets for them ------------------------------------------------ */

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

/* A key without character. Without modifiers readline gets the one spelling it knows by default;
 * with modifiers it gets what the terminal sent, for that is what an inputrc names. */
static struct key plain_key(enum key_code code, unsigned mods, const char *sent, size_t n)
{
	struct key key = { .code = code, .mods = mods };
	const char *raw = mods ? "" : spelling_of(code);

	if (*raw)
		set_raw(&key, raw, strlen(raw));
	else
		set_raw(&key, sent, n);
	return key;
}

static struct key control_key(unsigned char c)
{
	char byte = (char)c;
	struct key key = { .code = KEY_CHAR_, .mods = KEY_CTRL_ };

	switch (c) {
	case '\r':
		return plain_key(KEY_ENTER_, 0, &byte, 1);
	case '\t':
		return plain_key(KEY_TAB_, 0, &byte, 1);
	case ESC:
		return plain_key(KEY_ESC_, 0, &byte, 1);
	case '\b':
	case 0x7F:
		return plain_key(KEY_BACKSPACE_, 0, &byte, 1);
	case 0:
		key.cp = ' ';
		break;
	default:
		key.cp = c <= 26 ? (uint32_t)(c - 1 + 'a') : (uint32_t)(c + '@');
	}
	set_raw(&key, &byte, 1);
	return key;
}

static struct key char_key(uint32_t cp, const char *bytes, size_t n)
{
	struct key key = { .code = KEY_CHAR_, .cp = cp };

	set_raw(&key, bytes, n);
	return key;
}

static void add_meta(struct key *key)
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

static enum taken take_char(struct input *in, struct key *out)
{
	unsigned char c = (unsigned char)in->s[0];
	uint32_t cp;
	size_t n;

	if (c < 0x20 || c == 0x7F) {
		in->used = 1;
		*out = control_key(c);
		return TAKEN_KEY;
	}
	n = utf8_decode(in->s, in->n, &cp);
	if (!n && !in->final && is_cut_char(in->s, in->n))
		return TAKEN_MORE;
	/* a byte that is no UTF-8 stays a byte: the line may be in another encoding */
	in->used = n ? n : 1;
	*out = char_key(n ? cp : 0xFFFD, in->s, in->used);
	return TAKEN_KEY;
}

/* --- mouse ------------------------------------------------------------------------------------ */

static enum taken mouse_key(struct decoder *d, struct key *out, unsigned b, bool release)
{
	out->code = KEY_MOUSE_;
	out->mods =
		(b & 4 ? KEY_SHIFT_ : 0u) | (b & 8 ? KEY_META_ : 0u) | (b & 16 ? KEY_CTRL_ : 0u);
	if (b & 128 || ((b & 64) && (b & 3) > 1))
		return TAKEN_NOTHING; /* buttons 8 and up, sideways wheel */
	if (b & 64) {
		out->mouse.action = b & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
		return TAKEN_KEY;
	}
	if ((b & 32) && (b & 3) == 3)
		return TAKEN_NOTHING; /* moved without a button */
	out->mouse.button = (b & 3) == 3 ? d->button : (int)(b & 3) + 1;
	if (b & 32)
		out->mouse.action = MOUSE_DRAG;
	else if (release || (b & 3) == 3)
		out->mouse.action = MOUSE_RELEASE;
	else
		d->button = out->mouse.button;
	return TAKEN_KEY;
}

/* ESC [ M and three bytes of value + 32 */
static enum taken take_x10_mouse(struct decoder *d, struct input *in, struct key *out)
{
	const unsigned char *p = (const unsigned char *)in->s + 3;

	if (in->n < 6) {
		in->used = in->n;
		return in->final ? TAKEN_NOTHING : TAKEN_MORE;
	}
	in->used = 6;
	if (p[0] < 32 || p[1] < 33 || p[2] < 33)
		return TAKEN_NOTHING;
	out->mouse.x = p[1] - 33;
	out->mouse.y = p[2] - 33;
	return mouse_key(d, out, p[0] - 32u, false);
}

/* --- CSI -------------------------------------------------------------------------------------- */

struct csi {
	char prefix; /* one of < = > ? or 0 */
	unsigned param[PARAMS_MAX];
	size_t params;
	char final;
};

static unsigned mods_of(unsigned param)
{
	unsigned bits = param ? param - 1 : 0;

	return (bits & 1 ? KEY_SHIFT_ : 0u) | (bits & 10 ? KEY_META_ : 0u) |
	       (bits & 4 ? KEY_CTRL_ : 0u);
}

/* Bytes of the sequence at in->s, its parts in *out; 0 = not complete. */
static size_t parse_csi(const struct input *in, struct csi *out)
{
	size_t i = 2;

	*out = (struct csi){ 0 };
	if (i < in->n && in->s[i] >= '<' && in->s[i] <= '?')
		out->prefix = in->s[i++];
	for (; i < in->n; i++) {
		char c = in->s[i];

		if (c >= '0' && c <= '9') {
			unsigned *p = &out->param[out->params];
			*p = *p < 100000 ? *p * 10 + (unsigned)(c - '0') : *p;
		} else if (c == ';') {
			out->params += out->params + 1 < PARAMS_MAX;
		} else if (c >= 0x40 && c <= 0x7E) {
			out->final = c;
			return i + 1;
		} else if (c == '$' && !out->prefix) {
			out->final = c; /* rxvt: shifted */
			return i + 1;
		} else if (c < 0x20 || c > 0x7E) {
			return i; /* broken off by something else: out->final stays 0 */
		}
	}
	return 0;
}

static enum key_code code_of_letter(char c)
{
	switch (c) {
	case 'A':
		return KEY_UP_;
	case 'B':
		return KEY_DOWN_;
	case 'C':
		return KEY_RIGHT_;
	case 'D':
		return KEY_LEFT_;
	case 'H':
		return KEY_HOME_;
	case 'F':
		return KEY_END_;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return KEY_FUNCTION_;
	default:
		return KEY_NONE_;
	}
}

/* ESC [ n ~ : the VT220 numbers. 0 in *cp where the key has none. */
static enum key_code code_of_number(unsigned n, uint32_t *cp)
{
	static const enum key_code edit[] = { KEY_NONE_,      KEY_HOME_, KEY_INSERT_,
					      KEY_DELETE_,    KEY_END_,	 KEY_PAGE_UP_,
					      KEY_PAGE_DOWN_, KEY_HOME_, KEY_END_ };

	*cp = 0;
	if (n < ARRAY_LEN(edit))
		return edit[n];
	if (n >= 11 && n <= 15)
		*cp = n - 10;
	else if (n >= 17 && n <= 21)
		*cp = n - 11;
	else if (n == 23 || n == 24)
		*cp = n - 12;
	return *cp ? KEY_FUNCTION_ : KEY_NONE_;
}

/* A character with modifiers as a number (CSI u, modifyOtherKeys). */
static struct key numbered_char(uint32_t cp, unsigned mods)
{
	char bytes[4];
	size_t n = utf8_encode(cp, bytes);
	struct key key;

	if (cp < 0x20 || cp == 0x7F)
		key = control_key((unsigned char)cp);
	else if ((mods & KEY_CTRL_) && cp >= '@' && cp < 0x7F)
		key = control_key((unsigned char)(cp & 0x1F));
	else
		key = char_key(cp, bytes, n);
	if (mods & KEY_META_)
		add_meta(&key);
	if (key.code != KEY_CHAR_)
		key.mods |= mods & KEY_SHIFT_;
	return key;
}

static enum taken tilde_key(struct decoder *d, const struct csi *csi, const struct input *in,
			    struct key *out)
{
	unsigned n = csi->param[0];
	enum key_code code;
	uint32_t cp;

	if (n == 200) {
		d->pasting = true;
		strbuf_clear(&d->paste);
		return TAKEN_NOTHING;
	}
	if (n == 201)
		return TAKEN_NOTHING;
	if (n == 27 && csi->params == 2) {
		*out = numbered_char(csi->param[2], mods_of(csi->param[1]));
		return TAKEN_KEY;
	}
	code = code_of_number(n, &cp);
	*out = plain_key(code, mods_of(csi->param[1]), in->s, in->used);
	out->cp = cp;
	return TAKEN_KEY;
}

static bool is_reply(const struct csi *csi)
{
	return csi->prefix || !csi->final || strchr("cnRtyIO", csi->final);
}

static enum taken rxvt_key(const struct csi *csi, const struct input *in, struct key *out)
{
	unsigned mods = csi->final == '$' ? KEY_SHIFT_ : KEY_CTRL_;
	uint32_t cp;
	enum key_code code = code_of_number(csi->param[0], &cp);

	*out = plain_key(code, csi->final == '@' ? mods | KEY_SHIFT_ : mods, in->s, in->used);
	out->cp = cp;
	return TAKEN_KEY;
}

static enum taken csi_key(struct decoder *d, const struct csi *csi, const struct input *in,
			  struct key *out)
{
	enum key_code code = code_of_letter(csi->final);

	if (csi->prefix == '<' && (csi->final == 'M' || csi->final == 'm')) {
		out->mouse.x = (int)csi->param[1] - 1;
		out->mouse.y = (int)csi->param[2] - 1;
		if (out->mouse.x < 0 || out->mouse.y < 0)
			return TAKEN_NOTHING;
		return mouse_key(d, out, csi->param[0], csi->final == 'm');
	}
	if (csi->final == '~' && !csi->prefix)
		return tilde_key(d, csi, in, out);
	if (csi->final == 'Z' && !csi->prefix) {
		*out = plain_key(KEY_TAB_, KEY_SHIFT_, in->s, in->used);
		return TAKEN_KEY;
	}
	if (csi->final == 'u' && !csi->prefix) {
		*out = numbered_char(csi->param[0], mods_of(csi->param[1]));
		return TAKEN_KEY;
	}
	/* ESC [ 1 ; 2 R is shift-F3 as well as a cursor report: nobody asks for the latter */
	if (is_reply(csi) && !(csi->final == 'R' && csi->param[0] == 1 && !csi->prefix))
		return TAKEN_NOTHING;
	if (strchr("$^@", csi->final))
		return rxvt_key(csi, in, out);
	*out = plain_key(code, mods_of(csi->param[1]), in->s, in->used);
	if (code == KEY_FUNCTION_)
		out->cp = (uint32_t)(csi->final - 'P' + 1);
	return TAKEN_KEY;
}

static enum taken take_csi(struct decoder *d, struct input *in, struct key *out)
{
	struct csi csi;

	if (in->n >= 3 && in->s[2] == 'M')
		return take_x10_mouse(d, in, out);
	if (in->n >= 4 && in->s[2] == '[' && in->s[3] >= 'A' && in->s[3] <= 'E') {
		in->used = 4; /* the Linux console's F1 … F5 */
		*out = plain_key(KEY_FUNCTION_, 0, in->s, 4);
		out->cp = (uint32_t)(in->s[3] - 'A' + 1);
		return TAKEN_KEY;
	}
	if (in->n == 3 && in->s[2] == '[' && !in->final)
		return TAKEN_MORE;
	in->used = parse_csi(in, &csi);
	if (in->used)
		return csi_key(d, &csi, in, out);
	if (!in->final && in->n < SEQUENCE_MAX)
		return TAKEN_MORE;
	in->used = in->n;
	if (in->n > 2)
		return TAKEN_NOTHING;
	*out = char_key('[', "[", 1);
	add_meta(out);
	return TAKEN_KEY;
}

/* --- the other families ----------------------------------------------------------------------- */

static enum taken take_ss3(struct input *in, struct key *out)
{
	static const char keypad[] = "*+,-./0123456789"; /* ESC O j … y */
	enum key_code code;
	char c;

	if (in->n < 3) {
		if (!in->final)
			return TAKEN_MORE;
		in->used = 2;
		*out = char_key('O', "O", 1);
		add_meta(out);
		return TAKEN_KEY;
	}
	c = in->s[2];
	in->used = 3;
	code = code_of_letter(c);
	*out = plain_key(code, 0, in->s, 3);
	if (code == KEY_FUNCTION_)
		out->cp = (uint32_t)(c - 'P' + 1);
	else if (c == 'M')
		*out = plain_key(KEY_ENTER_, 0, "\r", 1);
	else if (c >= 'j' && c <= 'y')
		*out = char_key((unsigned char)keypad[c - 'j'], &keypad[c - 'j'], 1);
	else if (c >= 'a' && c <= 'd')
		*out = plain_key(code_of_letter((char)(c - 32)), KEY_CTRL_, in->s, 3);
	return TAKEN_KEY;
}

/* A reply of the terminal: ESC ] … BEL, or ESC P … ESC \ and its like. Dropped. */
static enum taken take_string(struct input *in, struct key *out)
{
	for (size_t i = 2; i < in->n; i++) {
		bool st = in->s[i] == ESC && i + 1 < in->n && in->s[i + 1] == '\\';

		if (st || in->s[i] == '\a') {
			in->used = i + 1 + st;
			return TAKEN_NOTHING;
		}
	}
	if (!in->final && in->n < STRING_MAX)
		return TAKEN_MORE;
	in->used = in->n;
	if (in->n > 2)
		return TAKEN_NOTHING;
	*out = char_key((unsigned char)in->s[1], in->s + 1, 1);
	add_meta(out);
	return TAKEN_KEY;
}

static enum taken take_escape(struct decoder *d, struct input *in, struct key *out);

/* ESC before anything else is Alt. */
static enum taken take_meta(struct decoder *d, struct input *in, struct key *out)
{
	struct input rest = { in->s + 1, in->n - 1, in->final, 0 };
	enum taken t;

	if (rest.s[0] == ESC && rest.n >= 2 && (rest.s[1] == '[' || rest.s[1] == 'O'))
		t = take_escape(d, &rest, out);
	else if (rest.s[0] == ESC && rest.n == 1 && !in->final)
		return TAKEN_MORE;
	else if (rest.s[0] == ESC) {
		in->used = 1; /* ESC ESC: two keys */
		*out = control_key(ESC);
		return TAKEN_KEY;
	} else {
		t = take_char(&rest, out);
	}
	in->used = rest.used + 1;
	if (t == TAKEN_KEY && out->code != KEY_MOUSE_)
		add_meta(out);
	return t;
}

static enum taken take_escape(struct decoder *d, struct input *in, struct key *out)
{
	if (in->n == 1) {
		in->used = 1;
		*out = control_key(ESC);
		return in->final ? TAKEN_KEY : TAKEN_MORE;
	}
	switch (in->s[1]) {
	case '[':
		return take_csi(d, in, out);
	case 'O':
		return take_ss3(in, out);
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X':
		return take_string(in, out);
	default:
		return take_meta(d, in, out);
	}
}

/* Is there a named sequence at s? -1: one of them may still come. */
static int find_named(const struct decoder *d, const char *s, size_t n, size_t *which)
{
	int found = 0;

	for (size_t i = 0; i < d->named_count; i++) {
		const struct decoder_named *named = &d->named[i];

		if (memcmp(s, named->bytes, MIN(n, named->len)) != 0)
			continue;
		if (n < named->len) {
			found = found ? found : -1;
		} else {
			*which = i;
			found = 1;
		}
	}
	return found;
}

static enum taken take_key(struct decoder *d, struct input *in, struct key *out)
{
	size_t which = 0;
	int named = d->named_count ? find_named(d, in->s, in->n, &which) : 0;

	if (named < 0 && !in->final)
		return TAKEN_MORE;
	if (named > 0) {
		in->used = d->named[which].len;
		*out = d->named[which].key;
		if (!out->raw_len)
			*out = plain_key(out->code, out->mods, in->s, in->used);
		out->cp = d->named[which].key.cp;
		return TAKEN_KEY;
	}
	return in->s[0] == ESC ? take_escape(d, in, out) : take_char(in, out);
}

/* --- paste ------------------------------------------------------------------------------------ */

static void finish_paste(struct decoder *d, struct key *out)
{
	*out = (struct key){ .code = KEY_PASTE_ };
	out->text = strbuf_detach(&d->paste, NULL);
	d->pasting = false;
}

/* Text has no NUL; what is beyond the limit is let go. */
static void keep_paste(struct decoder *d, const char *s, size_t n)
{
	for (size_t i = 0; i < n && d->paste.len < DECODER_PASTE_MAX; i++)
		if (s[i])
			strbuf_addc(&d->paste, s[i]);
}

static bool take_paste(struct decoder *d, struct key *out)
{
	static const char end[] = "\033[201~";
	const size_t len = sizeof(end) - 1;
	const char *s = d->in.buf + d->at;
	size_t n = d->in.len - d->at;
	const char *hit = memmem(s, n, end, len);
	size_t keep;

	if (hit) {
		keep_paste(d, s, (size_t)(hit - s));
		d->at += (size_t)(hit - s) + len;
		finish_paste(d, out);
		return true;
	}
	/* the end mark may be cut: leave that many bytes */
	keep = n >= len ? len - 1 : n;
	while (keep && memcmp(s + n - keep, end, keep) != 0)
		keep--;
	keep_paste(d, s, n - keep);
	d->at += n - keep;
	return false;
}

void decoder_end_paste(struct decoder *d, struct key *out)
{
	finish_paste(d, out);
}

bool decoder_pasting(const struct decoder *d)
{
	return d->pasting;
}

bool decoder_waiting(const struct decoder *d)
{
	return !d->pasting && d->at < d->in.len;
}

bool decoder_next(struct decoder *d, struct key *out, bool final)
{
	while (d->at < d->in.len) {
		struct input in = { d->in.buf + d->at, d->in.len - d->at, final, 0 };
		struct key key = { .code = KEY_NONE_ };
		enum taken t;

		if (d->pasting)
			return take_paste(d, out);
		t = take_key(d, &in, &key);
		if (t == TAKEN_MORE)
			return false;
		d->at += in.used;
		if (t == TAKEN_KEY) {
			*out = key;
			return true;
		}
	}
	return false;
}
