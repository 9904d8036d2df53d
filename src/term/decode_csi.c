/*
 * Control sequences: ESC [ parameters intermediates final (ECMA-48), which carry keys with
 * modifiers, the mouse (SGR 1006 and the oldest protocol), paste marks and the terminal's replies.
 */
#include "term/decode_internal.h"

#include <string.h>

#include "base/compiler.h"
#include "base/utf8.h"

#define SEQUENCE_MAX 64
#define PARAMS_MAX   4

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

enum key_code decode_letter(char c)
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
		key = decode_control_key((unsigned char)cp);
	else if ((mods & KEY_CTRL_) && cp >= '@' && cp < 0x7F)
		key = decode_control_key((unsigned char)(cp & 0x1F));
	else
		key = decode_char_key(cp, bytes, n);
	if (mods & KEY_META_)
		decode_add_meta(&key);
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
	*out = decode_plain_key(code, mods_of(csi->param[1]), in->s, in->used);
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

	*out = decode_plain_key(code, csi->final == '@' ? mods | KEY_SHIFT_ : mods, in->s,
				in->used);
	out->cp = cp;
	return TAKEN_KEY;
}

static enum taken csi_key(struct decoder *d, const struct csi *csi, const struct input *in,
			  struct key *out)
{
	enum key_code code = decode_letter(csi->final);

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
		*out = decode_plain_key(KEY_TAB_, KEY_SHIFT_, in->s, in->used);
		return TAKEN_KEY;
	}
	if (csi->final == 'u' && !csi->prefix) {
		*out = numbered_char(csi->param[0], mods_of(csi->param[1]));
		return TAKEN_KEY;
	}
	/* ESC [ 1 ; 2 R is shift-F3 as well as a cursor report: nobody asks for the latter */
	if (is_reply(csi) && !(csi->final == 'R' && csi->param[0] == 1 && !csi->prefix)) {
		d->reports += csi->final == 'n' && !csi->prefix;
		return TAKEN_NOTHING;
	}
	if (strchr("$^@", csi->final))
		return rxvt_key(csi, in, out);
	*out = decode_plain_key(code, mods_of(csi->param[1]), in->s, in->used);
	if (code == KEY_FUNCTION_)
		out->cp = (uint32_t)(csi->final - 'P' + 1);
	return TAKEN_KEY;
}

enum taken decode_csi(struct decoder *d, struct input *in, struct key *out)
{
	struct csi csi;

	if (in->n >= 3 && in->s[2] == 'M')
		return take_x10_mouse(d, in, out);
	if (in->n >= 4 && in->s[2] == '[' && in->s[3] >= 'A' && in->s[3] <= 'E') {
		in->used = 4; /* the Linux console's F1 … F5 */
		*out = decode_plain_key(KEY_FUNCTION_, 0, in->s, 4);
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
	*out = decode_char_key('[', "[", 1);
	decode_add_meta(out);
	return TAKEN_KEY;
}
