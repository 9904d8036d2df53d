/* Prose cut into lines at blanks. */
#ifndef APP_WRAP_H
#define APP_WRAP_H

#include "base/strbuf.h"

/* Append n bytes of text in lines of at most `cols` cells (a longer word stays whole): `first` stands
 * before the first line, the others are indented by as much. Ends with a line end. */
void wrap_paragraph(struct strbuf *out, const char *first, const char *text, size_t n, size_t cols);

#endif
