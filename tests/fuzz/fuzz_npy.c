/* A .npy file; behind a line "--words--" the list of its words. */
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\n--words--\n", plain[] = "a\nb\n";
	const uint8_t *cut = memmem(data, size, mark, sizeof(mark) - 1);
	size_t n = cut ? (size_t)(cut - data) : size;
	char path[64];
	int fd = cut ? fuzz_file(cut + sizeof(mark) - 1, size - n - (sizeof(mark) - 1), path)
		     : fuzz_file((const uint8_t *)plain, sizeof(plain) - 1, path);

	fuzz_load(data, n, "npy", path);
	close(fd);
	return 0;
}
