/*
 * What the fuzz targets share. A target is one function of libFuzzer's name; replay_main.c calls
 * the same function on stored inputs where there is no libFuzzer.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file in memory that holds the bytes; its path goes into `path`. Returns the descriptor. */
static inline int fuzz_file(const uint8_t *data, size_t size, char path[64])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || (size && write(fd, data, size) != (ssize_t)size))
		abort();
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

/* What any model promises, whatever the file was. */
static inline void fuzz_check_model(const struct model *m)
{
	if (!model_rows(m) || !model_dims(m) || vocab_size(m->vocab) != model_rows(m))
		abort();
	for (uint32_t i = 0; i < model_rows(m); i++) {
		size_t n;
		const char *word = vocab_word(m->vocab, i, &n);
		uint32_t found = vocab_find(m->vocab, word, n);

		if (!n || word[n] != '\0' || found > i)
			abort();
		if (!isnan(m->norms[i]) && !(m->norms[i] >= 0))
			abort();
	}
}

/* Load the bytes as `format`, with the words of a list if there is one; a fault must have a
 * sentence. */
static inline void fuzz_load(const uint8_t *data, size_t size, const char *format,
			     const char *list_path)
{
	struct load_options opt = { .format = format,
				    .read = { .threads = 1, .vocab_path = list_path } };
	struct error err = ERROR_INIT;
	struct model *m = NULL;
	char path[64];
	int fd = fuzz_file(data, size, path);

	if (model_load(&m, path, &opt, NULL, &err) == ST_OK)
		fuzz_check_model(m);
	else if (!err.text[0])
		abort();
	model_unref(m);
	close(fd);
}

#endif
