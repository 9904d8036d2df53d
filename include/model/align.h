/*
 * Two models side by side: the words they share, and the rotation that lays the one on the other.
 */
#ifndef MODEL_ALIGN_H
#define MODEL_ALIGN_H

#include "base/progress.h"
#include "model/model.h"

struct alignment {
	uint32_t *a, *b;	/* (shared) rows of each shared word, by rank in a; both have a direction */
	size_t shared;
	size_t anchors;		/* how many of them the rotation is fitted to */
	size_t dims;		/* the greater of both; shorter rows are filled up with zeros */
	double *r;		/* (dims, dims): a row of `a` times r lies where b has it */
	size_t from_dims, to_dims;
};

/* Shared words are those of equal bytes. The rotation is fitted to the most frequent max_anchors of
 * them, rows at length 1 (Hamilton, Leskovec & Jurafsky 2016). ST_FAILED if nothing is shared. */
enum status align_fit(struct alignment *out, const struct model *a, const struct model *b,
		      size_t max_anchors, const struct progress *progress, struct error *err);
void align_release(struct alignment *al);
/* out (dims) = row of a, as long as it is, times r */
void align_row(const struct alignment *al, const float *row, double *out);
/* 1 − cos between the turned row of a and the row of b, for shared word i; 0 below 10⁻⁶ */
double align_drift(const struct alignment *al, const struct model *a, const struct model *b,
		   size_t i);

#endif
