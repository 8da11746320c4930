EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_main
TESTS += tests/unit/unit_main
tests_unit_unit_main_SOURCES = \
	%D%/rehash_conf.c %D%/rehash_conf.h \
	%D%/rehash_rig.c %D%/rehash_rig.h \
	%D%/server_digest.c %D%/server_digest.h \
	%D%/test_explain.c \
	%D%/test_far_users.c \
	%D%/test_own_address.c \
	%D%/test_ports.c \
	%D%/test_privileges.c \
	%D%/test_rehash.c \
	%D%/test_server.c \
	%D%/test_server_relay.c \
	%D%/test_settings.c \
	tests/scenario/scn_cert.c tests/scenario/scn_cert.h
tests_unit_unit_main_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_main_LDADD = $(conclave_archives) $(conclave_libs) $(CRITERION_LIBS)
endif
