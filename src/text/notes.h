/* Sentences for the report of a reading. */
#ifndef TEXT_NOTES_H
#define TEXT_NOTES_H

#include "base/compiler.h"
#include "text/read.h"

/* Add a finished sentence; those beyond TEXT_NOTES_MAX are dropped, the last one saying so. */
void text_note(struct text_report *report, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
