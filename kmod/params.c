// SPDX-License-Identifier: GPL-2.0
/* What the user sets; see params.h. In the kernel and in userspace. */
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>
#include <linux/stddef.h>

#include "event.h"
#include "params.h"

#define PARAM(_attr, _name, _member, _lo, _hi, _initial)		\
	{								\
		.name = (_name),					\
		.attr = NTHROTTLE_A_##_attr,				\
		.offset = offsetof(struct nthrottle_params, _member),	\
		.lo = (_lo),						\
		.hi = (_hi),						\
		.initial = (_initial),					\
	}

const struct nthrottle_param
nthrottle_profile_params[NTHROTTLE_PROFILE_PARAMS] = {
	PARAM(PROFILE_THRESHOLD_MS, "threshold-ms", threshold_ms,
	      NTHROTTLE_THRESHOLD_MS_MIN, NTHROTTLE_THRESHOLD_MS_MAX,
	      NTHROTTLE_THRESHOLD_MS_DEFAULT),
	PARAM(PROFILE_THRESHOLD_MAX_MS, "threshold-max-ms", threshold_max_ms,
	      0, NTHROTTLE_THRESHOLD_MS_MAX, 0),
	PARAM(PROFILE_BURST, "burst", burst, 1, 1000, 4),
	PARAM(PROFILE_EVENTS, "events", events, NTHROTTLE_PARAM_MASK,
	      NTHROTTLE_EVENT_ALL, NTHROTTLE_EVENT_ALL),
	PARAM(PROFILE_URGENT, "urgent", urgent, NTHROTTLE_PARAM_MASK,
	      NTHROTTLE_EVENT_ALL, 0),
	PARAM(PROFILE_UPDELAY_MS, "updelay-ms", updelay_ms, 0, 3600000, 0),
	PARAM(PROFILE_DOWNDELAY_MS, "downdelay-ms", downdelay_ms,
	      0, 3600000, 0),
	PARAM(PROFILE_DAMP, "damp", damp, NTHROTTLE_DAMP_OFF,
	      NTHROTTLE_DAMP_ON, NTHROTTLE_DAMP_OFF),
	PARAM(PROFILE_HALF_LIFE_MS, "half-life-ms", half_life_ms,
	      100, 3600000, 5000),
	PARAM(PROFILE_SUPPRESS, "suppress", suppress, 1, 20000, 2000),
	PARAM(PROFILE_REUSE, "reuse", reuse, 1, 20000, 1000),
	PARAM(PROFILE_MAX_SUPPRESS_MS, "max-suppress-ms", max_suppress_ms,
	      100, 86400000, 20000),
	PARAM(PROFILE_PENALTY, "penalty", penalty, 1, 20000, 1000),
	PARAM(PROFILE_RESTART_PENALTY, "restart-penalty", restart_penalty,
	      0, 20000, 0),
};

#undef PARAM
#define PARAM(_attr, _name, _member, _lo, _hi, _initial, ...)		\
	{								\
		.name = (_name),					\
		.attr = NTHROTTLE_A_##_attr,				\
		.offset = offsetof(struct nthrottle_config, _member),	\
		.lo = (_lo),						\
		.hi = (_hi),						\
		.initial = (_initial),					\
		__VA_ARGS__						\
	}

const struct nthrottle_param
nthrottle_config_params[NTHROTTLE_CONFIG_PARAMS] = {
	PARAM(CONFIG_BATCH_MS, "batch-ms", batch_ms, 0, 1000, 5),
	PARAM(CONFIG_RATE, "rate", rate, 0, 1000000, 0),
	PARAM(CONFIG_RATE_BURST, "rate-burst", rate_burst, 1, 10000, 10),
	PARAM(CONFIG_TOMBSTONES, "tombstones", tombstones, 0, 65536, 4096),
	PARAM(CONFIG_HEARTBEAT_MS, "heartbeat-ms", heartbeat_ms,
	      100, 3600000, 0, .off = true),
};

static bool allowed(const struct nthrottle_param *p, u32 val)
{
	if (p->lo == NTHROTTLE_PARAM_MASK)
		return !(val & ~p->hi);
	return (val >= p->lo && val <= p->hi) || (p->off && !val);
}

/**
 * nthrottle_param_set() - set a parameter, if it is in its range
 * @p: the parameter
 * @params: struct nthrottle_params or struct nthrottle_config
 * @val: the value
 * @why: set if it is refused
 *
 * Return: false if it is refused.
 */
bool nthrottle_param_set(const struct nthrottle_param *p, void *params,
			 u32 val, struct nthrottle_refusal *why)
{
	if (allowed(p, val)) {
		*nthrottle_param_of(p, params) = val;
		return true;
	}
	why->attr = p->attr;
	if (p->lo == NTHROTTLE_PARAM_MASK)
		snprintf(why->text, sizeof(why->text),
			 "%s may have the bits of 0x%x only", p->name, p->hi);
	else
		snprintf(why->text, sizeof(why->text), "%s must be %s%u and %u",
			 p->name, p->off ? "0 (off) or between " : "between ",
			 p->lo, p->hi);
	return false;
}

static void init(const struct nthrottle_param *p, unsigned int count, void *to)
{
	for (; count--; p++)
		*nthrottle_param_of(p, to) = p->initial;
}

/**
 * nthrottle_params_init() - what a profile begins with
 * @p: its parameters
 */
void nthrottle_params_init(struct nthrottle_params *p)
{
	init(nthrottle_profile_params, NTHROTTLE_PROFILE_PARAMS, p);
}

/**
 * nthrottle_config_init() - what a namespace begins with
 * @c: its parameters
 */
