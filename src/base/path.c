#include "base/path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#include "base/mem.h"

static const struct {
	const char *variable, *below_home;
} xdg[] = {
	[PATH_CONFIG] = { "XDG_CONFIG_HOME", ".config" },
	[PATH_STATE] = { "XDG_STATE_HOME", ".local/state" },
	[PATH_CACHE] = { "XDG_CACHE_HOME", ".cache" },
	[PATH_DATA] = { "XDG_DATA_HOME", ".local/share" },
};

/* The base directory specification: a value that is not absolute is ignored. */
static const char *absolute_env(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] == '/' ? value : NULL;
}

char *path_xdg(enum path_dir dir)
{
	const char *base = absolute_env(xdg[dir].variable);
	const char *home = absolute_env("HOME");

	if (base)
		return xasprintf("%s/vecscope", base);
	if (home)
		return xasprintf("%s/%s/vecscope", home, xdg[dir].below_home);
	return NULL;
}

static enum status make_one(const char *path, struct error *err)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return ST_OK;
	/* some systems answer EROFS or EACCES for a folder that is there */
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return ST_OK;
	return error_errno(err, "cannot make the folder %s", path);
}

enum status path_make_dirs(const char *path, struct error *err)
{
	char *copy = xstrdup(path);
	enum status st = ST_OK;

	for (char *p = copy + 1; *copy && *p && st == ST_OK; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		st = make_one(copy, err);
		*p = '/';
	}
	if (st == ST_OK)
		st = make_one(copy, err);
	free(copy);
	return st;
}

char *path_absolute(const char *path)
{
	char *here, *out;

	if (*path == '/')
		return xstrdup(path);
	here = getcwd(NULL, 0);
	out = path_join(here ? here : ".", path);
	free(here);
	return out;
}

char *path_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);

	if (name[0] == '/' || n == 0)
		return xstrdup(name);
	return xasprintf(dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

char *path_expand_home(const char *path)
{
	const char *home = absolute_env("HOME");

	if (path[0] != '~' || (path[1] != '/' && path[1] != '\0') || !home)
		return xstrdup(path);
	return xasprintf("%s%s", home, path + 1);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

bool path_has_suffix(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n >= k && strcasecmp(path + n - k, suffix) == 0;
}

/* dir/middle/name if that can be read, else NULL. Takes `dir` over. */
static char *readable_below(char *dir, const char *middle, const char *name)
{
	char *path = dir ? xasprintf("%s/%s/%s", dir, middle, name) : NULL;

	free(dir);
	if (path && access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* The folder that holds build/, for a program that was built in a source tree. */
static char *source_tree_of(const char *program)
{
	const char *found = NULL;

	for (const char *p = program; (p = strstr(p, "/build/")) != NULL; p++)
		found = p;
	return found ? xstrndup(program, (size_t)(found - program)) : NULL;
}

/* Where this program is; where /proc is missing, as it was called. */
static bool find_program(char program[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", program, PATH_MAX - 1);

	if (n > 0) {
		program[n] = '\0';
		return true;
	}
#ifdef AT_EXECFN
	const char *called = (const char *)getauxval(AT_EXECFN);

	return called && realpath(called, program);
#else
	return false;
#endif
}

char *path_asset(const char *name)
{
	const char *assets = getenv("VECSCOPE_ASSETS");
	char program[PATH_MAX];
	char *path = NULL;

	if (assets && *assets)
		path = readable_below(xstrdup(assets), ".", name);
	if (path || !find_program(program))
		return path;
	path = readable_below(source_tree_of(program), "assets", name);
	if (!path)
		path = readable_below(path_dir(program), "../share/vecscope", name);
	return path;
}

char *path_word_list(const char *name)
{
	char *list, *found;

	if (access(name, R_OK) == 0 || strchr(name, '/') || !strcmp(name, "-"))
		return xstrdup(name);
	list = xasprintf("wordlists/%s", name);
	found = path_asset(list);
	free(list);
	if (found)
		return found;
	list = xasprintf("wordlists/%s.txt", name);
	found = path_asset(list);
	free(list);
	return found ? found : xstrdup(name);
}
