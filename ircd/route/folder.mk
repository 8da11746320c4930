noinst_LIBRARIES += %D%/libroute.a
EXTRA_DIST += %D%/README.md
%C%_libroute_a_SOURCES =
