#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void text_note(struct text_report *report, const char *fmt, ...)
{
	char *sentence = NULL;
	va_list ap;

	if (report->note_count == TEXT_NOTES_MAX)
		return;
	if (report->note_count == TEXT_NOTES_MAX - 1) {
		report->notes[report->note_count++] = xstrdup("and more of the kind");
		return;
	}
	va_start(ap, fmt);
	if (vasprintf(&sentence, fmt, ap) < 0)
		sentence = NULL;
	va_end(ap);
	if (sentence)
		report->notes[report->note_count++] = sentence;
}

void text_report_release(struct text_report *report)
{
	for (size_t i = 0; i < report->note_count; i++)
		free(report->notes[i]);
	*report = (struct text_report){ .files = 0 };
}
