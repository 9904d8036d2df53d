/*
 * May this path hold our history? Makes the folder (0700) and an empty file (0600) if they are
 * missing, and refuses what another user could read from, write to or have put in our way.
 */
#ifndef HISTORY_GUARD_H
#define HISTORY_GUARD_H

#include <stddef.h>

enum guard {
	GUARD_OK,
	GUARD_READ_ONLY,	/* sound, but cannot be written; `why` says so */
	GUARD_REFUSED,		/* not to be touched; `why` says so */
};

/* `why` gets a clause without a full stop. Never opens a database that exists already. */
enum guard guard_prepare(const char *path, char *why, size_t cap);

#endif
