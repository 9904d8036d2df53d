/* How a file is packed, told from its first bytes. */
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "io/source.h"
#include "source_archive.h"

static bool begins(const unsigned char *p, size_t n, const char *magic, size_t k)
{
	return n >= k && memcmp(p, magic, k) == 0;
}

enum packing packing_of(const unsigned char *p, size_t n)
{
	if (begins(p, n, "\x1f\x8b\x08", 3))
		return PACKING_GZIP;
	if (n >= 10 && begins(p, n, "BZh", 3) && p[3] >= '1' && p[3] <= '9' &&
	    (memcmp(p + 4, "1AY&SY", 6) == 0 || memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
		return PACKING_BZIP2;
	if (begins(p, n,
		   "\xfd"
		   "7zXZ\0",
		   6))
		return PACKING_XZ;
	if (begins(p, n, "\x28\xb5\x2f\xfd", 4) ||
	    (n >= 4 && (p[0] & 0xF0) == 0x50 && memcmp(p + 1, "\x2a\x4d\x18", 3) == 0))
		return PACKING_ZSTD;
	if (begins(p, n, "\x04\x22\x4d\x18", 4))
		return PACKING_LZ4;
	if (begins(p, n, "PK\3\4", 4) || begins(p, n, "PK\5\6", 4))
		return PACKING_ZIP;
	if (n >= 263 && memcmp(p + 257, "ustar", 5) == 0)
		return PACKING_TAR;
	return PACKING_NONE;
}

const char *packing_name(enum packing p)
{
	static const char *const names[] = {
		[PACKING_NONE] = "",   [PACKING_GZIP] = "gzip", [PACKING_BZIP2] = "bzip2",
		[PACKING_XZ] = "xz",   [PACKING_ZSTD] = "zstd", [PACKING_LZ4] = "lz4",
		[PACKING_ZIP] = "zip", [PACKING_TAR] = "tar",
	};

	return names[p];
}

char *source_unpacked_name(const char *name)
{
	static const char *const suffixes[] = {
		".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".tar"
	};
	size_t n = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (path_has_suffix(name, suffixes[i]) && n > strlen(suffixes[i]))
			return xstrndup(name, n - strlen(suffixes[i]));
	return NULL;
}
