/* exp and log of our own: the same bits on every machine (libm differs from system to system). */
#ifndef TRAIN_NUMERIC_H
#define TRAIN_NUMERIC_H

double numeric_exp(double x);		/* relative error below 1e-15; 0 and inf at the ends */
double numeric_log(double x);		/* x > 0 */
double numeric_pow(double x, double y);	/* x ≥ 0 */
double numeric_softplus(double x);	/* log(1 + e^x) = −log σ(−x) */

#endif