void nthrottle_config_init(struct nthrottle_config *c)
{
	init(nthrottle_config_params, NTHROTTLE_CONFIG_PARAMS, c);
}

static u64 fixed(u32 penalty)
{
	return (u64)penalty << NTHROTTLE_PENALTY_SHIFT;
}

static u64 ceiling(const struct nthrottle_params *p)
{
	return nthrottle_damp_ceiling(fixed(p->reuse),
				      p->max_suppress_ms * NTHROTTLE_NS_PER_MS,
				      p->half_life_ms * NTHROTTLE_NS_PER_MS);
}

static bool contradiction(struct nthrottle_refusal *why, u16 attr,
			  const char *format, u32 a, u32 b)
{
	why->attr = attr;
	snprintf(why->text, sizeof(why->text), format, a, b);
	return false;
}

/**
 * nthrottle_params_check() - do the parameters fit together?
 * @p: the parameters, each in its range
 * @why: set if they do not
 *
 * Return: false if they can never work.
 */
bool nthrottle_params_check(const struct nthrottle_params *p,
			    struct nthrottle_refusal *why)
{
	u32 most = ceiling(p) >> NTHROTTLE_PENALTY_SHIFT;

	if (p->threshold_max_ms && p->threshold_max_ms < p->threshold_ms)
		return contradiction(why, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
			"threshold-max-ms %u must be 0 (off) or at least threshold-ms %u",
			p->threshold_max_ms, p->threshold_ms);
	if (p->half_life_ms > p->max_suppress_ms)
		return contradiction(why, NTHROTTLE_A_PROFILE_HALF_LIFE_MS,
			"half-life-ms %u must not be above max-suppress-ms %u",
			p->half_life_ms, p->max_suppress_ms);
	if (p->reuse >= p->suppress)
		return contradiction(why, NTHROTTLE_A_PROFILE_REUSE,
			"reuse %u must be below suppress %u",
			p->reuse, p->suppress);
	if (ceiling(p) <= fixed(p->suppress))
		return contradiction(why, NTHROTTLE_A_PROFILE_SUPPRESS,
			"suppress %u can never be exceeded: the ceiling is %u",
			p->suppress, most);
	if (fixed(p->restart_penalty) > ceiling(p))
		return contradiction(why, NTHROTTLE_A_PROFILE_RESTART_PENALTY,
			"restart-penalty %u must not be above the ceiling %u",
			p->restart_penalty, most);
	return true;
}

/**
 * nthrottle_params_derive() - work out what the gates need
 * @p: the parameters, checked
 * @g: where to
 */
void nthrottle_params_derive(const struct nthrottle_params *p,
			     struct nthrottle_gate_params *g)
{
	*g = (struct nthrottle_gate_params){
		.throttle = {
			.threshold_ns = p->threshold_ms * NTHROTTLE_NS_PER_MS,
			.threshold_max_ns = p->threshold_max_ms *
					    NTHROTTLE_NS_PER_MS,
			.burst = p->burst,
		},
		.debounce = {
			.updelay_ns = p->updelay_ms * NTHROTTLE_NS_PER_MS,
			.downdelay_ns = p->downdelay_ms * NTHROTTLE_NS_PER_MS,
		},
		.damp = {
			.mode = p->damp,
			.half_life_ns = p->half_life_ms * NTHROTTLE_NS_PER_MS,
			.suppress = fixed(p->suppress),
			.reuse = fixed(p->reuse),
			.ceiling = ceiling(p),
			.penalty = fixed(p->penalty),
			.restart_penalty = fixed(p->restart_penalty),
		},
		.urgent = p->urgent,
	};
	g->watch = p->updelay_ms || p->downdelay_ms ||
		   p->damp != NTHROTTLE_DAMP_OFF;
	g->mind = g->watch ? NTHROTTLE_EVENT_ALL : p->urgent;
}

/**
 * nthrottle_config_derive() - work out what the head of the queue needs
 * @c: the parameters
 * @p: where to
 */
void nthrottle_config_derive(const struct nthrottle_config *c,
			     struct nthrottle_pace_params *p)
{
	const u32 ns_per_s = 1000000000;

	*p = (struct nthrottle_pace_params){
		.batch_ns = c->batch_ms * NTHROTTLE_NS_PER_MS,
		.interval_ns = c->rate ? (ns_per_s + c->rate - 1) / c->rate : 0,
		/* What comes while the head is closed must not be lost. */
		.burst = max(c->rate_burst, c->rate * c->batch_ms / 1000),
	};
}

/**
 * nthrottle_name_valid() - may a profile or an agent be called so?
 * @name: what was asked for
 * @size: room for it, the final zero included
 *
 * Return: true for 1 to @size - 1 characters of A-Z, a-z, 0-9, dot, dash,
 * underscore.
 */
bool nthrottle_name_valid(const char *name, size_t size)
{
	unsigned int i;
	char c;

	for (i = 0; (c = name[i]); i++)
		if (i >= size - 1 ||
		    !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		      (c >= '0' && c <= '9') || c == '.' || c == '-' ||
		      c == '_'))
			return false;
	return i;
}

/**
 * nthrottle_glob_valid() - may a rule ask for that?
 * @glob: a pattern or a link kind
 * @size: room for it, the final zero included
 *
 * Return: true for 1 to @size - 1 characters without blanks and control
 * characters.
 */
bool nthrottle_glob_valid(const char *glob, size_t size)
{
	size_t i;

	for (i = 0; glob[i]; i++)
		if (i >= size - 1 || (unsigned char)glob[i] <= ' ' ||
		    glob[i] == 0x7f)
			return false;
	return i;
}
