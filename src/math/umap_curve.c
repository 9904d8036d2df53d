/*
 * The curve by which distance on the map becomes nearness, 1 / (1 + a x^2b), fitted to the one that
 * is meant by least squares: Levenberg and Marquardt's steps in two unknowns from (1, 1).
 */
#include <math.h>

#include "math/portable.h"
#include "math/umap.h"

#define PLACES	    300
#define ROUNDS	    200
#define DAMPING_MAX 1e10
#define SETTLED	    1e-15

struct fit {
	double min_dist, spread;
	double a, b;
	double error;		       /* Σ (curve − wanted)² */
	double aa, ab, bb, to_a, to_b; /* JᵀJ and Jᵀ residual */
};

static double wanted(const struct fit *f, double x)
{
	return x < f->min_dist ? 1 : portable_exp(-(x - f->min_dist) / f->spread);
}

static void linearise(struct fit *f)
{
	f->error = f->aa = f->ab = f->bb = f->to_a = f->to_b = 0;
	for (int i = 0; i < PLACES; i++) {
		double x = 3 * f->spread * i / (PLACES - 1);
		double power = portable_pow(x, 2 * f->b), y = 1 / (1 + f->a * power);
		double by_a = -power * y * y;
		double by_b = x > 0 ? 2 * f->a * portable_log(x) * by_a : 0;
		double residual = wanted(f, x) - y;

		f->error += residual * residual;
		f->aa += by_a * by_a;
		f->ab += by_a * by_b;
		f->bb += by_b * by_b;
		f->to_a += by_a * residual;
		f->to_b += by_b * residual;
	}
}

/* One damped step: (JᵀJ + λ diag JᵀJ) step = Jᵀ residual. */
static struct fit step(const struct fit *f, double damping)
{
	struct fit next = *f;
	double aa = f->aa * (1 + damping), bb = f->bb * (1 + damping);
	double determinant = aa * bb - f->ab * f->ab;

	next.a += (bb * f->to_a - f->ab * f->to_b) / determinant;
	next.b += (aa * f->to_b - f->ab * f->to_a) / determinant;
	linearise(&next);
	return next;
}

void umap_fit_curve(double min_dist, double spread, double *a, double *b)
{
	struct fit f = { .min_dist = min_dist, .spread = spread, .a = 1, .b = 1 };
	double damping = 1e-3;

	linearise(&f);
	for (int i = 0; i < ROUNDS && damping < DAMPING_MAX; i++) {
		struct fit next = step(&f, damping);
		bool better = next.a > 0 && next.b > 0 && next.error < f.error;

		if (better && f.error - next.error <= SETTLED * f.error)
			damping = DAMPING_MAX;
		else
			damping *= better ? 0.1 : 10;
		if (better)
			f = next;
	}
	*a = f.a;
	*b = f.b;
}
