/* What the files that read terminal input share: decode.c, decode_csi.c, decode_key.c. */
#ifndef TERM_DECODE_INTERNAL_H
#define TERM_DECODE_INTERNAL_H

#include "term/decode.h"

#define ESC '\033'

/* What one attempt to read a key came to. */
enum taken { TAKEN_KEY, TAKEN_NOTHING, TAKEN_MORE };

struct input {
	const char *s;		/* what waits, n ≥ 1 bytes */
	size_t n;
	bool final;		/* nothing more will come: a beginning is all there is */
	size_t used;		/* bytes taken */
};

/* --- decode_key.c --- */
/* A key without character. Without modifiers readline gets the one spelling it knows by default;
 * with modifiers it gets what the terminal sent, for that is what an inputrc names. */
struct key decode_plain_key(enum key_code code, unsigned mods, const char *sent, size_t n);
struct key decode_control_key(unsigned char c);
struct key decode_char_key(uint32_t cp, const char *bytes, size_t n);
void decode_add_meta(struct key *key);
enum taken decode_char(struct input *in, struct key *out);	/* one UTF-8 character */

/* --- decode_csi.c --- */
enum taken decode_csi(struct decoder *d, struct input *in, struct key *out);	/* ESC [ … */
enum key_code decode_letter(char c);	/* the key of ESC [ c and ESC O c; KEY_NONE_ */

#endif
