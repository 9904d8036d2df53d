/* Packed files and archives: whatever the bytes, reading ends, within the cap, and says why. */
#include "fuzz.h"

#include "io/source.h"

static bool likes_some(const char *head, size_t n)
{
	return n && (*head & 1);
}

static void read_all(struct source *src, size_t size)
{
	const uint64_t cap = (uint64_t)size * SOURCE_RATIO_MAX + SOURCE_RATIO_FREE;
	struct error err = ERROR_INIT;
	char buf[4096];
	size_t got = 1;

	while (got && source_read(src, buf, sizeof(buf), &got, &err) == ST_OK)
		if (source_tell(src) > cap)
			abort();
	if (err.status != ST_OK && !err.text[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct source *src = NULL;
	char path[64];
	int fd = fuzz_file(data, size, path);

	if (source_open(&src, path, NULL, likes_some, &err) == ST_OK) {
		for (size_t i = 0; i < source_member_count(src); i++)
			if (!source_member_name(src, i))
				abort();
		read_all(src, size);
		source_close(src);
	} else if (!err.text[0]) {
		abort();
	}
	close(fd);
	return 0;
}
