# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What a kernel in trouble says, as a regular expression. Sourced.
# shellcheck disable=SC2034 # by who sources it
trouble='WARNING: |BUG: |BUG at|Oops|Kernel panic|general protection|KASAN|KCSAN|KFENCE|UBSAN|INFO: (task|rcu|possible|suspicious|trying)|possible .* deadlock|circular locking|suspicious RCU|detected stalls|self-detected stall|soft lockup|hard LOCKUP|unreferenced object|leaked|kmem_cache_destroy|Objects remaining|refcount_t:|ODEBUG: (free|assert|init|activate)|unregister_netdevice: waiting|list_(add|del) corruption|slab error'

# Races that the module has no part in are not for us to mend: leaves KCSAN's reports of
# these out of the kernel's log.
without_other_races() {
	awk '
		/BUG: KCSAN:/ { report = $0; inside = 1; ours = 0; next }
		!inside { print; next }
		{ report = report "\n" $0 }
		/\[nthrottle\]/ { ours = 1 }
		/==========/ { if (ours) print report; inside = 0 }
		END { if (inside && ours) print report }'
}
