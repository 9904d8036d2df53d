/*
 * XML and HTML out of a text, in place, block by block.
 *
 * Tags go: those of running text (b, i, em, a, sub …) leave nothing, others a space, br a line end,
 * and those that begin or end a block (p, div, h1, li, td …) a blank line. Comments, and what is
 * between <script> or <style> and their ends, go too. Entities become their character, and what
 * they give is no markup (&lt;b> is "<b>").
 *
 * What only looks like a tag stays. A file without any end of a tag in its first 64 KiB has no tags
 * (news agencies write <GM> for a share); and a tag is <name> or <name/>, or has attributes with =
 * (not a < b, <me@here>), and is at most MARKUP_MAX bytes long.
 */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#define MARKUP_MAX 4096

enum markup_skip { MARKUP_NONE, MARKUP_COMMENT, MARKUP_SCRIPT, MARKUP_STYLE };

struct markup {
	bool tags;		/* else only entities are looked for */
	enum markup_skip skip;	/* what is being left out up to its end */
};

/* Is there an end of a tag in the first bytes of a file? */
bool markup_has_tags(const char *head, size_t n);
/* Clean text[0 … n) in place; returns the clean length. At most MARKUP_MAX bytes at its end, which
 * more text must complete, are left alone: they are the last *rest bytes of text[0 … n). `last`:
 * nothing follows. One struct per file. */
size_t markup_strip(struct markup *m, char *text, size_t n, bool last, size_t *rest);

#endif
