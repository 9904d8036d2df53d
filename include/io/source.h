/*
 * Bytes in. A source is one file, already decompressed: gz, bz2, xz, zst, lz4 and zip members are
 * recognised by content and unpacked on the fly. For a plain file ranges can be read in any order
 * by any thread.
 *
 * Safety: only regular files (and stdin as "-") are opened; the path is never created or changed.
 * Unpacked data is capped (SOURCE_RATIO_MAX × the packed size + SOURCE_RATIO_FREE) so that a bomb
 * ends in a sentence.
 */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define SOURCE_HEAD	 65536		/* bytes that source_head() shows at most */
#define SOURCE_RATIO_MAX 100
#define SOURCE_RATIO_FREE ((uint64_t)32 << 20)

struct source;

/* `path`, or "archive.zip" with `member` (NULL = the only one, or the first that `accept` likes).
 * accept(head, n) judges the first bytes of a member; NULL accepts all. */
enum status source_open(struct source **out, const char *path, const char *member,
			bool (*accept)(const char *head, size_t n), struct error *err);
/* A file named `name` beside this one: in the same folder, or in the same archive. ST_FAILED with
 * a sentence if there is none; any other status: it is there and cannot be opened. */
enum status source_open_sibling(struct source **out, const struct source *src, const char *name,
				struct error *err);
void source_close(struct source *src);	/* NULL is fine */
/* Files in the archive that src comes from (0 if it is none), and which of them this is ("" if
 * none). Names are as the archive has them: any bytes. */
size_t source_member_count(const struct source *src);
const char *source_member_name(const struct source *src, size_t i);
const char *source_member(const struct source *src);

/* Go on to the next file of the archive, in its order and at its first byte; *more is false behind
 * the last, and for what is no archive. The cap is on all that was unpacked. */
enum status source_next_member(struct source *src, bool *more, struct error *err);

/* "x.npy.gz" → "x.npy"; NULL: the name is none of a packed file. Caller frees. */
char *source_unpacked_name(const char *name);
const char *source_path(const struct source *src);	/* as opened; for messages */
const char *source_name(const struct source *src);	/* last component, packing suffix removed */
const char *source_packing(const struct source *src);	/* "" "gzip" "zip" … */
uint64_t source_file_size(const struct source *src);	/* bytes on disk */
/* Decompressed size if it is known without reading everything (plain file, zip member), else 0. */
uint64_t source_size(const struct source *src);
/* The first bytes, without consuming them: *head is borrowed until close. */
enum status source_head(struct source *src, const char **head, size_t *n, struct error *err);

/* Read up to n bytes at the current position; *got = 0 only at the end. One thread at a time.
 * Damaged packing gives all that could be unpacked first, then ST_FORMAT (ST_IO if the system
 * refused): a reader may keep what it has. ST_FAILED is the cap: nothing is to be kept. */
enum status source_read(struct source *src, void *buf, size_t n, size_t *got, struct error *err);
uint64_t source_tell(const struct source *src);
/* Packed bytes consumed so far, of source_file_size(): what progress is measured in. */
uint64_t source_consumed(const struct source *src);

/* Make ranges readable: a no-op for a plain file; otherwise the rest is unpacked into an unlinked
 * temporary file. Only before the first source_read(). */
enum status source_make_seekable(struct source *src, struct error *err);
/* Exactly n bytes at `offset`; any thread, needs a plain or seekable source. ST_FORMAT if the file
 * ends before. */
enum status source_range(const struct source *src, uint64_t offset, void *buf, size_t n,
			 struct error *err);

#endif
