/* The query language. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "fuzz.h"
#include "model/expr.h"

static void check_terms(const struct expr *e, size_t n)
{
	if (!e->count || e->count > EXPR_TERMS_MAX)
		abort();
	for (size_t i = 0; i < e->count; i++) {
		const struct expr_term *t = &e->terms[i];

		if (!t->word || t->at > n || t->weight == 0 || !isfinite(t->weight))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xmalloc(size + 1);
	struct error err = ERROR_INIT;
	struct expr e = { 0 };

	memcpy(text, data, size);
	text[size] = '\0';
	expr_looks_like(text);
	if (expr_parse(&e, text, &err) == ST_OK) {
		check_terms(&e, size);
		expr_release(&e);
	} else if (!err.text[0]) {
		abort();
	}
	free(text);
	return 0;
}
