#include "load_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/format.h"

char *load_plain_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (!dot || dot == name)
		return xstrdup(name);
	for (size_t i = 0; format_table[i]; i++)
		if (format_table[i]->read && format_has_suffix(format_table[i], name))
			return xstrndup(name, (size_t)(dot - name));
	return xstrdup(name);
}

bool load_names_folder(const char *given, const char *path)
{
	return strcmp(given, path) != 0 && !path_has_suffix(given, ".json");
}

static char *without_slashes(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return xstrndup(path, n);
}

static char *base_name(const char *folder, const char *given, const char *path, const char *plain)
{
	const char *base = path_base(folder);
	char *unpacked, *name;

	if (path_has_suffix(folder, ".npz"))
		return xstrndup(base, strlen(base) - 4);
	if (load_names_folder(given, path) && *base)
		return xstrdup(base);
	if (plain)
		return xstrdup(plain);
	unpacked = source_unpacked_name(path_base(path));
	name = load_plain_name(unpacked ? unpacked : path_base(path));
	free(unpacked);
	return name;
}

char *load_model_name(const char *given, const char *path, const char *plain, const char *tensor)
{
	char *folder = without_slashes(given);
	char *name = base_name(folder, given, path, plain), *out = name;

	if (tensor) {
		out = xasprintf("%s:%s", name, tensor);
		free(name);
	}
	free(folder);
	return out;
}
