# tests/bench: measured, not tested; `make bench` builds and runs it, `make check` does neither.
EXTRA_PROGRAMS += tests/bench/bans tests/bench/dccload tests/bench/guard tests/bench/icqload tests/bench/ircload tests/bench/linkload tests/bench/nxdomain tests/bench/relay
CLEANFILES += tests/bench/bans tests/bench/dccload tests/bench/guard tests/bench/icqload tests/bench/ircload tests/bench/linkload tests/bench/nxdomain tests/bench/relay
tests_bench_bans_SOURCES = %D%/bans.c
tests_bench_bans_LDADD = ircd/state/libstate.a ircd/proto/libproto.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_bench_guard_SOURCES = %D%/guard.c
tests_bench_guard_LDADD = ircd/guard/libguard.a ircd/conf/libconf.a ircd/state/libstate.a ircd/proto/libproto.a \
	ircd/core/libcore.a $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS)
tests_bench_dccload_SOURCES = %D%/dccload.c %D%/load_stats.c %D%/load_stats.h
tests_bench_icqload_SOURCES = %D%/icqload.c
tests_bench_icqload_LDADD = modules/icq/libicq.a ircd/core/libcore.a $(SODIUM_LIBS)
tests_bench_ircload_SOURCES = %D%/ircload.c %D%/load.c %D%/load.h %D%/load_ban.c %D%/load_fanout.c %D%/load_hostile.c \
	%D%/load_line.c %D%/load_line.h %D%/load_scenario.h %D%/load_single.c %D%/load_stats.c %D%/load_stats.h \
	%D%/load_talk.c %D%/load_talk.h
tests_bench_ircload_LDADD = $(OPENSSL_LIBS)
tests_bench_linkload_SOURCES = %D%/linkload.c %D%/load_stats.c %D%/load_stats.h
tests_bench_nxdomain_SOURCES = %D%/nxdomain.c
tests_bench_relay_SOURCES = %D%/relay.c
tests_bench_relay_LDADD = $(OPENSSL_LIBS)
EXTRA_DIST += %D%/README.md %D%/conclaved.conf.in %D%/dcc %D%/goals.tsv %D%/hybrid.conf.in %D%/icq %D%/inspircd.conf.in \
	%D%/links \
	%D%/ngircd.conf.in %D%/run %D%/table.awk

BENCH_ARGS =
DCC_BENCH_ARGS =
LINK_BENCH_ARGS =
ICQ_BENCH_ARGS =
.PHONY: bench
bench: all tests/bench/bans tests/bench/dccload tests/bench/guard tests/bench/icqload tests/bench/ircload tests/bench/linkload tests/bench/nxdomain tests/bench/relay
	tests/bench/bans
	tests/bench/guard cost $(srcdir)/etc/guard.conf
	bash $(srcdir)/tests/bench/run --builddir "$(abs_top_builddir)" $(BENCH_ARGS)
	bash $(srcdir)/tests/bench/dcc --builddir "$(abs_top_builddir)" $(DCC_BENCH_ARGS)
	bash $(srcdir)/tests/bench/links --builddir "$(abs_top_builddir)" $(LINK_BENCH_ARGS)
	bash $(srcdir)/tests/bench/icq --builddir "$(abs_top_builddir)" $(ICQ_BENCH_ARGS)
