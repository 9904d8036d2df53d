#include "text/corpus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/sink.h"
#include "text/read.h"

void corpus_free(struct corpus *c)
{
	if (!c)
		return;
	free(c->ids);
	free(c->bytes);
	free(c->offsets);
	free(c->counts);
	free(c);
}

enum status corpus_save_vocab(const struct corpus *c, const char *path, bool force,
			      struct error *err)
{
	struct sink *sink;
	enum status st = sink_open(&sink, path, force, err);

	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < c->word_count; i++) {
		char count[32];
		int n = snprintf(count, sizeof(count), " %" PRIu64 "\n", c->counts[i]);

		sink_write(sink, c->bytes + c->offsets[i],
			   (size_t)(c->offsets[i + 1] - c->offsets[i]));
		sink_write(sink, count, (size_t)n);
	}
	return sink_commit(sink, err);
}
