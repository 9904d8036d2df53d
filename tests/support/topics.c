#include "topics.h"

#include "base/strbuf.h"
#include "toy_model.h"
#include "words_corpus.h"

struct corpus *topics_corpus(size_t sentences)
{
	struct strbuf text = STRBUF_INIT;
	uint64_t state = 1234567;
	struct corpus *c;

	for (size_t s = 0; s < sentences; s++) {
		char topic = toy_random(&state) % 2 ? 'a' : 'b';

		for (size_t i = 0; i < 12; i++) {
			uint64_t r = toy_random(&state) >> 7;

			if (r % 6 == 0)
				strbuf_adds(&text, r % 4 < 2 ? "the " : "of ");
			else
				strbuf_addf(&text, "%c%u ", topic, (unsigned)(r / 8 % 20));
		}
		strbuf_addc(&text, '\n');
	}
	c = words_corpus_new(text.buf, text.len, 1);
	strbuf_release(&text);
	return c;
}
