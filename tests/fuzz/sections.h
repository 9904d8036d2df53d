/*
 * One input that stands for several files: each begins behind a line "--NAME--", and the newline in
 * front of such a line, or at the end of the input, is not part of it. What comes before the first
 * line is skipped.
 */
#ifndef TESTS_FUZZ_SECTIONS_H
#define TESTS_FUZZ_SECTIONS_H

#include <stdbool.h>
#include <string.h>

#include "fuzz.h"

#define SECTION_NAME_MAX 40

struct section {
	char name[SECTION_NAME_MAX + 1];
	const uint8_t *data;
	size_t n;
};

/* Is there a line "--NAME--" at p? Returns its length with the newline; 0: no. */
static inline size_t section_line(const uint8_t *p, size_t n, char name[SECTION_NAME_MAX + 1])
{
	const uint8_t *lf = n > 5 && p[0] == '-' && p[1] == '-' ? memchr(p, '\n', n) : NULL;
	size_t len = lf ? (size_t)(lf - p) : 0;

	if (len < 5 || len > SECTION_NAME_MAX + 4 || memcmp(lf - 2, "--", 2) != 0 ||
	    memchr(p, '\0', len) || memchr(p, '/', len))
		return 0;
	memcpy(name, p + 2, len - 4);
	name[len - 4] = '\0';
	return len + 1;
}

/* The next section at or behind *at; false: there is none. */
static inline bool section_next(const uint8_t *data, size_t size, size_t *at, struct section *out)
{
	char name[SECTION_NAME_MAX + 1];
	size_t line = 0, end;

	for (; *at < size && !line; *at += !line)
		if (*at == 0 || data[*at - 1] == '\n')
			line = section_line(data + *at, size - *at, out->name);
	if (!line)
		return false;
	*at += line;
	for (end = *at; end < size; end++)
		if (data[end - 1] == '\n' && section_line(data + end, size - end, name))
			break;
	out->data = data + *at;
	out->n = end - *at;
	out->n -= out->n && data[end - 1] == '\n';
	*at = end;
	return true;
}

static inline void section_write(const char *dir, const char *name, const void *data, size_t n)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	if (!f)
		return; /* a name that no file can have */
	if ((n && fwrite(data, 1, n, f) != n) || fclose(f))
		abort();
}

/* Load, list and load again by the second table's name. */
static inline void section_open(const char *path)
{
	struct load_options opt = { .read = { .threads = 1 } };
	struct error err = ERROR_INIT;
	struct tensor_list list = { 0 };
	struct model *m = NULL;

	if (model_load(&m, path, &opt, NULL, &err) == ST_OK)
		fuzz_check_model(m);
	else if (!err.text[0])
		abort();
	model_unref(m);
	m = NULL;
	if (model_list_tensors(&list, path, &opt, NULL) == ST_OK && list.count > 1) {
		opt.read.tensor = list.items[1].name;
		if (model_load(&m, path, &opt, NULL, NULL) == ST_OK)
			fuzz_check_model(m);
		model_unref(m);
	}
	tensor_list_release(&list);
}

#endif
