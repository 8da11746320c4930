#include "auth/newcomer.h"

#include "auth/gate.h"
#include "auth/gateway.h"
#include "auth/ident.h"
#include "auth/lookup_name.h"
#include "auth/quiz.h"

void
newcomer_begin(struct client *c)
{
	if (c->session->point != NULL && c->session->point->is_inside)
		return;
	gateway_opened(c->session);
	ident_open(gate_ident(c->session->gate), c);
	lookup_name_start(c);
}

void
newcomer_admitted(struct client *c)
{
	quiz_end(c->session);
}

void
newcomer_end(struct client *c)
{
	ident_forget(gate_ident(c->session->gate), c);
	quiz_end(c->session);
}
