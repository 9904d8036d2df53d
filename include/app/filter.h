/*
 * The options that every query shares (-n --metric --max-rank --match --in --not), from text to a
 * `struct search`. Captured on the main thread, built on the work thread: a list file is read and
 * a pattern is tried on every word there.
 */
#ifndef APP_FILTER_H
#define APP_FILTER_H

#include "app/args.h"
#include "app/result.h"
#include "app/session.h"
#include "base/progress.h"
#include "model/search.h"

/* What comes from options or, where none is given, from the settings. */
struct query_setup {
	size_t count;
	enum metric metric;
	size_t max_rank;
	size_t threads;
	const char *match, *in, *exclude;	/* borrowed from the arguments */
};

void query_setup_get(struct query_setup *out, const struct session *s, const struct args *a);

/* The byte mask of allowed rows, or NULL for all; in malloc'ed *out. Words of a list that the
 * model lacks are counted in a note on `r`. */
enum status filter_mask(uint8_t **out, const struct model *m, const struct query_setup *q,
			const struct progress *progress, struct result *r, struct error *err);

#endif
