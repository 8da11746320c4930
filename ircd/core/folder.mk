noinst_LIBRARIES += %D%/libcore.a
EXTRA_DIST += %D%/README.md
%C%_libcore_a_SOURCES =
