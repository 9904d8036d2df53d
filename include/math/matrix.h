/*
 * A matrix of floats: rows × cols, row-major, row i starts at data + i × stride.
 *
 * The base is aligned to 64 bytes, the stride is a multiple of 4 floats (16 bytes) and at least
 * cols; padding is zero (a borrowed one, of a mapped file, may have stride = cols). Big matrices sit
 * on huge pages where the system has them.
 * Owned memory is freed by matrix_release(); a borrowed matrix frees nothing.
 */
#ifndef MATH_MATRIX_H
#define MATH_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct matrix {
	float *data;
	size_t rows, cols, stride;	/* stride in floats */
	size_t mapped;			/* bytes of the mapping behind data, 0 = borrowed */
};

static inline size_t matrix_stride(size_t cols)
{
	return (cols + 3) & ~(size_t)3;
}

static inline float *matrix_row(const struct matrix *m, size_t i)
{
	return m->data + i * m->stride;
}

/* Zeroed rows × cols. ST_NOMEM if that is too much. */
enum status matrix_init(struct matrix *m, size_t rows, size_t cols, struct error *err);
/* Change the number of rows; kept rows keep their values (the mapping may move), new ones are zero. */
enum status matrix_resize(struct matrix *m, size_t rows, struct error *err);
void matrix_release(struct matrix *m);

#endif
