#include <string.h>

#include "base/path.h"
#include "formats.h"

/* In the order of help, and of suffixes that several formats share. */
const struct format *const format_table[] = {
	&format_word2vec_binary,
	&format_word2vec_text,
	&format_projector,
	&format_glove_text,
	&format_fasttext_binary,
	&format_gguf,
	&format_magnitude,
	&format_npy,
	&format_safetensors,
#define ADDRESS(name) &name,
	REFUSED_FORMATS(ADDRESS)
#undef ADDRESS
		NULL,
};

const struct format *format_find(const char *name)
{
	for (size_t i = 0; format_table[i]; i++)
		if (strcmp(format_table[i]->name, name) == 0)
			return format_table[i];
	return NULL;
}

/* Is one of the words of `suffixes` (" .bin .vec ") the end of the path? */
bool format_has_suffix(const struct format *f, const char *path)
{
	char suffix[32];

	for (const char *p = f->suffixes; *p;) {
		size_t n = strcspn(p, " ");

		if (n && n < sizeof(suffix)) {
			memcpy(suffix, p, n);
			suffix[n] = '\0';
			if (path_has_suffix(path, suffix))
				return true;
		}
		p += n + (p[n] == ' ');
	}
	return false;
}

const struct format *format_for_path(const char *path)
{
	/* what is only written (fastText's .bin) shares its suffix: it has to be named */
	for (size_t i = 0; format_table[i]; i++) {
		const struct format *f = format_table[i];

		if (f->write && f->read && format_has_suffix(f, path))
			return f;
	}
	return NULL;
}
