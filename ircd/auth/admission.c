#include "auth/admission.h"

#include "conf/conf_who.h"
#include "net/conn.h"

/* The user name as it was said, without the tilde that tells that nobody proved it. */
static struct view
said_user(const struct client *c)
{
	struct view v = client_user(c);

	return v.n != 0 && v.p[0] == '~' ? view_skip(v, 1) : v;
}

bool
admission_who(const struct conf_who *who, size_t n, const struct client *c)
{
	const struct peer_addr *peer = conn_peer(c->conn);

	for (size_t i = 0; i < n; i++) {
		if (conf_who_match(&who[i], said_user(c), peer->family, peer->ip))
			return true;
	}
	return false;
}

const struct conf_allow *
admission_rule(const struct conf *conf, const struct client *c)
{
	for (size_t i = 0; i < conf->n_allow; i++) {
		if (admission_who(&conf->allow[i].who, 1, c))
			return &conf->allow[i];
	}
	return NULL;
}

const char *
admission_class(const struct conf *conf, const struct conf_allow *allow, const struct listen_point *point)
{
	if (point != NULL && point->class_name != NULL &&
		conf_class_find(conf, view_z(point->class_name)) != NULL)
		return point->class_name;
	return allow->class->name;
}
