/*
 * Numbers as text, the same in every locale. Formatting gives the fewest digits that read back as
 * the same value; NaN and infinities print as nan, inf, -inf.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NUMBER_TEXT_MAX 40

size_t number_format_f32(char out[NUMBER_TEXT_MAX], float v);
size_t number_format_f64(char out[NUMBER_TEXT_MAX], double v);
/* The whole of s[0..n) as a decimal number (also nan, inf); no hex, no spaces. */
bool number_parse_f32(const char *s, size_t n, float *out);
bool number_parse_f64(const char *s, size_t n, double *out);
/* The whole of s[0..n) as a decimal integer in range. */
bool number_parse_i64(const char *s, size_t n, int64_t *out);
bool number_parse_u64(const char *s, size_t n, uint64_t *out);

#endif
