// SPDX-License-Identifier: GPL-2.0
/* agent: listeners known by name. */
#include <stdio.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "params.h"
#include "print.h"
#include "text.h"

static void text_agent(const struct nt_agent *a)
{
	bool up = a->state == NTHROTTLE_AGENT_STATE_UP;

	printf("agent %s%-15s%s %s%s%s", color(COLOR_NAME),
	       text_safe(a->name).s, color(COLOR_END),
	       color(up ? COLOR_GOOD : COLOR_BAD),
	       text_value(&nt_agent_state_names, a->state).s, color(COLOR_END));
	if (nt_has(a, NTHROTTLE_A_AGENT_CAUSE))
		printf(" (%s)", text_value(&nt_agent_cause_names, a->cause).s);
	printf("  seq %ju  %slag %ju%s", a->seq, a->lag ? color(COLOR_NOTE) : "",
	       a->lag, a->lag ? color(COLOR_END) : "");
	printf("  heard of %s ago  down-time %s", text_span(a->age_ns).s,
	       text_duration(a->down_time_ms * NTHROTTLE_NS_PER_MS).s);
	printf("  %s (pid %u)\n", text_safe(a->comm).s, a->pid);
}

static void print_agents(const struct options *opt, const struct nl_list *list)
{
	size_t i;

	if (opt->json) {
		out_json(print_array(list));
		return;
	}
	for (i = 0; i < list->count; i++)
		text_agent(nl_item(list, i));
}

static int list(const struct options *opt, const struct nt_agent *request)
{
	struct nl_list agents = { 0 };
	static struct nl nl;
	int failed;

	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	if (request->present)
		failed = kernel_get(&nl, NTHROTTLE_CMD_AGENT_GET,
				    &nt_agent_attrs, request, &agents);
	else
		failed = kernel_dump(&nl, NTHROTTLE_CMD_AGENT_GET,
				     &nt_agent_attrs, &agents);
	if (!failed)
		print_agents(opt, &agents);
	nl_list_free(&agents);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_agent_list(const struct options *opt, int argc, char **argv)
{
	const struct nt_agent all = { 0 };
	struct parse_error err;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("agent list", &err);
	return list(opt, &all);
}

int cmd_agent_show(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct nt_agent agent;

	if (parse_agent(argc, argv, &agent, &err))
		return cmd_usage_error("agent show", &err);
	return list(opt, &agent);
}

int cmd_agent_del(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct nt_agent agent;

	if (parse_agent(argc, argv, &agent, &err))
		return cmd_usage_error("agent del", &err);
	if (!agent.present) {
		parse_refuse(&err, "needs the name of an agent");
		return cmd_usage_error("agent del", &err);
	}
	return cmd_order(opt, NTHROTTLE_CMD_AGENT_DEL, &nt_agent_attrs, &agent);
}
