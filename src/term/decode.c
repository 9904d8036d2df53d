/*
 * Terminals send keys as bytes: characters as UTF-8, all else as escape sequences whose grammar is
 * ECMA-48 with the dialects of xterm, rxvt, the Linux console and tmux. They also send what nobody
 * typed: replies to queries, focus reports. Those are swallowed whole, so that a late reply never
 * becomes text in the prompt. Control sequences (ESC [ …) are read in decode_csi.c, what readline
 * gets for a key is made in decode_key.c.
 *
 * Invariants: 1. every byte belongs to exactly one key or is dropped; 2. `raw` of a key is what
 * readline should read for it, one spelling per key whatever the terminal sent; 3. a paste is one
 * key, never keys.
 */
#include "term/decode_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define STRING_MAX 8192

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
		*out = decode_char_key('O', "O", 1);
		decode_add_meta(out);
		return TAKEN_KEY;
	}
	c = in->s[2];
	in->used = 3;
	code = decode_letter(c);
	*out = decode_plain_key(code, 0, in->s, 3);
	if (code == KEY_FUNCTION_)
		out->cp = (uint32_t)(c - 'P' + 1);
	else if (c == 'M')
		*out = decode_plain_key(KEY_ENTER_, 0, "\r", 1);
	else if (c >= 'j' && c <= 'y')
		*out = decode_char_key((unsigned char)keypad[c - 'j'], &keypad[c - 'j'], 1);
	else if (c >= 'a' && c <= 'd')
		*out = decode_plain_key(decode_letter((char)(c - 32)), KEY_CTRL_, in->s, 3);
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
	*out = decode_char_key((unsigned char)in->s[1], in->s + 1, 1);
	decode_add_meta(out);
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
		*out = decode_control_key(ESC);
		return TAKEN_KEY;
	} else {
		t = decode_char(&rest, out);
	}
	in->used = rest.used + 1;
	if (t == TAKEN_NOTHING && rest.s[0] == ESC) { /* Esc, and a reply right behind it */
		*out = decode_control_key(ESC);
		return TAKEN_KEY;
	}
	if (t == TAKEN_KEY && out->code != KEY_MOUSE_)
		decode_add_meta(out);
	return t;
}

static enum taken take_escape(struct decoder *d, struct input *in, struct key *out)
{
	if (in->n == 1) {
		in->used = 1;
		*out = decode_control_key(ESC);
		return in->final ? TAKEN_KEY : TAKEN_MORE;
	}
	switch (in->s[1]) {
	case '[':
		return decode_csi(d, in, out);
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
			*out = decode_plain_key(out->code, out->mods, in->s, in->used);
		out->cp = d->named[which].key.cp;
		return TAKEN_KEY;
	}
	return in->s[0] == ESC ? take_escape(d, in, out) : decode_char(in, out);
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
