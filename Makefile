# SPDX-License-Identifier: GPL-2.0
# nthrottle: the module, its tool, and what checks them. `make help` lists it all.

VERSION := 0.1
KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
DESTDIR ?=
# The release that the built module is for; the headers' own name may differ.
MODINFO = PATH=$$PATH:/usr/sbin:/sbin modinfo
KVER = $(firstword $(shell $(MODINFO) -F vermagic kmod/nthrottle.ko 2>/dev/null) $(shell uname -r))
MODDIR ?= /lib/modules/$(KVER)/updates

.PHONY: all tool module vm-module demo check check-all unit vmtest soak lint bench install \
	uninstall clean distclean help

all: tool module ## build the tool, and the module for the running kernel or KDIR=

tool: ## build the tool, tools/nthrottle
	@selftests/deps build
	$(MAKE) -C tools VERSION=$(VERSION)

module: ## build the module, kmod/nthrottle.ko, for the running kernel or KDIR=
	@if [ ! -e '$(KDIR)/Makefile' ]; then \
		echo "There are no kernel headers in $(KDIR)."; \
		echo "Install them (apt-get install linux-headers-$$(uname -r)), or name others: make KDIR=DIRECTORY"; \
		exit 1; \
	fi >&2
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

vm-module: ## build module and tool for the virtual machines, in build/
	@selftests/deps vm
	selftests/vm/build 6.1

demo: ## a storm of link events, with rtnetlink and nthrottle side by side (1 minute)
	@selftests/deps vm
	@selftests/demo/run

check: ## lint, unit tests, tests in virtual machines (10 minutes)
	@selftests/deps all
	@selftests/check

check-all: ## all that can be tested, on all kernels (45 to 80 minutes); SCALE=full: 2 to 3 hours
	@selftests/deps all kernels
	@selftests/check-all $(SCALE)

unit: ## the unit tests only
	@selftests/deps unit
	@selftests/check unit

vmtest: ## the tests in virtual machines only
	@selftests/deps vm
	@selftests/check vm net cost

soak: ## random storms in a VM, every promise checked; MINUTES=3 KERNEL=6.1
	@selftests/deps vm
	@selftests/soak/run

lint: ## checkpatch, sparse, W=1, cppcheck, shellcheck, the generated header
	@selftests/deps lint vm
	@selftests/check lint

bench: ## count instructions and memory; writes Documentation/performance.rst
	@selftests/deps vm
	@selftests/bench/run

install: all ## install module, tool, library, manuals, completion, headers; PREFIX=, DESTDIR=
	install -D -m 644 kmod/nthrottle.ko $(DESTDIR)$(MODDIR)/nthrottle.ko
	strip --strip-debug $(DESTDIR)$(MODDIR)/nthrottle.ko
	install -D -m 755 tools/nthrottle $(DESTDIR)$(PREFIX)/sbin/nthrottle
	install -D -m 644 tools/man/nthrottle.8 $(DESTDIR)$(PREFIX)/share/man/man8/nthrottle.8
	install -D -m 644 tools/completion/nthrottle.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nthrottle
	install -D -m 644 uapi/linux/nthrottle.h $(DESTDIR)$(PREFIX)/include/linux/nthrottle.h
	install -D -m 644 tools/man/libnthrottle.3 $(DESTDIR)$(PREFIX)/share/man/man3/libnthrottle.3
	$(MAKE) -C tools/lib VERSION=$(VERSION) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) install
	$(if $(DESTDIR),,depmod -a $(KVER) && ldconfig)

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(MODDIR)/nthrottle.ko $(DESTDIR)$(PREFIX)/sbin/nthrottle \
		$(DESTDIR)$(PREFIX)/share/man/man8/nthrottle.8 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nthrottle \
		$(DESTDIR)$(PREFIX)/include/linux/nthrottle.h \
		$(DESTDIR)$(PREFIX)/share/man/man3/libnthrottle.3
	$(MAKE) -C tools/lib VERSION=$(VERSION) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) uninstall
	$(if $(DESTDIR),,depmod -a $(KVER) && ldconfig)

# Not Kbuild's own clean: it would search .cache/ for modules, and find some.
clean: ## remove what was built; keeps .cache/
	$(MAKE) -C tools clean
	rm -rf build modules.order Module.symvers .modules.order.cmd .Module.symvers.cmd
	rm -f kmod/*.o kmod/*.ko kmod/*.mod kmod/*.mod.c kmod/.*.cmd kmod/modules.order

distclean: clean ## the same, and .cache/ with what was downloaded
	rm -rf .cache

help: ## show this
	@echo "usage: make [TARGET]... [KDIR=DIR] [PREFIX=DIR] [DESTDIR=DIR]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14
