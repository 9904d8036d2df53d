/*
 * What `let` and `axis` name: vectors, sets of words and axes. They live as long as the session and
 * are kept as weighted words (or numbers), so they mean the same in every model. Main thread only:
 * commands put them in when they prepare.
 */
#ifndef APP_NAMES_H
#define APP_NAMES_H

#include "app/args.h"
#include "model/expr.h"

enum named_kind { NAMED_VECTOR, NAMED_SET, NAMED_AXIS };

struct named {
	char *name;
	char *text;		/* the definition as typed */
	enum named_kind kind;
	struct expr expr;	/* set: its words, weight 1; axis: pairs of −left +right */
};

struct names {
	struct named *items;
	size_t count, cap;
};

void names_release(struct names *n);
const struct named *names_find(const struct names *n, const char *name);	/* or NULL */
/* Takes the expression; replaces what had the name. */
void names_put(struct names *n, const char *name, const char *text, enum named_kind kind,
	       struct expr *expr);
bool names_forget(struct names *n, const char *name);

/* A copy of its own: work that runs beside the session asks that. */
void names_copy(struct names *out, const struct names *from);
/* Append what a name stands for, as in an expression: a vector or an axis as its terms, a set as the
 * mean of its words. */
enum status named_terms(const struct named *named, double weight, struct expr *out,
			struct error *err);

/* expr_parse(), then names in place of words that are not quoted: a vector as its terms, a set as
 * the mean of its words. */
enum status names_parse(struct expr *out, const struct names *n, const char *text,
			struct error *err);
/* The line with each "@name" of a set replaced by its words, quoted where they must be; not behind
 * an option that takes a list. Caller frees. */
char *names_expand(const struct names *n, const char *line);
/* Options that take a list of words: "@name" of a set becomes its words, one a line behind a line
 * "@name", which is what filter_mask() reads. ST_FAILED if there is no such set. */
enum status names_inline(const struct names *n, struct args *a, struct error *err);

#endif
