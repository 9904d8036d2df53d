#include "segment.h"

#include <stdbool.h>
#include <stdlib.h>

#include <unicode/ubrk.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Longer stretches without any separator are cut into pieces of so many UTF-16 units. */
#define PIECE 4096

struct segmenter {
	UBreakIterator *iterator;
	UChar units[PIECE + 1];
	size_t offsets[PIECE + 2]; /* of each unit, in bytes of the piece */
	size_t *ends, count, cap;
};

enum status segmenter_new(struct segmenter **out, struct error *err)
{
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &code);

	if (U_FAILURE(code))
		return error_set(err, ST_FAILED, "ICU cannot tell words apart here: %s",
				 u_errorName(code));
	*out = xcalloc(1, sizeof(**out));
	(*out)->iterator = iterator;
	return ST_OK;
}

void segmenter_free(struct segmenter *s)
{
	if (!s)
		return;
	ubrk_close(s->iterator);
	free(s->ends);
	free(s);
}

/* Fill the units from text; returns the bytes taken. */
static size_t convert(struct segmenter *s, const char *text, size_t n, int32_t *units)
{
	size_t at = 0;
	int32_t k = 0;

	while (at < n && k < PIECE) {
		uint32_t cp;
		size_t len = utf8_decode(text + at, n - at, &cp);
		int32_t before = k;

		U16_APPEND_UNSAFE(s->units, k, cp);
		while (before < k)
			s->offsets[before++] = at;
		at += MAX(len, 1);
	}
	s->offsets[k] = at;
	*units = k;
	return at;
}

static void add_end(struct segmenter *s, size_t end)
{
	ARRAY_RESERVE(s->ends, s->cap, s->count + 1);
	s->ends[s->count++] = end;
}

size_t segmenter_cut(struct segmenter *s, const char *text, size_t n, const size_t **ends)
{
	s->count = 0;
	for (size_t at = 0; at < n;) {
		UErrorCode code = U_ZERO_ERROR;
		int32_t units, edge;
		size_t taken = convert(s, text + at, n - at, &units);

		ubrk_setText(s->iterator, s->units, units, &code);
		while (U_SUCCESS(code) && (edge = ubrk_next(s->iterator)) != UBRK_DONE)
			add_end(s, at + s->offsets[edge]);
		if (U_FAILURE(code))
			add_end(s, at + taken);
		at += taken;
	}
	*ends = s->ends;
	return s->count;
}
