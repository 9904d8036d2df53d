/*
 * Keys and mouse events, as terminals report them and scripts write them. The written form is that
 * of --keys and of assets/keys.conf: literal characters and <CR> <Esc> <Tab> <S-Tab> <BS> <Del>
 * <Up> <Down> <Left> <Right> <PgUp> <PgDn> <Home> <End> <F1>… <C-x> <M-x> <S-Up> <lt> <Space>
 * <Mouse:press,x,y> <C-Mouse:drag,x,y> <Resize:40x12>.
 */
#ifndef BASE_KEY_H
#define BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum key_code {
	KEY_NONE_,
	KEY_CHAR_,		/* cp holds the character; controls come as KEY_CHAR_ + KEY_CTRL_ */
	KEY_ENTER_, KEY_ESC_, KEY_TAB_, KEY_BACKSPACE_, KEY_DELETE_, KEY_INSERT_,
	KEY_UP_, KEY_DOWN_, KEY_LEFT_, KEY_RIGHT_, KEY_HOME_, KEY_END_, KEY_PAGE_UP_, KEY_PAGE_DOWN_,
	KEY_FUNCTION_,		/* cp = 1 … 12 */
	KEY_MOUSE_, KEY_RESIZE_, KEY_PASTE_,	/* paste: text holds what was pasted */
};

enum key_mods { KEY_CTRL_ = 1, KEY_META_ = 2, KEY_SHIFT_ = 4 };

enum mouse_action { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct key {
	enum key_code code;
	uint32_t cp;
	unsigned mods;
	struct {
		enum mouse_action action;
		int button;	/* 1 left, 2 middle, 3 right */
		int x, y;	/* cells from the top left, 0-based; width and height for KEY_RESIZE_ */
	} mouse;
	char *text;		/* KEY_PASTE_: owned by whoever made the key; borrowed by handlers */
	char raw[16];		/* the bytes readline should get for it, "" if none */
	size_t raw_len;
};

/* Read one key off the written form; *used = bytes taken. ST_USAGE with a sentence. */
enum status key_parse(const char *text, struct key *out, size_t *used, struct error *err);
/* The written form, e.g. "<C-p>"; for help and footers. Returns out. */
/* (not key_name: curses exports that) */
const char *key_format(const struct key *key, char out[32]);
bool key_equal(const struct key *a, const struct key *b);	/* code, cp and mods */

#endif
