noinst_LIBRARIES += %D%/libstate.a
EXTRA_DIST += %D%/README.md
%C%_libstate_a_SOURCES =
