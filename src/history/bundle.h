/*
 * What the writer puts into one transaction: the dirty records of the queue, as they were when it
 * began, and the session's own row where it is missing or ends.
 */
#ifndef HISTORY_BUNDLE_H
#define HISTORY_BUNDLE_H

#include "history/hist_internal.h"

/* One record as it was when the transaction began. */
struct item {
	struct record *record;
	int64_t id;
	bool finished;
};

struct bundle {
	struct item *items;
	size_t count, cap;
	int64_t session;
	bool ending;
	int64_t ended_ms;
};

/* Collect what is dirty (takes lock). The caller frees items. */
void bundle_collect(struct hist *h, struct bundle *b);
/* Write it in one transaction (under db_lock); ids and session are filled in when it succeeds. */
enum store_fault bundle_write(struct hist *h, struct bundle *b);

#endif
