/* Folders as people download them: each section (sections.h) is a file in it. spaCy's vectors, a
 * model in several parts with its index, a model with its tokenizer. */
#include <dirent.h>

#include "sections.h"

static void remove_all(const char *dir)
{
	char path[512];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char dir[] = "/dev/shm/vecscope-fuzz-XXXXXX";
	struct section s;

	if (!mkdtemp(dir))
		abort();
	for (size_t at = 0; section_next(data, size, &at, &s);)
		section_write(dir, s.name, s.data, s.n);
	section_open(dir);
	remove_all(dir);
	return 0;
}
