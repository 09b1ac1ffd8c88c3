// SPDX-License-Identifier: GPL-2.0
/* Is P3 true in the namespace that this runs in? */
#include <stdio.h>

#include "lib/client.h"

int main(void)
{
	struct client c;
	struct stats s;

	if (client_open(&c) || stats_get(&c, &s)) {
		fprintf(stderr, "no answer from the module\n");
		return 1;
	}
	return stats_balance(&s) ? 0 : 1;
}
