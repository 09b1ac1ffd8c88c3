// SPDX-License-Identifier: GPL-2.0
/* The watch, step by step: agents, starts, losses, and what is not understood. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "check.h"
#include "client.h"

static struct client c;
static struct fake f;

static void begin(void)
{
	client_begin(&c, &f);
}

static void open_and_read(void)
{
	assert_int_equal(nt_watch_open(c.watch), 0);
	client_settle(&c);
}

static void the_table_comes_first(void **state)
{
	(void)state;
	begin();
	open_and_read();
	client_assert_right(&c);
	assert_int_equal(c.changes, 2);
	assert_int_equal(c.recoveries, 1);
	assert_int_equal(c.resyncs, 0);
	assert_int_equal(c.synced, 1);
	client_close(&c);
}

/* What was there when the module was loaded has the number 0. */
static void since_0_is_everything(void **state)
{
	(void)state;
	begin();
	nt_watch_start_since(c.watch, 0, 0);
	open_and_read();
	assert_int_equal(c.changes, 2);
	client_assert_right(&c);
	client_close(&c);
}

static void only_what_happens_from_now_on(void **state)
{
	(void)state;
	begin();
	nt_watch_start_now(c.watch);
	open_and_read();
	assert_int_equal(c.changes, 0);
	fake_change(&f, 2);
	fake_del(&f, 1);
	client_settle(&c);
	assert_int_equal(c.changes, 1);
	assert_int_equal(c.deletions, 1);
	client_close(&c);
}

static void a_lost_number_is_asked_for(void **state)
{
	(void)state;
	begin();
	open_and_read();
	f.drop = 100;
	fake_change(&f, 1);
	f.drop = 0;
	fake_change(&f, 2);
	client_settle(&c);
	client_assert_right(&c);
	assert_int_equal(c.recoveries, 2);
	assert_int_equal(c.changes, 4);
	client_close(&c);
}

/* Unless nobody wants that. */
static void or_reported(void **state)
{
	(void)state;
	begin();
	nt_watch_start_now(c.watch);
	nt_watch_recover(c.watch, false);
	open_and_read();
	f.drop = 100;
	fake_change(&f, 1);
	fake_change(&f, 1);
	f.drop = 0;
	fake_change(&f, 2);
	client_settle(&c);
	assert_int_equal(c.lost, 2);
	assert_int_equal(c.changes, 1);
	assert_int_equal(c.recoveries, 0);
	client_close(&c);
}

static void an_agent_goes_on_where_it_was(void **state)
{
	(void)state;
	begin();
	assert_int_equal(nt_watch_agent(c.watch, "me", 30000, false), 0);
	open_and_read();
	fake_change(&f, 1);
	client_settle(&c);
	assert_int_equal(nt_watch_ack(c.watch), 0);
	assert_int_equal(f.agent.seq, f.seq);
	client_close(&c);
	fake_change(&f, 2);
	client_open(&c, &f);
	assert_int_equal(nt_watch_agent(c.watch, "me", 30000, false), 0);
	open_and_read();
	assert_int_equal(c.changes, 1);
	assert_int_equal(c.devs[2].version, 1);
	client_close(&c);
}

/* A third of the down time, with nothing new to acknowledge. */
static void the_heart_beats(void **state)
{
	unsigned int beats;

	(void)state;
	begin();
	assert_int_equal(nt_watch_agent(c.watch, "me", 30000, false), 0);
	open_and_read();
	beats = f.beats;
	assert_int_equal(f.wake_at, f.now + SEC(10));
	f.now += SEC(9);
	assert_int_equal(nt_watch_dispatch(c.watch), 0);
	assert_int_equal(f.beats, beats);
	f.now += SEC(1);
	assert_int_equal(nt_watch_dispatch(c.watch), 0);
	assert_int_equal(f.beats, beats + 1);
	f.refuse = EBUSY;
	f.now += SEC(10);
	assert_int_equal(nt_watch_dispatch(c.watch), -1);
	assert_int_equal(errno, EBUSY);
	assert_string_equal(nt_watch_error(c.watch), "refused");
	assert_int_equal(nt_watch_ack(c.watch), -1);
	/* The table is served nevertheless. */
	assert_int_equal(nt_watch_dispatch(c.watch), 0);
	client_close(&c);
}

static void the_module_knows_the_agent_again(void **state)
{
	(void)state;
	begin();
	assert_int_equal(nt_watch_agent(c.watch, "me", 30000, true), 0);
	open_and_read();
	assert_true(f.agent.replace);
	fake_unload(&f);
	assert_int_equal(nt_watch_dispatch(c.watch), 0);
	assert_int_equal(c.gone, 1);
	assert_int_equal(nt_watch_ack(c.watch), 0);
	fake_load(&f);
	client_settle(&c);
	assert_int_equal(c.back, 1);
	assert_int_equal(f.agent.present, 1);
	/* But it takes the name from nobody. */
	assert_false(f.agent.replace);
	client_assert_right(&c);
	client_close(&c);
}

static void no_module_no_watch(void **state)
{
	(void)state;
	begin();
	fake_unload(&f);
	assert_int_equal(nt_watch_open(c.watch), -1);
	assert_int_equal(errno, ENOENT);
	assert_true(*nt_watch_error(c.watch));
	client_close(&c);
}

/* Who asks a kernel that contradicts itself must come back nevertheless. */
static void contradictions(void **state)
{
	(void)state;
	begin();
	f.contradicts = true;
	assert_int_equal(nt_watch_open(c.watch), 0);
	assert_int_equal(nt_watch_dispatch(c.watch), -1);
	assert_int_equal(errno, EAGAIN);
	assert_string_equal(nt_watch_error(c.watch),
			    "the kernel's answers contradict each other");
	assert_in_range(f.asked, 1, 100);
	assert_true(f.wake_at > f.now);
	f.contradicts = false;
	f.now = f.wake_at;
	client_settle(&c);
	client_assert_right(&c);
	client_close(&c);
}

/* Whatever comes, from a family or from nowhere. */
static void hostile_messages(void **state)
{
	static const struct nt_callbacks none;
	struct nt_watch *w = nt_watch_new(&none, sizeof(none), NULL);
	struct rng rng = { 5 };
	unsigned int i, n;

	(void)state;
	begin();
	assert_int_equal(nt_watch_open(w), 0);
	for (i = 0; i < 20000; i++) {
		u64 buffer[32] = { 0 };
		u8 *bytes = (u8 *)buffer;
		struct nlmsghdr *nlh = fake_message(buffer,
			rng_percent(&rng, 20) ? GENL_ID_CTRL : f.family,
			rng_below(&rng, 30));
		u32 len = (fake_put(nlh, &f, &f.records[0]), nlh->nlmsg_len);

		for (n = rng_below(&rng, 6); n; n--)
			bytes[rng_below(&rng, len)] = rng_next(&rng);
		fake_send(&f, bytes, rng_percent(&rng, 50) ? len : rng_below(&rng, len));
		nt_watch_dispatch(w);
	}
	nt_watch_free(w);
	client_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_comes_first),
		cmocka_unit_test(since_0_is_everything),
		cmocka_unit_test(only_what_happens_from_now_on),
		cmocka_unit_test(a_lost_number_is_asked_for),
		cmocka_unit_test(or_reported),
		cmocka_unit_test(an_agent_goes_on_where_it_was),
		cmocka_unit_test(the_heart_beats),
		cmocka_unit_test(the_module_knows_the_agent_again),
		cmocka_unit_test(no_module_no_watch),
		cmocka_unit_test(contradictions),
		cmocka_unit_test(hostile_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
