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
