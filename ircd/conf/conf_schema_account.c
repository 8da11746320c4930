/* Section accounts. */
#include "conf/conf.h"
#include "conf/conf_check.h"
#include "conf/conf_schema_priv.h"

static const struct conf_choice registrations[] = {
	CHOICE("open", CONF_REGISTRATION_OPEN),
	CHOICE("invite-code", CONF_REGISTRATION_INVITE_CODE),
	CHOICE("closed", CONF_REGISTRATION_CLOSED),
	CHOICE(NULL, 0),
};
static const struct conf_choice emails[] = {
	CHOICE("none", CONF_EMAIL_NONE),
	CHOICE("optional", CONF_EMAIL_OPTIONAL),
	CHOICE("required", CONF_EMAIL_REQUIRED),
	CHOICE(NULL, 0),
};
static const struct conf_choice protections[] = {
	CHOICE("strict", CONF_PROTECT_STRICT),
	CHOICE("delayed", CONF_PROTECT_DELAYED),
	CHOICE("off", CONF_PROTECT_OFF),
	CHOICE(NULL, 0),
};
static const struct conf_choice account_owners[] = {
	CHOICE("builtin", false),
	CHOICE("services", true),
	CHOICE(NULL, 0),
};

#define OF conf_accounts
const struct conf_bind conf_accounts_bind[CONF_ACCOUNTS_KEYS] = {
	ROW("owner", CONF_CHOICE, services, .standard = "builtin", .flags = CONF_RESTART,
		.choice = account_owners,
		.help = "who keeps accounts and registered channels: the server itself, or the services that "
			"it is linked to"),
	ROW("database", CONF_TEXT, database, .min = 1, .max = 64, .standard = "conclave.db",
		.flags = CONF_RESTART, .is_ok = conf_check_is_file_name,
		.form = "letters, digits, '-', '_' and '.', the latter not first",
		.help = "file in the state directory that accounts are kept in"),
	ROW("registration", CONF_CHOICE, registration, .standard = "closed", .choice = registrations,
		.help = "who may register an account: open anybody, invite-code those with a code, closed "
			"nobody; "
			"administrators always may"),
	ROW("max-accounts", CONF_NUMBER, max_accounts, .min = 1, .max = 1000000, .standard = "10000",
		.help = "most accounts"),
	ROW("password-min-length", CONF_NUMBER, password_min_length, .min = 1, .max = 128, .standard = "8",
		.help = "shortest password of an account, bytes"),
	ROW("scram-iterations", CONF_NUMBER, scram_iterations, .min = 4096, .max = 1000000,
		.standard = "10000",
		.help = "rounds of SCRAM-SHA-256 for passwords that are set from now on"),
	ROW("register-before-connect", CONF_BOOL, register_before_connect, .standard = "no",
		.help = "hear REGISTER before registration, of whom a rule without a password lets in"),
	ROW("custom-account-name", CONF_BOOL, custom_account_name, .standard = "no",
		.help = "let accounts be called otherwise than the nick of who registers them"),
	ROW("email", CONF_CHOICE, email, .standard = "optional", .choice = emails,
		.help = "whether who registers an account tells an email address; nothing is sent there"),
	ROW("registration-rate", CONF_RATE, registration_rate, .min = 1, .max = 1000, .standard = "5:1h",
		.help = "registrations that are begun from one address (IPv6: one /64)"),
	ROW("nick-protection", CONF_CHOICE, nick_protection, .standard = "strict", .choice = protections,
		.help = "who may be called as an account is: strict its users alone, delayed others until "
			"nick-delay is over, off anybody"),
	ROW("nick-delay", CONF_TIME, nick_delay_ms, .min = SECOND, .max = HOUR, .standard = "30s",
		.help = "how long the nick of somebody else's account may be kept, where it was not refused"),
	ROW("sasl", CONF_BOOL, sasl, .standard = "yes", .help = "whether clients may log in by SASL"),
	ROW("plain-without-tls", CONF_BOOL, plain_without_tls, .standard = "no",
		.help = "take passwords as they are (SASL PLAIN) on connections that are neither encrypted "
			"nor of this host"),
	ROW("login-attempts", CONF_RATE, login_attempts, .min = 1, .max = 1000, .standard = "10:60s",
		.help = "failed logins from one address (IPv6: one /64)"),
	ROW("guesses-per-account", CONF_RATE, guesses_per_account, .min = 1, .max = 1000,
		.standard = "100:1h",
		.help = "failed passwords for one account, from all addresses together; certificates and "
			"Unix sockets still open it"),
};
#undef OF
