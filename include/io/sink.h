/*
 * Bytes out, all or nothing: a file is written without a name (where the file system has that, else
 * under a temporary one in its folder), synced and put in its place on sink_commit(); sink_abort()
 * leaves nothing behind, nor does a program that is killed. "-" is standard output.
 */
#ifndef IO_SINK_H
#define IO_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct sink;

/* Refuses an existing path unless `force`; never follows it into a directory or device. */
enum status sink_open(struct sink **out, const char *path, bool force, struct error *err);
void sink_write(struct sink *sink, const void *bytes, size_t n);	/* buffered; errors are kept */
uint64_t sink_tell(const struct sink *sink);
/* This file may be lost with the power: sink_commit() does not wait for the disk. */
void sink_relax(struct sink *sink);
/* Flush, fsync, rename, fsync the folder. Frees the sink whatever happens. */
enum status sink_commit(struct sink *sink, struct error *err);
void sink_abort(struct sink *sink);

#endif
