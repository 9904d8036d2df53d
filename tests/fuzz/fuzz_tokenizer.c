/* The files of a tokenizer, whatever kind they are, for a table of eight rows. */
#include "fuzz.h"
#include "model/formats/tokenizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tokenizer t = { 0 };
	struct error err = ERROR_INIT;
	char path[64];
	int fd = fuzz_file(data, size, path);

	if (tokenizer_find(&t, NULL, path, 8, &err) == ST_OK) {
		for (size_t i = 0; i < t.rows; i++) {
			struct strbuf name = STRBUF_INIT;

			if (t.tokens[i].s)
				token_readable(t.scheme, t.tokens[i].s, t.tokens[i].n,
					       t.tokens[i].literal, &name);
			strbuf_release(&name);
		}
		tokenizer_release(&t);
	} else if (!err.text[0]) {
		abort();
	}
	close(fd);
	return 0;
}
