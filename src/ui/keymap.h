/*
 * Keys as abbreviations of command lines: whatever a key does can be typed, scripted and tested.
 * The footer, the help and the palette are made from this table.
 *
 * One binding a line (assets/keys.conf):
 *
 *	context key command line  # {label} what it does
 *	keys    +   zoom 1.25     # {zoom|+/-} zoom in
 *
 * The note starts after two blanks and a #. A note with {label} stands in the footer of its
 * context; {label|keys} shows other text for the key. A line "[Title]" starts a group of the help.
 * {word}, {line} and the like in a command are filled in by the focused view. A later line for the
 * same context and key replaces an earlier one; a command of a single - removes it.
 */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include "base/error.h"
#include "base/key.h"
#include "base/strbuf.h"

struct binding {
	char *context;
	struct key key;
	char *command;
	char *label;	/* for the footer, or NULL */
	char *shown;	/* what the footer shows for the key, or NULL = its name */
	char *note;	/* for the help; "" if none */
	char *group;	/* heading in the help */
	size_t line;	/* where it stood, for messages */
};

struct keymap {
	struct binding *items;
	size_t count, cap;
	size_t replaced;	/* how many lines took the place of another */
};

extern const char keys_conf_text[];	/* assets/keys.conf, built in; NUL-terminated */

/* Add the bindings of a text. Stops at the first bad line; those before it hold. */
enum status keymap_add(struct keymap *map, const char *text, const char *name, struct error *err);
void keymap_release(struct keymap *map);
const struct binding *keymap_find(const struct keymap *map, const char *context,
				  const struct key *key);
/* The binding whose command is exactly `command`, or starts with it and a blank; NULL. */
const struct binding *keymap_for_command(const struct keymap *map, const char *command);
/* "Ctrl-P", "Enter", "⌫" (or "BS" in ASCII). */
void keymap_show_key(const struct key *key, bool ascii, struct strbuf *out);
void keymap_show(const struct binding *b, bool ascii, struct strbuf *out);

#endif
