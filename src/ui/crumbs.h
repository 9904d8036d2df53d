/*
 * The path of questions: king › queen › [monarch]. A crumb keeps its answer, so that going back
 * shows it at once. Asking something new cuts what lay ahead, as in a web browser.
 */
#ifndef UI_CRUMBS_H
#define UI_CRUMBS_H

#include "app/call.h"

#define CRUMBS_MAX 100

struct crumb {
	char *label;
	struct call *call;	/* owned */
};

struct crumbs {
	struct crumb items[CRUMBS_MAX];
	size_t count, at;	/* at < count unless count is 0 */
};

/* Takes the call. A repeat of the current label replaces it. */
void crumbs_push(struct crumbs *c, const char *label, struct call *call);
/* The call at the new place, borrowed; NULL at either end. */
struct call *crumbs_go(struct crumbs *c, int by);
/* Drop those whose model is not in the session any more. */
void crumbs_drop_closed(struct crumbs *c, const struct session *s);
void crumbs_release(struct crumbs *c);
/* " king › queen › [monarch]  2 of 3" in at most `cells` cells: the current one always shows. */
void crumbs_text(const struct crumbs *c, bool ascii, size_t cells, struct strbuf *out);

#endif
