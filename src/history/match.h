/*
 * How the history is searched: without case and accents, in every script ("zurich" finds "Zürich").
 * The same comparison serves SQL (function holds(text, needle)) and the lines still in memory.
 */
#ifndef HISTORY_MATCH_H
#define HISTORY_MATCH_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

void match_fold(struct strbuf *out, const char *text, size_t n);
/* `needle` was folded; `text` was not. */
bool match_holds(const char *text, size_t n, const char *needle, size_t needle_n);
int match_register(sqlite3 *db);

#endif
