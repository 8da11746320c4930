# modules.list -> the table that ircd/module/module.h declares.
BEGIN { print "#include \"module/module.h\"\n\n#include <stddef.h>\n" }
/^[a-z]/ { print "extern const struct module module_" $1 ";"; name[n++] = $1 }
END {
	print "const struct module *const modules_table[] = {"
	for (i = 0; i < n; i++)
		print "\t&module_" name[i] ","
	print "\tNULL,\n};"
}
