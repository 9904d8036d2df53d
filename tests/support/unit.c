#include "unit.h"

#include <ftw.h>
#include <unistd.h>

#include "base/mem.h"

/* The folder beside the checkout, or where $VECSCOPE_SHARED says. */
static char *shared_path(const char *part, const char *name)
{
	const char *root = getenv("VECSCOPE_SHARED");
	char *path = xasprintf("%s/%s/%s", root && *root ? root : "../shared", part, name);

	if (access(path, R_OK) == 0)
		return path;
	print_message("SKIPPED: %s is not here\n", path);
	free(path);
	return NULL;
}

char *fixture_path(const char *name)
{
	return shared_path("fixtures", name);
}

char *shared_data_path(const char *name)
{
	return shared_path("data", name);
}

/* In memory where the system has such a place: thousands of damaged files are written there. */
char *temp_dir_make(void)
{
	const char *base = getenv("TMPDIR");
	char *dir;

	if (!base || !*base)
		base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	dir = xasprintf("%s/vecscope-test-XXXXXX", base);
	if (!mkdtemp(dir))
		fail_msg("cannot make %s", dir);
	return dir;
}

static int remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

void temp_dir_remove(char *dir)
{
	nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

char *temp_file(const char *dir, const char *name, const void *bytes, size_t n)
{
	char *path = xasprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
		fail_msg("cannot write %s", path);
	return path;
}
