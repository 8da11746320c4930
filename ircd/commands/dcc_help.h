/* What people are told of DCC here, by HELP DCC and by DCCALLOW HELP. */
#ifndef CONCLAVE_COMMANDS_DCC_HELP_H
#define CONCLAVE_COMMANDS_DCC_HELP_H

/* One line each; NULL is the end. */
extern const char *const dcc_help[];

#endif
