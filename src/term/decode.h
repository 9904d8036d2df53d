/*
 * Terminal input: bytes → keys. A pure state machine: no descriptor, no clock of its own, so that
 * every sequence of every terminal can be tested as bytes in, keys out.
 *
 * Feed what was read; take keys until none is complete. What is left when decoder_waiting() is true
 * is the start of a sequence: wait a moment for the rest, then take with `final` set, which reads a
 * lone ESC as the key it is and drops a broken sequence.
 */
#ifndef TERM_DECODE_H
#define TERM_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/key.h"
#include "base/strbuf.h"

#define DECODER_NAMED_MAX 32
/* A paste beyond this is cut: nobody edits a line that long. */
#define DECODER_PASTE_MAX (1u << 20)

/* A sequence that only the terminal's own description knows. */
struct decoder_named {
	char bytes[16];
	size_t len;
	struct key key;
};

struct decoder {
	struct strbuf in;	/* bytes not yet turned into keys */
	size_t at;		/* where the next key starts in it */
	struct strbuf paste;
	bool pasting;
	int button;		/* last pressed: the oldest mouse protocol does not name it on release */
	struct decoder_named named[DECODER_NAMED_MAX];
	size_t named_count;
	size_t reports;		/* how often the terminal said that it is well (ESC [ 0 n) */
};

void decoder_init(struct decoder *d);
void decoder_release(struct decoder *d);
void decoder_feed(struct decoder *d, const char *bytes, size_t n);
/* Another sequence for a key; ignored if it is empty, too long, or a single byte. */
void decoder_name(struct decoder *d, const char *bytes, struct key key);
/* The next key; false when none is complete. key->text is the caller's to free. */
bool decoder_next(struct decoder *d, struct key *out, bool final);
/* Bytes are left that may become a key when more come (a paste in progress does not count). */
bool decoder_waiting(const struct decoder *d);
bool decoder_pasting(const struct decoder *d);
/* The end of a paste never came: deliver what there is. */
void decoder_end_paste(struct decoder *d, struct key *out);

#endif
