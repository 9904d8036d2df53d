/*
 * exp, log and pow that give the same bits on every processor. The C library picks between forms
 * with and without fused operations at run time, so that its last bit depends on the machine; where
 * steps build on each other that bit grows into another picture. These use only + − × ÷.
 *
 * Within 3 units in the last place for exp and log; pow(x, y) within |y log x| + 3 of them.
 */
#ifndef MATH_PORTABLE_H
#define MATH_PORTABLE_H

double portable_exp(double x);			/* 0 below −708, infinity above 709 */
double portable_log(double x);			/* x > 0, normal */
double portable_pow(double x, double y);	/* x ≥ 0; 0 for x = 0 */
/* Within 1e-8 of it, in half the time. */
double portable_pow_near(double x, double y);

#endif
