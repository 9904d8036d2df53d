/*
 * A small question that is asked of a model again and again while it learns:
 *
 *	king				its nearest word, and the cosine
 *	king - man + woman		the answer, and its cosine
 *	king ~ queen			the cosine of the two
 *	paris : france :: rome ~ italy	at which place the expected answer stands
 */
#ifndef APP_PROBE_H
#define APP_PROBE_H

#include <stddef.h>

#include "model/model.h"

enum probe_kind { PROBE_FAILED, PROBE_NEAREST, PROBE_PAIR, PROBE_RANK };

struct probe {
	enum probe_kind kind;
	char answer[64];	/* best answer, cut; of PROBE_FAILED why */
	double cosine;		/* of the answer, of the pair, of the expected answer */
	size_t rank;		/* PROBE_RANK: from 1 on */
};

/* Exact, over the whole vocabulary, on one thread; any thread. */
void probe_ask(struct probe *out, const struct model *m, const char *text);

#endif
