/*
 * UTF-8 and the character properties that words need. Strict decoding: overlong forms, surrogates
 * and values above U+10FFFF are invalid. Strings are (bytes, length); they may hold any byte.
 * Properties come from ICU, never from the locale.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Decode one character of s (n > 0 bytes). Returns its length in bytes, or 0 if the first byte
 * does not start a valid character (the caller skips one byte). */
size_t utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Encode cp into out (4 bytes); returns the length, 0 if cp is no character. */
size_t utf8_encode(uint32_t cp, char out[4]);
bool utf8_is_valid(const char *s, size_t n);

/* Cells that cp takes on a terminal: 0, 1, 2; -1 for controls and unassigned code points. */
int utf8_width(uint32_t cp);
bool utf8_is_letter(uint32_t cp);
bool utf8_is_rtl(uint32_t cp);		/* Hebrew, Arabic … */
bool utf8_starts_rtl(const char *s, size_t n);	/* is its first letter such a one? */
bool utf8_is_emoji(uint32_t cp);	/* a pictograph that may stand in a joined sequence */
/* May cp itself stand on a screen? Not: controls, bidi and invisible characters, private use,
 * unassigned. Marks (width 0) may. */
bool utf8_is_drawn(uint32_t cp);

/* Append the case-folded form (full Unicode folding). Invalid bytes are kept. */
void utf8_fold_case(struct strbuf *out, const char *s, size_t n);
/* Append the loose form: case folded, accents removed (NFKD without marks), for search. */
void utf8_fold_loose(struct strbuf *out, const char *s, size_t n);
/* Append the upper-case form as Python's str.upper() has it (full mapping, ß → SS, no language).
 * Bytes that are not UTF-8 are kept. */
void utf8_upper(struct strbuf *out, const char *s, size_t n);

#endif
