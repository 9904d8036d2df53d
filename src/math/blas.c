#include "blas.h"

#include <pthread.h>

/* The library's table is one per process, and so is its lock. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void blas_begin(void)
{
	pthread_mutex_lock(&turn);
}

void blas_end(void)
{
	pthread_mutex_unlock(&turn);
}
