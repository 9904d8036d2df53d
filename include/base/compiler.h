/* Compiler helpers that every layer may use. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#include <stddef.h>

#define PRINTF_LIKE(fmt, args)	__attribute__((format(printf, fmt, args)))
#define MUST_CHECK		__attribute__((warn_unused_result))
#define NORETURN		__attribute__((noreturn))
#define UNUSED			__attribute__((unused))

#define ARRAY_LEN(a)		(sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)		((a) < (b) ? (a) : (b))
#define MAX(a, b)		((a) > (b) ? (a) : (b))

#endif
