// SPDX-License-Identifier: GPL-2.0
/* Talking to the module, and saying what fails; see kernel.h. */
#include "kernel.h"
#include "netns.h"
#include "out.h"

/* There is no text if somebody said it already. */
static int told(const struct nl *nl, int failed)
{
	if (failed && *nl->error)
		say("%s", nl->error);
	return failed;
}

int kernel_open(struct nl *nl, const struct options *opt)
{
	if (opt->netns && netns_enter(opt->netns))
		return -1;
	if (told(nl, nl_open(nl)))
		return -1;
	if (!told(nl, nl_resolve(nl)))
		return 0;
	nl_close(nl);
	return -1;
}

int kernel_exchange(struct nl *nl, struct exchange *x)
{
	return told(nl, exchange(nl, x));
}

int kernel_set(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request)
{
	return told(nl, nl_set(nl, cmd, set, request));
}

/* The same as all that a command does. */
int kernel_order(const struct options *opt, u8 cmd, const struct nt_set *set,
		 const void *request)
{
	static struct nl nl;
	int failed;

	if (kernel_open(&nl, opt))
		return -1;
	failed = kernel_set(&nl, cmd, set, request);
	nl_close(&nl);
	return failed;
}

int kernel_get(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request, struct nl_list *list)
{
	return told(nl, nl_get(nl, cmd, set, request, list));
}

int kernel_dump(struct nl *nl, u8 cmd, const struct nt_set *set,
		struct nl_list *list)
{
	if (told(nl, nl_dump(nl, cmd, set, list)))
		return -1;
	if (list->torn)
		say("what is listed kept changing; the list may lack some or have some twice");
	return 0;
}
