/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whose memory cgroup pays for the records that the worker makes: that of the
 * task whose allocation failed or, for an interface that came without REGISTER,
 * of the one whose event first showed it.
 */
#ifndef NTHROTTLE_PAYER_H
#define NTHROTTLE_PAYER_H

#include <linux/memcontrol.h>
#include <linux/rtnetlink.h>
#include <linux/sched/mm.h>

#include "netns.h"

/**
 * nthrottle_payer_note() - the current task owes a record
 * @nn: the namespace of its interface
 *
 * If several do, the last one pays. The worker that fails to make one leaves it
 * at who pays already.
 *
 * Context: RTNL held.
 */
static inline void nthrottle_payer_note(struct nthrottle_net *nn)
{
	struct mem_cgroup *old = nn->payer;

	ASSERT_RTNL();
	nn->payer = get_mem_cgroup_from_mm(NULL);
	mem_cgroup_put(old);
}

/**
 * nthrottle_payer_forget() - nothing is owed any more
 * @nn: the namespace
 *
 * Context: RTNL held, or no hook can run any more.
 */
static inline void nthrottle_payer_forget(struct nthrottle_net *nn)
{
	mem_cgroup_put(nn->payer);
	nn->payer = NULL;
}

#endif /* NTHROTTLE_PAYER_H */
