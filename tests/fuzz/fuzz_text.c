/* Text with and without a first line of sizes. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_load(data, size, "word2vec-text", NULL);
	fuzz_load(data, size, "glove-text", NULL);
	return 0;
}
