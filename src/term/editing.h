/* What both uses of readline share: set-up, completion, the history list. Private to term/. */
#ifndef TERM_EDITING_H
#define TERM_EDITING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "term/lineedit.h"

#define EDITING_LINE_MAX ((size_t)64 * 1024)

/* Before rl_callback_handler_install(). `show` lists matches: items without what stands before the
 * token. hooks are copied. */
void editing_begin(const struct lineedit_hooks *hooks, void (*show)(char **items, size_t n));
/* After it: keys that readline leaves unbound when it does not know the terminal. */
void editing_bind_keys(void);
const struct lineedit_hooks *editing_hooks(void);
/* Append s as text of one line: line ends and tabs become `newline` and spaces, other controls are
 * dropped. */
void editing_clean(struct strbuf *out, const char *s, size_t n, char newline);

#endif
