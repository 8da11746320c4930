/* What the gateway needs the world outside of the jail for: sockets, and code pages, which libc keeps in files. */
#ifndef CONCLAVE_ICQ_ICQ_OPENED_H
#define CONCLAVE_ICQ_ICQ_OPENED_H

#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "module/module.h"

struct icq_charset;
struct icq_opened;
struct loop;

struct icq_opened *icq_opened_new(const struct conf *conf, struct loop *loop, struct err *e) WARN_UNUSED;
/* The pages alone. */
struct icq_opened *icq_opened_pages(struct err *e) WARN_UNUSED;
void icq_opened_free(struct icq_opened *o); /* NULL is fine */
void icq_opened_needs(const struct conf *conf, struct module_needs *out);
/* The page of that name, one of conf_icq_charset_name(); NULL is UTF-8. */
const struct icq_charset *icq_opened_page(const struct icq_opened *o, struct view name);

#endif
