/* Unpacking through libarchive, for source.c alone. */
#ifndef SOURCE_ARCHIVE_H
#define SOURCE_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

#include <sys/types.h>

#include "base/error.h"

enum packing {
	PACKING_NONE, PACKING_GZIP, PACKING_BZIP2, PACKING_XZ, PACKING_ZSTD, PACKING_LZ4,
	PACKING_ZIP, PACKING_TAR,
};

#define PACKING_PEEK 512	/* bytes that packing_of() wants to see */

enum packing packing_of(const unsigned char *head, size_t n);
const char *packing_name(enum packing p);	/* "" "gzip" … */

/* read(), or pread() at `at`, until there is something: bytes, 0 at the end, -1 with errno. */
ssize_t source_fd_read(int fd, bool seekable, void *buf, size_t n, uint64_t at);

struct unpacker;

struct unpack_input {
	const char *path;		/* for messages */
	int fd;
	bool seekable;			/* a regular file; else a stream */
	const unsigned char *peek;	/* bytes of a stream that were read already */
	size_t peek_n;
	uint64_t size;			/* packed size, 0 = unknown */
	enum packing packing;
};

struct unpack_choice {
	const char *member;		/* NULL: choose */
	bool (*accept)(const char *head, size_t n);
};

/* Open and stand at the first byte of the file in it that is wanted. */
enum status unpacker_open(struct unpacker **out, const struct unpack_input *in,
			  const struct unpack_choice *choice, struct error *err);
/* Go on to the next file of a zip or tar; *more is false behind the last. */
enum status unpacker_next(struct unpacker *u, bool *more, struct error *err);
void unpacker_close(struct unpacker *u);
enum status unpacker_read(struct unpacker *u, void *buf, size_t n, size_t *got, struct error *err);
uint64_t unpacker_consumed(const struct unpacker *u);	/* packed bytes */
uint64_t unpacker_size(const struct unpacker *u);	/* unpacked size if it is known, else 0 */
const char *unpacker_member(const struct unpacker *u);	/* "" unless from a zip or tar */
size_t unpacker_names(const struct unpacker *u, char *const **names);

#endif
