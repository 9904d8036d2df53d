/*
 * One call of OpenBLAS at a time. Its serial build takes work space from a table without a lock, so
 * that two threads that call at the same moment may be given the same space and spoil each other's
 * numbers: rarely, and silently. Put every call that needs work space between these two.
 */
#ifndef MATH_BLAS_H
#define MATH_BLAS_H

void blas_begin(void);
void blas_end(void);

#endif
