EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_main
TESTS += tests/unit/unit_main
tests_unit_unit_main_SOURCES = %D%/test_explain.c %D%/test_server.c %D%/test_settings.c
tests_unit_unit_main_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_main_LDADD = $(conclave_archives) $(conclave_libs) $(CRITERION_LIBS)
endif
