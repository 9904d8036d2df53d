/*
 * What each character is to the reader: part of a word, a separator, the end of a sentence.
 *
 * ASCII has a constant table. What ICU says of other characters of the first plane is kept when it
 * was asked for once: one table per thread, without a cost for those that never occur.
 */
#ifndef TEXT_CHARCLASS_H
#define TEXT_CHARCLASS_H

#include <stdint.h>

#include "base/error.h"

enum {
	CHAR_WORD = 1,	    /* letters, marks, digits, joiners of Indic and Persian, soft hyphens */
	CHAR_COMPLEX = 2,   /* a word character of a script that is written without spaces */
	CHAR_DIGIT = 4,
	CHAR_SPACE = 8,
	CHAR_CLOSER = 16,   /* may stand between the end of a sentence and the space: ) ” */
	CHAR_MARK = 32,	    /* ends a sentence if a space or closer follows: . ! ? */
	CHAR_STOP = 64,	    /* ends a sentence whatever follows: 。 */
	CHAR_JOIN = 128,    /* may stand inside a word */
};

extern const uint8_t char_ascii[128];

struct char_table;

enum status char_table_new(struct char_table **out, struct error *err);
void char_table_free(struct char_table *t);

/* ICU's answer, which is kept. */
unsigned char_table_ask(struct char_table *t, uint32_t cp);

#define CHAR_PLANE   0x10000
#define CHAR_UNASKED 255	/* no character is of all classes */

struct char_table {
	uint8_t first_plane[CHAR_PLANE];
};

static inline unsigned char_class(struct char_table *t, uint32_t cp)
{
	unsigned class = cp < CHAR_PLANE ? t->first_plane[cp] : CHAR_UNASKED;

	return class == CHAR_UNASKED ? char_table_ask(t, cp) : class;
}

#endif
