#include <stdio.h>

#include "app/version.h"

int main(void)
{
	puts("vecscope " VECSCOPE_VERSION);
	return 0;
}
