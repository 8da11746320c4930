noinst_LIBRARIES += %D%/libguard.a
EXTRA_DIST += %D%/README.md
%C%_libguard_a_SOURCES =
