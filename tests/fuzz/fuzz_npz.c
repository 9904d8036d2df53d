/* An .npz: its bytes, or its members in sections (sections.h), which are put into a sound archive so
 * that what is changed in them is reached. */
#include "sections.h"
#include "zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char dir[] = "/dev/shm/vecscope-fuzz-XXXXXX", path[64];
	struct zip z = ZIP_INIT;
	struct section s;

	if (!mkdtemp(dir))
		abort();
	for (size_t at = 0; section_next(data, size, &at, &s);)
		zip_add(&z, s.name, (const char *)s.data, s.n);
	if (z.count)
		zip_close(&z);
	else
		strbuf_add(&z.bytes, (const char *)data, size);
	section_write(dir, "m.npz", z.bytes.buf, z.bytes.len);
	snprintf(path, sizeof(path), "%s/m.npz", dir);
	section_open(path);
	zip_release(&z);
	unlink(path);
	rmdir(dir);
	return 0;
}
