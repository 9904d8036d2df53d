/*
 * As much of cmocka as the tests of the kernels use, so that they can be compiled for a processor
 * whose cmocka is not installed: `make check-neon`. A failed assertion ends its test, the others
 * go on; the lines are TAP, the exit status is the number of failed tests.
 */
#ifndef NEON_CMOCKA_H
#define NEON_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
	const char *name;
	void (*run)(void **state);
};

enum cmocka_outcome { CMOCKA_PASSED, CMOCKA_FAILED, CMOCKA_SKIPPED };

extern jmp_buf cmocka_out; /* where a test that ends early goes */
_Noreturn void cmocka_fail(void);

#define cmocka_unit_test(f) { #f, f }
#define print_message(...)  ((void)fprintf(stderr, __VA_ARGS__))
#define skip()		    longjmp(cmocka_out, CMOCKA_SKIPPED)
#define fail_msg(...)                                                                             \
	(fprintf(stderr, "%s:%d: ", __FILE__, __LINE__), fprintf(stderr, __VA_ARGS__),            \
	 fputc('\n', stderr), cmocka_fail())

#define cmocka_claim(ok, text) ((ok) ? (void)0 : fail_msg("%s", text))

#define assert_true(a)		     cmocka_claim(a, #a)
#define assert_false(a)		     cmocka_claim(!(a), "not " #a)
#define assert_null(a)		     cmocka_claim(!(a), #a " is not NULL")
#define assert_non_null(a)	     cmocka_claim(a, #a " is NULL")
#define assert_int_equal(a, b)	     cmocka_claim((long long)(a) == (long long)(b), #a " != " #b)
#define assert_int_not_equal(a, b)   cmocka_claim((long long)(a) != (long long)(b), #a " == " #b)
#define assert_ptr_equal(a, b)	     cmocka_claim((a) == (b), #a " != " #b)
#define assert_string_equal(a, b)    cmocka_claim(strcmp(a, b) == 0, #a " != " #b)
#define assert_memory_equal(a, b, n) cmocka_claim(memcmp(a, b, n) == 0, #a " != " #b)
#define assert_memory_not_equal(a, b, n) cmocka_claim(memcmp(a, b, n) != 0, #a " == " #b)

int cmocka_run_all(const char *name, const struct CMUnitTest *tests, size_t n);

/* Without what would be done before and after a group: these tests do nothing there. */
#define cmocka_run_group_tests_name(name, tests, before, after)                                   \
	((void)(before), (void)(after), cmocka_run_all(name, tests, sizeof(tests) / sizeof(*(tests))))

#endif
