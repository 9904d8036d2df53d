/* safetensors, header and tensors. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_load(data, size, "safetensors", NULL);
	return 0;
}
