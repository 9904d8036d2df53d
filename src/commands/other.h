/* The second model of commands that look at two. */
#ifndef COMMANDS_OTHER_H
#define COMMANDS_OTHER_H

#include "app/session.h"

/* The open model of that name, or for NULL any but the current one; a reference that the caller
 * gives back. */
enum status other_model(const struct session *s, const char *name, struct model **out,
			struct error *err);

#endif
