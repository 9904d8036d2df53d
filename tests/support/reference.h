/* Numbers of other programs for the tests of projections: tests/data/projection.txt, and the matrix
 * they were made from. */
#ifndef TESTS_REFERENCE_H
#define TESTS_REFERENCE_H

#include <stddef.h>

#include "math/matrix.h"

enum { REFERENCE_ROWS = 60, REFERENCE_DIMS = 16 };

/* The matrix of tests/data/projection.py. */
void reference_matrix(struct matrix *m);
/* The numbers of that name, of which there must be n; fails the test otherwise. Caller frees. */
double *reference_numbers(const char *name, size_t n);

#endif
