#include "row_names.h"

#include <stdio.h>

enum status row_names_add(struct builder *b, const char *why, bool listable, struct error *err)
{
	size_t rows = builder_rows(b);
	enum status st = ST_OK;

	for (size_t i = 0; i < rows && !st; i++) {
		char name[24];
		int n = snprintf(name, sizeof(name), "%zu", i);

		st = builder_add_word(b, name, (size_t)n, err);
	}
	report_notef(builder_report(b), "%s: its rows are called by their numbers, 0 to %zu%s", why,
		     rows - 1, listable ? "; open FILE --vocab LIST gives them words" : "");
	return st;
}
