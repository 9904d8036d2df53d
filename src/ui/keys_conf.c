/*
 * assets/keys.conf as it is, inside the program: one text for the program, the user's example and
 * the tests. .incbin is understood by the assemblers of gcc and clang.
 */
#include "ui/keymap.h"

__asm__(".section .rodata\n"
	".global keys_conf_text\n"
	".type keys_conf_text, %object\n"
	"keys_conf_text:\n"
	".incbin \"assets/keys.conf\"\n"
	".byte 0\n"
	".size keys_conf_text, . - keys_conf_text\n"
	".previous\n");
