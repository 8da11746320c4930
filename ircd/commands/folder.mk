noinst_LIBRARIES += %D%/libcommands.a
EXTRA_DIST += %D%/README.md
%C%_libcommands_a_SOURCES =
