// SPDX-License-Identifier: GPL-2.0
/* Two modules that refuse what happens to interfaces. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>

#include "module.h"
#include "veto.h"

static const char * const modules[] = { "veto_first", "veto_last" };

int veto_load(void)
{
	return test_module_load(modules[0], "prefix=veto") ?:
	       test_module_load(modules[1], "prefix=veto");
}

int veto_unload(void)
{
	int first = test_module_unload(modules[0]);
	int last = test_module_unload(modules[1]);

	return first ?: last;
}

/* What: birth, up, name, mtu, upper. */
int refuse(bool after, const char *what, bool on)
{
	return test_module_set(modules[after], what, on ? "1" : "0");
}

/* How often it did. */
unsigned long refused(bool after)
{
	return test_module_get(modules[after], "refused");
}

/* An interface whose changes can be refused, told and taken. */
int veto_make(struct world *x, __u32 index)
{
	char name[IFNAMSIZ];
	struct ntf n;
	int err;

	snprintf(name, sizeof(name), "veto%u", index);
	err = link_add(&x->rt, "dummy", name, index, 0);
	return err ?: witness_next(&x->w, index, SOON_MS, &n) ? 0 : -ETIMEDOUT;
}

/* As what it was told the last time. */
const struct link_state *veto_told(struct world *x, __u32 index)
{
	return &witness_row(&x->w, index)->last.s;
}
