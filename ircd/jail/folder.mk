noinst_LIBRARIES += %D%/libjail.a
EXTRA_DIST += %D%/README.md
%C%_libjail_a_SOURCES =
