/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the user sets, in the units of the wire: names, ranges, defaults, what
 * contradicts what, and what the gates make of it. Compiles in userspace as it
 * is, so that the tool refuses what the kernel would, in the same words.
 */
#ifndef NTHROTTLE_PARAMS_H
#define NTHROTTLE_PARAMS_H

#include <linux/types.h>

#include "gate.h"

#define NTHROTTLE_THRESHOLD_MS_MIN	10
#define NTHROTTLE_THRESHOLD_MS_MAX	3600000
#define NTHROTTLE_THRESHOLD_MS_DEFAULT	2000
#define NTHROTTLE_HOLD_MS_MIN		1
#define NTHROTTLE_HOLD_MS_MAX		3600000
#define NTHROTTLE_HOLD_MS_DEFAULT	60000
#define NTHROTTLE_DOWN_TIME_MS_MIN	1000
#define NTHROTTLE_DOWN_TIME_MS_MAX	86400000
#define NTHROTTLE_DOWN_TIME_MS_DEFAULT	75000

#define NTHROTTLE_PROFILE_DEFAULT	"default"
#define NTHROTTLE_PROFILES_MAX		64
#define NTHROTTLE_RULES_MAX		1024
#define NTHROTTLE_HOLDS_MAX		64
#define NTHROTTLE_AGENTS_MAX		64
#define NTHROTTLE_NAME_SIZE		16
#define NTHROTTLE_AGENT_NAME_SIZE	32
#define NTHROTTLE_GLOB_SIZE		32

/**
 * struct nthrottle_params - parameters of a profile, as the user sets them
 *
 * The members are the attributes of the spec.
 */
struct nthrottle_params {
	u32 threshold_ms;
	u32 threshold_max_ms;
	u32 burst;
	u32 events;
	u32 urgent;
	u32 updelay_ms;
	u32 downdelay_ms;
	u32 damp;
	u32 half_life_ms;
	u32 suppress;
	u32 reuse;
	u32 max_suppress_ms;
	u32 penalty;
	u32 restart_penalty;
};

/**
 * struct nthrottle_config - parameters of a namespace, as the user sets them
 */
struct nthrottle_config {
	u32 batch_ms;
	u32 rate;
	u32 rate_burst;
	u32 tombstones;
	u32 heartbeat_ms;
};

/**
 * struct nthrottle_param - a parameter
 * @name: its name in the spec
 * @attr: its attribute's number
 * @offset: where it is in its struct, a u32
 * @lo: lowest value
 * @hi: highest value, or, with @lo %NTHROTTLE_PARAM_MASK, the bits it may have
 * @initial: what it begins with
 * @off: 0 is allowed, too, and turns it off
 */
struct nthrottle_param {
	const char *name;
	u16 attr;
	u16 offset;
	u32 lo;
	u32 hi;
	u32 initial;
	bool off;
};

#define NTHROTTLE_PARAM_MASK	0xffffffffU
#define NTHROTTLE_PROFILE_PARAMS	14
#define NTHROTTLE_CONFIG_PARAMS		5

extern const struct nthrottle_param
nthrottle_profile_params[NTHROTTLE_PROFILE_PARAMS];
extern const struct nthrottle_param
nthrottle_config_params[NTHROTTLE_CONFIG_PARAMS];

/**
 * struct nthrottle_refusal - why something is refused
 * @attr: the attribute to blame
 * @text: for people; fits what the kernel can report
 */
struct nthrottle_refusal {
	u16 attr;
	char text[80];
};

/**
 * nthrottle_param_of() - a parameter in its struct
 * @p: the parameter
 * @params: struct nthrottle_params or struct nthrottle_config
 */
static inline u32 *nthrottle_param_of(const struct nthrottle_param *p,
				      const void *params)
{
	return (u32 *)((char *)params + p->offset);
}

bool nthrottle_param_set(const struct nthrottle_param *p, void *params,
			 u32 val, struct nthrottle_refusal *why);
void nthrottle_params_init(struct nthrottle_params *p);
void nthrottle_config_init(struct nthrottle_config *c);
bool nthrottle_params_check(const struct nthrottle_params *p,
			    struct nthrottle_refusal *why);
void nthrottle_params_derive(const struct nthrottle_params *p,
			     struct nthrottle_gate_params *g);
void nthrottle_config_derive(const struct nthrottle_config *c,
			     struct nthrottle_pace_params *p);

bool nthrottle_name_valid(const char *name, size_t size);
bool nthrottle_glob_valid(const char *glob, size_t size);

#endif /* NTHROTTLE_PARAMS_H */
