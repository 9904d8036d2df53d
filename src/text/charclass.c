#include "charclass.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/mem.h"

#define W CHAR_WORD
#define D (CHAR_WORD | CHAR_DIGIT)

const uint8_t char_ascii[128] = {
	['\t'] = CHAR_SPACE,
	['\n'] = CHAR_SPACE,
	['\v'] = CHAR_SPACE,
	['\f'] = CHAR_SPACE,
	['\r'] = CHAR_SPACE,
	[' '] = CHAR_SPACE,
	['!'] = CHAR_MARK,
	['?'] = CHAR_MARK,
	['.'] = CHAR_MARK | CHAR_JOIN,
	['"'] = CHAR_CLOSER,
	[')'] = CHAR_CLOSER,
	[']'] = CHAR_CLOSER,
	['}'] = CHAR_CLOSER,
	['\''] = CHAR_CLOSER | CHAR_JOIN,
	['&'] = CHAR_JOIN,
	[','] = CHAR_JOIN,
	['-'] = CHAR_JOIN,
	['_'] = CHAR_JOIN,
	['0'] = D,
	['1'] = D,
	['2'] = D,
	['3'] = D,
	['4'] = D,
	['5'] = D,
	['6'] = D,
	['7'] = D,
	['8'] = D,
	['9'] = D,
	['A'] = W,
	['B'] = W,
	['C'] = W,
	['D'] = W,
	['E'] = W,
	['F'] = W,
	['G'] = W,
	['H'] = W,
	['I'] = W,
	['J'] = W,
	['K'] = W,
	['L'] = W,
	['M'] = W,
	['N'] = W,
	['O'] = W,
	['P'] = W,
	['Q'] = W,
	['R'] = W,
	['S'] = W,
	['T'] = W,
	['U'] = W,
	['V'] = W,
	['W'] = W,
	['X'] = W,
	['Y'] = W,
	['Z'] = W,
	['a'] = W,
	['b'] = W,
	['c'] = W,
	['d'] = W,
	['e'] = W,
	['f'] = W,
	['g'] = W,
	['h'] = W,
	['i'] = W,
	['j'] = W,
	['k'] = W,
	['l'] = W,
	['m'] = W,
	['n'] = W,
	['o'] = W,
	['p'] = W,
	['q'] = W,
	['r'] = W,
	['s'] = W,
	['t'] = W,
	['u'] = W,
	['v'] = W,
	['w'] = W,
	['x'] = W,
	['y'] = W,
	['z'] = W,
};

/* Chinese, Japanese and the South-East Asian scripts that Unicode's line breaking leaves to
 * dictionaries. The long-vowel marks belong to no script of their own. */
static bool is_complex(uint32_t cp)
{
	UErrorCode code = U_ZERO_ERROR;

	if (u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
		return true;
	if (cp == 0x30FC || cp == 0xFF70)
		return true;
	switch (uscript_getScript((UChar32)cp, &code)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
		return true;
	default:
		return false;
	}
}

/* Signs that hold a word together in some scripts: apostrophe and hyphens, the Catalan point, and
 * the Hebrew signs of abbreviations. */
static bool is_joiner(uint32_t cp)
{
	return cp == 0x2019 || cp == 0x2010 || cp == 0x2011 || cp == 0xB7 || cp == 0x5F3 ||
	       cp == 0x5F4;
}

static unsigned classify(uint32_t cp)
{
	uint32_t category = U_GET_GC_MASK((UChar32)cp);

	if (category & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) {
		if (is_complex(cp))
			return CHAR_WORD | CHAR_COMPLEX;
		return category & U_GC_N_MASK ? CHAR_WORD | CHAR_DIGIT : CHAR_WORD;
	}
	if (cp == 0xAD || cp == 0x200C || cp == 0x200D)
		return CHAR_WORD;
	if (cp == 0x2019)
		return CHAR_CLOSER | CHAR_JOIN;
	if (is_joiner(cp))
		return CHAR_JOIN;
	if (cp == 0x2026)
		return CHAR_MARK;
	if (u_hasBinaryProperty((UChar32)cp, UCHAR_S_TERM))
		return CHAR_STOP;
	if (category & U_GC_Z_MASK)
		return CHAR_SPACE;
	return category & (U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK) ? CHAR_CLOSER : 0;
}

enum status char_table_new(struct char_table **out, struct error *err)
{
	void *t = NULL;
	enum status st = mem_try_calloc(&t, 1, sizeof(**out), "the table of characters", err);

	if (st != ST_OK)
		return st;
	*out = t;
	memset((*out)->first_plane, CHAR_UNASKED, CHAR_PLANE);
	memcpy((*out)->first_plane, char_ascii, sizeof(char_ascii));
	return ST_OK;
}

void char_table_free(struct char_table *t)
{
	free(t);
}

unsigned char_table_ask(struct char_table *t, uint32_t cp)
{
	unsigned class = classify(cp);

	if (cp < CHAR_PLANE)
		t->first_plane[cp] = (uint8_t) class;
	return class;
}
