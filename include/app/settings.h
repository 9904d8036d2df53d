/*
 * What `set` and the config file change. One table: name, kind, default, help.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/args.h"
#include "app/render.h"
#include "base/strbuf.h"
#include "model/search.h"

struct settings {
	int64_t count;		/* -n of every query */
	enum metric metric;
	int64_t max_rank;	/* 0 = all */
	int64_t threads;	/* 0 = all */
	int64_t seed;
	enum output_mode mode;
	bool reproducible;
	bool header;
	bool timing;
	bool echo;
	bool history;
	bool bail;
	bool ascii;
	bool mouse;
	bool animate;
	bool preview;
	bool bars;
	bool pager;
	int64_t cache;		/* MiB that copies of models may take; 0 = none are made */
	bool cache_after;	/* those that are not finished at the end are made after it */
	bool presenter;		/* the screen is shown to an audience */
	int64_t map_words;	/* how many frequent words the map shows */
	char color[8];		/* auto always never */
	char theme[16];		/* auto, or the name of one of draw/theme.h */
	char symbols[12];	/* auto braille block ascii */
	char labels[8];		/* few normal many none */
};

struct setting {
	const char *name;
	enum arg_kind kind;	/* ARG_INT ARG_CHOICE */
	const char *choices;	/* on|off for switches */
	int64_t min, max;
	const char *fallback;
	const char *help;
	size_t offset;		/* in struct settings */
	enum { SETTING_INT, SETTING_BOOL, SETTING_TEXT, SETTING_METRIC, SETTING_MODE } as;
	size_t size;		/* SETTING_TEXT: room */
};

extern const struct setting settings_table[];	/* ends with name NULL */
const struct setting *setting_find(const char *name);
void settings_init(struct settings *s);
enum status settings_set(struct settings *s, const char *name, const char *value,
			 struct error *err);
void settings_get(const struct settings *s, const struct setting *which, struct strbuf *out);

#endif
