/* What source_archive.c and source_choose.c share. */
#ifndef SOURCE_UNPACKER_H
#define SOURCE_UNPACKER_H

#include <archive.h>

#include "source_archive.h"

struct unpacker {
	struct archive *archive;
	struct unpack_input in;
	char *peek; /* own copy of in.peek */
	bool peek_given;
	uint64_t position; /* of the next packed byte */
	int failed;	   /* errno of a read that failed */
	unsigned char *chunk;
	uint64_t produced, size;
	char *member;
	char **names; /* of the files that were seen */
	size_t name_count, name_cap;
	bool listed;	  /* names holds all of them */
	char *encrypted;  /* the first that cannot be read, while walking */
	uint64_t skipped; /* unpacked bytes that nobody wanted */
	struct error broken; /* what ended it: said again to whoever reads on */
	char *head;	     /* what accept() saw of the chosen file */
	size_t head_n, head_at;
};

/* Begin at the first packed byte (again); stop gives libarchive's memory back. */
enum status unpacker_start(struct unpacker *u, struct error *err);
void unpacker_stop(struct unpacker *u);
/* Why libarchive stopped, as a sentence. */
enum status unpacker_failed(struct unpacker *u, struct error *err);
/* The next bytes of the file at hand; what ended them once ends them for good. */
enum status unpacker_read_on(struct unpacker *u, void *buf, size_t n, size_t *got,
			     struct error *err);
/* ST_FAILED when so many bytes cannot have been packed in good faith. */
enum status unpacker_check_ratio(const struct unpacker *u, uint64_t unpacked, struct error *err);
/* Walk to the file that is wanted. */
enum status unpacker_choose(struct unpacker *u, const struct unpack_choice *choice,
			    struct error *err);

#endif
