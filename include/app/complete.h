/*
 * Completion of commands, options, settings, paths, models and vocabulary words: one function for
 * readline, the palette and `vecscope --complete`.
 */
#ifndef APP_COMPLETE_H
#define APP_COMPLETE_H

#include <stddef.h>

struct session;

struct completions {
	char **items;		/* whole replacements for the token under the cursor */
	size_t count;
	size_t token_at;	/* byte offset in the line where the token starts */
	size_t total;		/* how many there would be */
};

/* Candidates for the line cut at `cursor` (bytes), at most max; words by frequency. */
void complete_line(const struct session *s, const char *line, size_t cursor, size_t max,
		   struct completions *out);
void completions_release(struct completions *c);

#endif
