/* CAP NEW, for main/ when the configuration has changed, or services have come or gone; made in cmd_cap.c. */
#ifndef CONCLAVE_COMMANDS_CAP_NEWS_H
#define CONCLAVE_COMMANDS_CAP_NEWS_H

#include "commands/command.h"
#include "conf/conf.h"

/* Tells who has cap-notify what capabilities have come, gone or another value than under `was`; what is gone is off. */
void cap_news_tell(struct cmd_ctx *cx, const struct conf *was);

/* The agent of services that offers SASL has come, gone, or offers another list than this; "": it was not there. */
void cap_news_sasl(struct cmd_ctx *cx, const char *list_was);

#endif
