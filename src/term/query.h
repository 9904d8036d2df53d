/* Asking the terminal before the screen opens: private side of terminal_background(). */
#ifndef TERM_QUERY_H
#define TERM_QUERY_H

#include <stddef.h>

#include "term/decode.h"

/* "dark" or "light" for the value of $COLORFGBG ("15;0"); NULL if it says nothing. */
const char *query_background_of_colorfgbg(const char *value);
/* The same for what the terminal answered to OSC 11; NULL if no colour is in it. */
const char *query_background_of_reply(const char *reply, size_t n);
/* Give what was typed while the terminal was asked to the decoder. */
void query_take_typed(struct decoder *d);

#endif
