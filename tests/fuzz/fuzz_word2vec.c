/* word2vec binary, and the judgement which format a file has. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_load(data, size, "word2vec-binary", NULL);
	fuzz_load(data, size, NULL, NULL);
	return 0;
}
