/* The locale of a program that speaks UTF-8 to its terminal whatever LC_ALL says. */
#ifndef TERM_LOCALE_H
#define TERM_LOCALE_H

#include <stdbool.h>

/*
 * Take the user's locale. Where it is missing or not UTF-8 (LC_ALL=C, a container without locales)
 * the characters come from C.UTF-8, for nearly every terminal shows UTF-8 even then. Numbers are
 * always written with a dot. Returns whether the user's own locale was UTF-8. Call before the
 * first terminal_open() or lineedit call; those do it too. Main thread only.
 */
bool locale_init(void);

#endif
