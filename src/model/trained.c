#include "model/trained.h"

#include <stdlib.h>

#include "base/mem.h"

struct trained *trained_new(void)
{
	return xcalloc(1, sizeof(struct trained));
}

void trained_free(struct trained *t)
{
	if (!t)
		return;
	free(t->counts);
	free(t->grams);
	free(t->losses);
	matrix_release(&t->output);
	matrix_release(&t->word_rows);
	matrix_release(&t->gram_rows);
	free(t);
}
