// SPDX-License-Identifier: GPL-2.0
/* What the user sets: names, ranges, defaults. */
#include "check.h"

#include <linux/nthrottle.h>
#include <stdio.h>
#include <string.h>

#include "event.h"
#include "params.h"

#define MASK	NTHROTTLE_PARAM_MASK
#define NONE	0xffff

struct expected {
	const char *name;
	u16 attr;
	u16 offset;
	u32 lo, hi, initial;
};

#define OF(type, member, attr, ...)						\
	{ #attr, NTHROTTLE_A_##attr, offsetof(struct type, member), __VA_ARGS__ }

/* As the spec says. */
static const struct expected profile[] = {
	OF(nthrottle_params, threshold_ms, PROFILE_THRESHOLD_MS, 10, 3600000, 2000),
	OF(nthrottle_params, threshold_max_ms, PROFILE_THRESHOLD_MAX_MS, 0, 3600000, 0),
	OF(nthrottle_params, burst, PROFILE_BURST, 1, 1000, 4),
	OF(nthrottle_params, events, PROFILE_EVENTS, MASK, 0xfff, 0xfff),
	OF(nthrottle_params, urgent, PROFILE_URGENT, MASK, 0xfff, 0),
	OF(nthrottle_params, updelay_ms, PROFILE_UPDELAY_MS, 0, 3600000, 0),
	OF(nthrottle_params, downdelay_ms, PROFILE_DOWNDELAY_MS, 0, 3600000, 0),
	OF(nthrottle_params, damp, PROFILE_DAMP, 0, 2, 0),
	OF(nthrottle_params, half_life_ms, PROFILE_HALF_LIFE_MS, 100, 3600000, 5000),
	OF(nthrottle_params, suppress, PROFILE_SUPPRESS, 1, 20000, 2000),
	OF(nthrottle_params, reuse, PROFILE_REUSE, 1, 20000, 1000),
	OF(nthrottle_params, max_suppress_ms, PROFILE_MAX_SUPPRESS_MS, 100, 86400000, 20000),
	OF(nthrottle_params, penalty, PROFILE_PENALTY, 1, 20000, 1000),
	OF(nthrottle_params, restart_penalty, PROFILE_RESTART_PENALTY, 0, 20000, 0),
};

static const struct expected config[] = {
	OF(nthrottle_config, batch_ms, CONFIG_BATCH_MS, 0, 1000, 5),
	OF(nthrottle_config, rate, CONFIG_RATE, 0, 1000000, 0),
	OF(nthrottle_config, rate_burst, CONFIG_RATE_BURST, 1, 10000, 10),
	OF(nthrottle_config, tombstones, CONFIG_TOMBSTONES, 0, 65536, 4096),
	OF(nthrottle_config, heartbeat_ms, CONFIG_HEARTBEAT_MS, 100, 3600000, 0),
};

/* 0 is outside of the range, and yet what it begins with. */
static bool is_off(const struct expected *e)
{
	return e->lo != MASK && e->initial < e->lo;
}

/* "PROFILE_HALF_LIFE_MS" is "half-life-ms" to people. */
static void expect_name(const char *name, const char *attr)
{
	char text[64];
	size_t i;

	attr = strchr(attr, '_') + 1;
	for (i = 0; attr[i]; i++)
		text[i] = attr[i] == '_' ? '-' : attr[i] | 0x20;
	text[i] = 0;
	assert_string_equal(name, text);
}

static u32 value(const struct expected *e, const void *params)
{
	u32 v;

	memcpy(&v, (const char *)params + e->offset, sizeof(v));
	return v;
}

static void set(const struct nthrottle_param *p, const struct expected *e, void *params,
		u32 val)
{
	struct nthrottle_refusal why = { .attr = NONE };

	assert_true(nthrottle_param_set(p, params, val, &why));
	assert_int_equal(value(e, params), val);
	assert_int_equal(why.attr, NONE);
}

static void refuse(const struct nthrottle_param *p, const struct expected *e, void *params,
		   u32 val)
{
	struct nthrottle_refusal why = { .attr = NONE };
	u32 before = value(e, params);
	char text[200];

	assert_false(nthrottle_param_set(p, params, val, &why));
	assert_int_equal(value(e, params), before);
	assert_int_equal(why.attr, e->attr);
	snprintf(text, sizeof(text), e->lo == MASK ? "%s may have the bits of 0x%x only" :
		 is_off(e) ? "%s must be 0 (off) or between %u and %u" :
		 "%s must be between %u and %u", p->name,
		 e->lo == MASK ? e->hi : e->lo, e->hi);
	assert_string_equal(why.text, text);
}

static void check_table(const struct nthrottle_param *p, const struct expected *e, size_t n,
			void *params)
{
	for (; n--; p++, e++) {
		expect_name(p->name, e->name);
		assert_int_equal(p->attr, e->attr);
		assert_int_equal(value(e, params), e->initial);
		if (e->lo == MASK) {
			set(p, e, params, 0);
			refuse(p, e, params, e->hi + 1);
			refuse(p, e, params, ~0U);
		} else {
			set(p, e, params, e->lo);
			set(p, e, params, e->lo + 1);
			if (e->lo)
				refuse(p, e, params, e->lo - 1);
			if (is_off(e))
				set(p, e, params, 0);
			refuse(p, e, params, e->hi + 1);
			refuse(p, e, params, ~0U);
			set(p, e, params, e->hi - 1);
		}
		set(p, e, params, e->hi);
	}
}

static void ranges_of_a_profile(void **state)
{
	struct nthrottle_params params;

	(void)state;
	memset(&params, 0xa5, sizeof(params));
	nthrottle_params_init(&params);
	assert_int_equal(ARRAY_SIZE(profile), NTHROTTLE_PROFILE_PARAMS);
	/* Each member is in the table. */
	assert_int_equal(sizeof(params), NTHROTTLE_PROFILE_PARAMS * sizeof(u32));
	check_table(nthrottle_profile_params, profile, ARRAY_SIZE(profile), &params);
}

static void ranges_of_a_config(void **state)
{
	struct nthrottle_config params;

	(void)state;
	memset(&params, 0xa5, sizeof(params));
	nthrottle_config_init(&params);
	assert_int_equal(ARRAY_SIZE(config), NTHROTTLE_CONFIG_PARAMS);
	assert_int_equal(sizeof(params), NTHROTTLE_CONFIG_PARAMS * sizeof(u32));
	check_table(nthrottle_config_params, config, ARRAY_SIZE(config), &params);
}

static void events_are_known(void **state)
{
	(void)state;
	assert_int_equal(NTHROTTLE_EVENT_ALL, 0xfff);
	assert_int_equal(NTHROTTLE_EVENT_TYPE, 1 << (NTHROTTLE_EVENT_KINDS - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_of_a_profile),
		cmocka_unit_test(ranges_of_a_config),
		cmocka_unit_test(events_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
