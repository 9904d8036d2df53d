/* Somebody else's database, as Magnitude. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_load(data, size, "magnitude", NULL);
	return 0;
}
