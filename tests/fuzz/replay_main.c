/* Runs a fuzz target on stored inputs: each argument is a file or a folder of files. */
#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "fuzz.h"

static void replay_file(const char *path, size_t size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = xmalloc(size);

	if (!f || fread(bytes, 1, size, f) != size) {
		perror(path);
		exit(1);
	}
	fclose(f);
	fprintf(stderr, "%s\n", path); /* the last line names what broke */
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
}

static size_t replay(const char *path)
{
	struct dirent *entry;
	struct stat st;
	size_t count = 0;
	DIR *dir;

	if (stat(path, &st) != 0) {
		perror(path);
		exit(1);
	}
	if (!S_ISDIR(st.st_mode)) {
		replay_file(path, (size_t)st.st_size);
		return 1;
	}
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		char *inside = xasprintf("%s/%s", path, entry->d_name);

		if (entry->d_name[0] != '.')
			count += replay(inside);
		free(inside);
	}
	if (dir)
		closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	size_t count = 0;

	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%zu inputs replayed\n", count);
	return count ? 0 : 1;
}
