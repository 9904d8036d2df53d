/*
 * A file given as bytes, and all that loading says about it as text:
 *
 *	the: 1 -2.5
 *	new york: nan inf
 *	! 1 row holds NaN or infinity: never a result (line 3)
 *
 * one line a row (numbers with the fewest digits that read back as the same float, other bytes
 * than printable ASCII as \xHH), one "! " line a sentence of the report; or, when it does not load,
 * one line "format error: …". The folder of the file is left out of sentences.
 */
#ifndef TESTS_LOAD_DUMP_H
#define TESTS_LOAD_DUMP_H

#include "model/format.h"

/* Caller frees. opt may be NULL. */
char *load_dump(const char *name, const void *bytes, size_t n, const struct load_options *opt);
/* The same for a file that is there. */
char *load_dump_path(const char *path, const struct load_options *opt);

struct load_case {
	const char *bytes;
	size_t n;
	const char *want;
};
#define CASE(literal, expected) { (literal), sizeof(literal) - 1, (expected) }

/* Load each under this name; the test fails with both dumps at the first that differs. */
void check_load_cases(const char *name, const struct load_case *cases, size_t count,
		      const struct load_options *opt);

#endif
