/* A locale with a decimal comma, built with localedef where the system has none. */
#ifndef TESTS_COMMA_LOCALE_H
#define TESTS_COMMA_LOCALE_H

#include <stdbool.h>

/* Switch to it. False, with a line that says so: there is none. */
bool comma_locale_enter(void);
void comma_locale_leave(void);	/* back to C */

#endif
