/* Names of HTML tags and entities, as far as a reader of text cares. */
#ifndef TEXT_MARKUP_NAMES_H
#define TEXT_MARKUP_NAMES_H

#include <stddef.h>
#include <stdint.h>

enum tag_kind { TAG_OTHER, TAG_INLINE, TAG_LINE, TAG_BLOCK, TAG_SCRIPT, TAG_STYLE };

#define ENTITY_MAX 10	/* the longest name of an entity, or its number */

enum tag_kind markup_tag_kind(const char *name, size_t n);
/* The character called so ("eacute", "lt"), 0 if there is none. Case counts. */
uint32_t markup_entity(const char *name, size_t n);

#endif
