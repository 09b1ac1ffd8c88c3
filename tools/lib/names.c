// SPDX-License-Identifier: GPL-2.0
/* What the values and bits of the wire are called, as the spec has it. */
#include <linux/array_size.h>

#include "model.h"

static const char *const event_names[] = {
	"register", "unregister", "up", "down", "change", "rename",
	"address", "mtu", "master", "txqlen", "features", "type",
};

const struct nt_names nt_event_names = {
	event_names, ARRAY_SIZE(event_names), true
};

static const char *const why_names[] = {
	"leading", "trailing", "urgent", "flush", "damped", "undamped",
};

const struct nt_names nt_why_names = { why_names, ARRAY_SIZE(why_names), false };

static const char *const gate_names[] = {
	"none", "throttle", "pace", "debounce", "damp", "hold", "rate",
};

const struct nt_names nt_gate_names = { gate_names, ARRAY_SIZE(gate_names), false };

static const char *const damp_names[] = { "off", "monitor", "on" };

const struct nt_names nt_damp_names = { damp_names, ARRAY_SIZE(damp_names), false };

static const char *const hold_end_names[] = { "released", "closed", "limit" };

const struct nt_names nt_hold_end_names = {
	hold_end_names, ARRAY_SIZE(hold_end_names), false
};

static const char *const resync_names[] = {
	"horizon", "future", "instance", "evicted",
};

const struct nt_names nt_resync_names = {
	resync_names, ARRAY_SIZE(resync_names), false
};

static const char *const agent_state_names[] = { "up", "down" };

const struct nt_names nt_agent_state_names = {
	agent_state_names, ARRAY_SIZE(agent_state_names), false
};

static const char *const agent_cause_names[] = { "silent", "closed", "deleted" };

const struct nt_names nt_agent_cause_names = {
	agent_cause_names, ARRAY_SIZE(agent_cause_names), false
};

/* IFF_*, bit by bit. */
static const char *const flag_names[] = {
	"UP", "BROADCAST", "DEBUG", "LOOPBACK", "POINTOPOINT", "NOTRAILERS",
	"RUNNING", "NOARP", "PROMISC", "ALLMULTI", "MASTER", "SLAVE",
	"MULTICAST", "PORTSEL", "AUTOMEDIA", "DYNAMIC", "LOWER_UP", "DORMANT",
	"ECHO",
};

const struct nt_names nt_flag_names = { flag_names, ARRAY_SIZE(flag_names), true };

/* IF_OPER_*, in the words of ip. */
static const char *const operstate_names[] = {
	"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING",
	"DORMANT", "UP",
};

const struct nt_names nt_operstate_names = {
	operstate_names, ARRAY_SIZE(operstate_names), false
};

/* Newer kernels may know more values than this tool: NULL then. */
const char *nt_name(const struct nt_names *names, unsigned int value)
{
	return value < names->count ? names->name[value] : NULL;
}

/**
 * nt_event_name() - what an event is called
 * @bit: number of the NTHROTTLE_EVENT_* bit, from 0
 *
 * Return: its name, or NULL for one that this library does not know.
 */
const char *nt_event_name(unsigned int bit)
{
	return nt_name(&nt_event_names, bit);
}

/**
 * nt_why_name() - why a notification was sent
 * @why: enum nthrottle_why
 *
 * Return: as nt_event_name().
 */
const char *nt_why_name(uint32_t why)
{
	return nt_name(&nt_why_names, why);
}

/**
 * nt_operstate_name() - an operational state, in the words of ip
 * @operstate: IF_OPER_*
 *
 * Return: as nt_event_name().
 */
const char *nt_operstate_name(uint8_t operstate)
{
	return nt_name(&nt_operstate_names, operstate);
}

/**
 * nt_resync_name() - why an answer is everything
 * @resync: enum nthrottle_resync
 *
 * Return: as nt_event_name().
 */
const char *nt_resync_name(uint32_t resync)
{
	return nt_name(&nt_resync_names, resync);
}

/**
 * nt_agent_state_name() - whether an agent lives
 * @state: enum nthrottle_agent_state
 *
 * Return: as nt_event_name().
 */
const char *nt_agent_state_name(uint32_t state)
{
	return nt_name(&nt_agent_state_names, state);
}

/**
 * nt_agent_cause_name() - why an agent is down
 * @cause: enum nthrottle_agent_cause
 *
 * Return: as nt_event_name().
 */
const char *nt_agent_cause_name(uint32_t cause)
{
	return nt_name(&nt_agent_cause_names, cause);
}
