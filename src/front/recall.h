/* What line editing takes from the session, in line mode and on the screen: completion, and the
 * lines behind Up and Ctrl-R. */
#ifndef FRONT_RECALL_H
#define FRONT_RECALL_H

#include "front/front.h"

/* Hook of term/lineedit.h; ctx is the struct front. */
void recall_complete(void *ctx, const char *line, size_t cursor, char ***items, size_t *count,
		     size_t *token_at);
/* The newest lines of all sessions. */
void recall_fill(struct front *f);
/* The line ran: what it made the history forget also leaves the editor. */
void recall_after(struct front *f, const char *line);

#endif
