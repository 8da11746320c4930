EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_conf
TESTS += tests/unit/unit_conf
tests_unit_unit_conf_SOURCES = \
	%D%/conf_fixture.c %D%/conf_fixture.h \
	%D%/test_conf.c \
	%D%/test_conf_check.c \
	%D%/test_conf_check_dcc.c \
	%D%/test_conf_check_icq.c \
	%D%/test_conf_check_link.c \
	%D%/test_conf_compare.c \
	%D%/test_conf_describe.c \
	%D%/test_conf_diff.c \
	%D%/test_conf_faults.c \
	%D%/test_conf_file.c \
	%D%/test_conf_guard.c \
	%D%/test_conf_icq.c \
	%D%/test_conf_link.c \
	%D%/test_conf_password.c \
	%D%/test_conf_raw.c \
	%D%/test_conf_role.c \
	%D%/test_conf_scan.c \
	%D%/test_conf_take.c \
	%D%/test_conf_value.c \
	%D%/test_conf_who.c
tests_unit_unit_conf_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/%D%
tests_unit_unit_conf_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_conf_LDADD = ircd/conf/libconf.a ircd/proto/libproto.a ircd/core/libcore.a $(CONFUSE_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) \
	$(CRITERION_LIBS)
endif
