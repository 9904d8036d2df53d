/* A model of a few words in two dimensions, for tests that need a vocabulary. */
#ifndef TESTS_APP_SMALL_MODEL_H
#define TESTS_APP_SMALL_MODEL_H

#include "base/mem.h"
#include "model/builder.h"
#include "model/model.h"

static inline struct model *small_model(const char *name, const char *const *words, size_t n)
{
	struct builder *b = builder_new("row");
	struct model *m = NULL;
	struct matrix *rows;
	struct error err = ERROR_INIT;

	if (builder_set_shape(b, 2, n, n * 8, &err) != ST_OK ||
	    builder_reserve_rows(b, n, &rows, &err) != ST_OK)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < n; i++) {
		matrix_row(rows, i)[0] = 1;
		matrix_row(rows, i)[1] = (float)i;
		if (builder_add_word(b, words[i], strlen(words[i]), &err) != ST_OK)
			fail_msg("%s", err.text);
	}
	if (builder_finish(b, &m, &err) != ST_OK)
		fail_msg("%s", err.text);
	builder_free(b);
	free(m->name);
	m->name = xstrdup(name);
	return m;
}

#endif
