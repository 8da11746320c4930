# Whole networks of servers in one process.
check_PROGRAMS += tests/tree/run_trees
TESTS += tests/tree/run_trees
EXTRA_DIST += %D%/README.md
tests_tree_run_trees_SOURCES = \
	%D%/run_trees.c \
	%D%/tree.c %D%/tree.h \
	%D%/tree_check.c %D%/tree_check.h \
	%D%/tree_cross.c %D%/tree_cross.h \
	%D%/tree_traffic.c %D%/tree_traffic.h \
	%D%/tree_user.c %D%/tree_user.h
tests_tree_run_trees_LDADD = $(conclave_archives) $(conclave_libs)
