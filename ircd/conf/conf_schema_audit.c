/* Section audit. */
#include "conf/conf_audit.h"
#include "conf/conf_check.h"
#include "conf/conf_schema_priv.h"

#define OF conf_audit
const struct conf_bind conf_audit_bind[CONF_AUDIT_KEYS] = {
	ROW("enabled", CONF_BOOL, enabled, .standard = "yes", .flags = CONF_RESTART,
		.help = "whether there is an audit log"),
	ROW("directory", CONF_TEXT, directory, .min = 1, .max = 64, .standard = "audit",
		.flags = CONF_RESTART, .is_ok = conf_check_is_file_name,
		.form = "letters, digits, '-', '_' and '.', the latter not first",
		.help = "directory in the state directory that it is kept in; made when it is not there"),
	ROW("rotate-size", CONF_SIZE, rotate_size, .min = 64 * KIB, .max = 256 * MIB, .standard = "16M",
		.help = "bytes after which a file is ended and the next begun"),
	ROW("rotate-age", CONF_TIME, rotate_age_ms, .min = MINUTE, .max = 365 * DAY, .standard = "1d",
		.help = "time after which a file is ended with the next record"),
	ROW("keep", CONF_NUMBER, keep, .min = 2, .max = 10000, .standard = "90",
		.help = "how many files are kept; the oldest are taken away"),
	ROW("checkpoint-records", CONF_NUMBER, seal_after, .min = 1, .max = 10000, .standard = "100",
		.help = "records after which what was written is signed"),
	ROW("checkpoint-time", CONF_TIME, seal_ms, .min = SECOND, .max = HOUR, .standard = "10s",
		.help = "time after a record at which it is signed at the latest"),
	ROW("flood-limit", CONF_RATE, flood_limit, .min = 1, .max = 1000, .standard = "60:1m",
		.help = "records of each kind that strangers cause, and can cause at will; more are counted "
			"in one"),
	ROW("omit", CONF_EVENTS, omit, .flags = CONF_LIST, .help = "kinds of records that are not made"),
	ROW("syslog", CONF_BOOL, syslog, .standard = "no", .flags = CONF_RESTART,
		.help = "send each line to /dev/log too, facility authpriv"),
};
#undef OF
