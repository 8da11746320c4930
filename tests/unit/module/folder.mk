EXTRA_DIST += %D%/README.md
if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_module
TESTS += tests/unit/unit_module
tests_unit_unit_module_SOURCES = \
	%D%/test_inside.c \
	%D%/module_rig.c %D%/module_rig.h \
	tests/unit/store/store_rig.c tests/unit/store/store_rig.h \
	tests/unit/dir_rig.c tests/unit/dir_rig.h \
	%D%/test_module_store.c \
	%D%/test_modules.c \
	%D%/test_module_user.c
tests_unit_unit_module_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_module_LDADD = $(conclave_archives) $(conclave_libs) $(CRITERION_LIBS)
endif
