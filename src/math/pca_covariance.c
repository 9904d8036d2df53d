/*
 * C = XᵀX in tiles of 8 × 16 that stay in registers while a block of rows goes by (math/outer_kernel.h).
 * Rows are put into panels of 8 columns first, so that what a tile reads follows each other in
 * memory; columns are padded with zeros to whole tiles. Only tiles that touch the upper half are
 * worked out. OpenBLAS would be called under a lock (blas.h): this runs on all cores at once.
 */
#include <math.h>
#include <string.h>

#include "math/outer_kernel.h"
#include "pca.h"

#define BLOCK_FLOPS 1e9 /* some 20 ms */
#define BLOCK_ROWS  128 /* of 300 columns: they stay in the second cache */

size_t pca_padded(size_t order)
{
	return (order + OUTER_WIDE - 1) / OUTER_WIDE * OUTER_WIDE;
}

/* Row r of n into the panels. */
static void spread_row(const double *row, double *panels, size_t r, size_t n, size_t wide)
{
	for (size_t j = 0; j < wide; j += OUTER_PANEL)
		memcpy(panels + j * n + r * OUTER_PANEL, row + j, OUTER_PANEL * sizeof(*row));
}

static void add_block(struct fit *f, size_t part, size_t begin, size_t end)
{
	size_t n = end - begin, wide = f->room;
	double *panels = pca_scratch_of(f, part), *row = panels + f->block * wide;
	double *sum = f->sums + part * wide * wide;
	outer_kernel_fn *add = outer_kernel();

	for (size_t r = 0; r < n; r++) { /* what is behind d stays 0 */
		pca_load_centred(f, begin + r, row);
		spread_row(row, panels, r, n, wide);
	}
	for (size_t j = 0; j < wide; j += OUTER_WIDE)
		for (size_t i = 0; i < j + OUTER_WIDE; i += OUTER_HIGH)
			add(panels + i * n, panels + j * n, n, sum + i * wide + j, wide);
}

enum status pca_covariance(struct fit *f, size_t threads, double *out, struct error *err)
{
	size_t wide = pca_padded(f->d);
	enum status st;

	f->visit = add_block;
	f->length = f->n;
	f->parts = pca_parts(f->n, wide > PCA_BIG_SUM ? PCA_PARTS_BIG : PCA_PARTS_MAX);
	f->block = (size_t)fmax(1, fmin(BLOCK_ROWS, BLOCK_FLOPS / ((double)wide * (double)wide)));
	f->room = wide;
	st = pca_reserve_scratch(f, err);
	if (st == ST_OK)
		st = pca_run_pass(f, wide * wide, threads, out, err);
	for (size_t i = 1; st == ST_OK && i < f->d; i++)
		memmove(out + i * f->d, out + i * wide, f->d * sizeof(*out));
	return st;
}
