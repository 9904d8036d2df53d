/* The nearest ASCII character of the symbols that screens are made of. */
#ifndef DRAW_ASCII_H
#define DRAW_ASCII_H

#include <stdint.h>

char ascii_symbol(uint32_t cp);	/* '\0' if there is none */

#endif
