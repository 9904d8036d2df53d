#include "math/gemm.h"
#include "blas.h"

#include <cblas.h>

void gemm_dots(const float *a, size_t n, const float *b, size_t m, size_t d, float *out)
{
	blas_begin();
	cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)m, (int)d, 1, a, (int)d,
		    b, (int)d, 0, out, (int)m);
	blas_end();
}
