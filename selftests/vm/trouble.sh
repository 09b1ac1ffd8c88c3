# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# What a kernel in trouble says, as a regular expression. Sourced.
# shellcheck disable=SC2034 # by who sources it
trouble='WARNING: |BUG: |BUG at|Oops|Kernel panic|general protection|KASAN|KCSAN|KFENCE|UBSAN|INFO: (task|rcu|possible|suspicious|trying)|possible .* deadlock|circular locking|suspicious RCU|detected stalls|self-detected stall|soft lockup|hard LOCKUP|unreferenced object|leaked|kmem_cache_destroy|Objects remaining|refcount_t:|ref_tracker: .* has [0-9]|ODEBUG: (free|assert|init|activate|Out of memory)|lockdep is turned off|Disabling lock debugging|turning off the locking correctness validator|leak detector disabled|page allocation failure|lines of the log are lost|unregister_netdevice: waiting|list_(add|del) corruption|slab error'
