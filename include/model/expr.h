/*
 * The query language: text → weighted words. Knows nothing of a model.
 *
 *	king - man + woman		0.5*hot + 0.5*cold	2 * (paris - france) + italy
 *	"new york" - usa + france	paris : france :: rome
 *
 * `-` is minus only with a space on both sides (or at the start before a parenthesis or a space),
 * so e-mail and -ing are words. Everything is linear, so an expression is a list of terms.
 */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define EXPR_TERMS_MAX 256

struct expr_term {
	double weight;		/* never 0 */
	char *word;		/* as typed, quotes removed; owned; NULL: the numbers of `vector` */
	double *vector;		/* (dims), taken as given; owned */
	size_t dims;
	size_t at;		/* byte offset in the text, for messages */
	bool quoted;		/* a word for sure, never a name */
};

struct expr {
	struct expr_term *terms;
	size_t count;
	bool analogy;		/* a : b :: c, as terms −a +b +c */
};

/* Does the line read as an expression or analogy (its second token is + - * or :)? */
bool expr_looks_like(const char *text);
enum status expr_parse(struct expr *out, const char *text, struct error *err);
/* Append a copy of the term, its weight multiplied. */
enum status expr_add_copy(struct expr *e, const struct expr_term *t, double weight,
			  struct error *err);
void expr_release(struct expr *e);

#endif
