EXTRA_DIST += %D%/README.md
# Everything but main(): the scenario tests link it.
noinst_LIBRARIES += %D%/libserver.a
%C%_libserver_a_SOURCES = \
	%D%/ending.c %D%/ending.h \
	%D%/figures.c %D%/figures.h \
	%D%/figures_memory.c %D%/figures_memory.h \
	%D%/libraries.c %D%/libraries.h \
	%D%/lookups.c %D%/lookups.h \
	%D%/own_address.c %D%/own_address.h \
	%D%/ports.c %D%/ports.h \
	%D%/rehash.c %D%/rehash.h \
	%D%/server.c %D%/server.h \
	%D%/server_admit.c %D%/server_admit.h \
	%D%/server_audit.c %D%/server_audit.h \
	%D%/server_configure.c \
	%D%/server_guard.c %D%/server_guard.h \
	%D%/server_links.c %D%/server_links.h \
	%D%/server_modules.c %D%/server_modules.h \
	%D%/server_services.c %D%/server_services.h %D%/server_relay.c %D%/server_relay.h \
	%D%/settings.c %D%/settings.h \
	%D%/threads.c %D%/threads.h

sbin_PROGRAMS += conclaved
conclaved_SOURCES = \
	%D%/background.c %D%/background.h \
	%D%/boot.c %D%/boot.h \
	%D%/check.c %D%/check.h \
	%D%/explain.c %D%/explain.h \
	%D%/main.c \
	%D%/options.c %D%/options.h \
	%D%/signals.c %D%/signals.h \
	%D%/version.c %D%/version.h
# Highest layer first.
conclave_archives = \
	%D%/libserver.a ircd/control/libcontrol.a ircd/module/libmodule.a modules/libmodules.a modules/icq/libicq.a ircd/module/libmodule.a ircd/commands/libcommands.a ircd/link/liblink.a ircd/relay/librelay.a ircd/guard/libguard.a ircd/auth/libauth.a ircd/registry/libregistry.a ircd/audit/libaudit.a \
	ircd/route/libroute.a ircd/state/libstate.a \
	ircd/conf/libconf.a ircd/store/libstore.a ircd/jail/libjail.a ircd/net/libnet.a ircd/proto/libproto.a ircd/core/libcore.a
conclave_libs = $(OPENSSL_LIBS) $(SODIUM_LIBS) $(CAP_LIBS) $(SECCOMP_LIBS) $(CONFUSE_LIBS) $(PCRE2_LIBS) $(WSLAY_LIBS) \
	$(CARES_LIBS) $(SQLITE_LIBS)
conclaved_LDADD = $(conclave_archives) $(conclave_libs)
