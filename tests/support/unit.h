/* What every unit test includes: cmocka with its required headers, and the shared fixtures. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Path of a file of the shared fixtures ("gensim/toy-model.bin"), or NULL when they are not there.
 * A test that needs one calls skip() after saying which case it leaves out. Caller frees. */
char *fixture_path(const char *name);
/* The same for shared data ("eval/questions-words.txt"). */
char *shared_data_path(const char *name);

/* A fresh temporary folder, removed with its contents by temp_dir_remove(). */
char *temp_dir_make(void);
void temp_dir_remove(char *dir);
/* Write a file in it; returns its path (caller frees). */
char *temp_file(const char *dir, const char *name, const void *bytes, size_t n);

#endif
