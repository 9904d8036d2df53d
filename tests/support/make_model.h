/* Models made in memory, and files damaged on purpose. */
#ifndef TESTS_MAKE_MODEL_H
#define TESTS_MAKE_MODEL_H

#include "model/format.h"

struct test_word {
	const char *s;
	size_t n;
};
#define W(literal) { (literal), sizeof(literal) - 1 }

/* rows words, data (rows, dims). Fails the test if the builder refuses. */
struct model *model_make(const struct test_word *words, const float *data, size_t rows,
			 size_t dims);
struct model *model_open(const char *path);	/* fails the test with the sentence */
/* Same shape, words and bits; any NaN equals any other. */
void assert_same_model(const struct model *a, const struct model *b);
/* Words with numbers that follow a fixed rule: small, distinct, exact in half precision. */
float test_number(size_t row, size_t col);

/* Write each damaged form of the file as dir/name and load it: all prefixes, then each byte set to
 * 00 01 7f 80 ff and its lowest bit turned. Whatever loads must be whole, whatever does not must
 * say why. Returns how many loaded. */
size_t load_damaged(const char *dir, const char *name, const void *bytes, size_t n);

/* The whole of a file; caller frees. */
char *read_whole(const char *path, size_t *n);

#endif
