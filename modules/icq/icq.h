/* The gateway: what its parts share.  Made by icq.c, the module's descriptor. */
#ifndef CONCLAVE_ICQ_ICQ_H
#define CONCLAVE_ICQ_ICQ_H

#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"

struct icq;
struct icq_charset;
struct loop;
struct module_host;
struct oscar_server;
struct tls_contexts;

struct module_host *icq_host(const struct icq *icq);
struct loop *icq_loop(const struct icq *icq);
/* The section module "icq"; dies with the next REHASH. */
const struct conf_icq *icq_conf(const struct icq *icq);
/* Of the section's charset; lives as long as the gateway. */
const struct icq_charset *icq_text_of(const struct icq *icq);
/* Any page that there is, by its name; NULL: there is none of it. */
const struct icq_charset *icq_page(const struct icq *icq, struct view name) WARN_UNUSED;
/* Tests speak to it without sockets. */
struct oscar_server *icq_oscar(const struct icq *icq);

#endif
