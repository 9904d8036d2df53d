/*
 * Pictures of this session's answers, for `session export`: what a command drew (plot, tree, scree),
 * and on the screen what the large pane showed when the user went on to the next line. In memory
 * only, packed; the oldest are dropped beyond ALBUM_BYTES_MAX. Main thread.
 */
#ifndef APP_ALBUM_H
#define APP_ALBUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/surface.h"

#define ALBUM_BYTES_MAX ((size_t)32 << 20)

struct session;
struct call;
struct command;

struct album_page {
	int64_t handle;		/* of the line in the history: hist_add() */
	char *title;
	char *bytes;		/* surface_pack() */
	size_t size;
	bool is_answer;		/* the command drew it itself: it stands for the table of its answer */
};

struct album {
	struct album_page *pages;	/* oldest first */
	size_t count, cap, bytes;
	int64_t waiting;		/* a line whose answer the screen shows, 0 = none */
	char *waiting_title;
};

void album_release(struct album *a);
/* Another picture of a line replaces the one before. */
void album_put(struct album *a, int64_t handle, const char *title, const struct surface *s,
	       bool is_answer);
/* NULL = there is none. */
const struct album_page *album_find(const struct album *a, int64_t handle);

/* A call was answered: keep what it drew, or wait for what the screen makes of it. */
void album_notice(struct session *s, const struct call *c);
/* The picture of the line that waits, as the screen is now. */
void album_look(struct session *s);
/* Any command begins; some of them take away what is on the screen. */
void album_before(struct session *s, const struct command *cmd);

#endif
