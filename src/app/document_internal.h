/* What the writer and the reader of documents share. */
#ifndef APP_DOCUMENT_INTERNAL_H
#define APP_DOCUMENT_INTERNAL_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "io/json.h"

/* Between these stands an answer as JSON. Nothing else in a document may contain the first. */
#define DOCUMENT_MARK	  "<!-- vecscope "
#define DOCUMENT_MARK_END " -->"

void document_add_cell(struct strbuf *out, bool html, const json_value *v);

#endif
