/*
 * The terminal gets back what it had, whatever happens: a normal end, exit() from anywhere, a
 * crash. While armed, SEGV BUS ILL FPE ABRT TRAP SYS write the reset bytes and the saved modes with
 * async-signal-safe calls only, on a stack of their own, and then take their usual course.
 */
#ifndef TERM_GUARD_H
#define TERM_GUARD_H

#include <stddef.h>
#include <termios.h>

#define GUARD_RESET_MAX 512

/* From now on: on the way out write reset[0..n) to fd and give it the modes *saved. */
void guard_arm(int fd, const struct termios *saved, const char *reset, size_t n);
/* The terminal is as it was: nothing is to be done on the way out. */
void guard_disarm(void);
/* Do it now, once. Async-signal-safe. */
void guard_restore(void);

#endif
