noinst_LIBRARIES += %D%/libauth.a
EXTRA_DIST += %D%/README.md
%C%_libauth_a_SOURCES = \
	%D%/admission.c %D%/admission.h \
	%D%/admission_explain.c %D%/admission_explain.h \
	%D%/ban_check.c %D%/ban_check.h \
	%D%/ban_network.c %D%/ban_network.h \
	%D%/ban_order.c %D%/ban_order.h \
	%D%/ban_sweep.c %D%/ban_sweep.h \
	%D%/client_batch.c %D%/client_batch.h \
	%D%/class.c %D%/class.h \
	%D%/client_facts.c %D%/client_facts.h \
	%D%/entry.c %D%/entry.h \
	%D%/gate.c %D%/gate.h \
	%D%/gateway.c %D%/gateway.h \
	%D%/ident.c %D%/ident.h \
	%D%/inside.c %D%/inside.h \
	%D%/let_in.c %D%/let_in.h \
	%D%/lookup_name.c %D%/lookup_name.h \
	%D%/newcomer.c %D%/newcomer.h \
	%D%/nick_right.c %D%/nick_right.h \
	%D%/oper_check.c %D%/oper_check.h \
	%D%/oper_up.c %D%/oper_up.h \
	%D%/pace.c %D%/pace.h \
	%D%/password.c %D%/password.h \
	%D%/quiz.c %D%/quiz.h \
	%D%/login_try.c %D%/login_try.h \
	%D%/people.c %D%/people.h \
	%D%/protect.c %D%/protect.h \
	%D%/put_out.c %D%/put_out.h \
	%D%/rates.c %D%/rates.h \
	%D%/refused.c %D%/refused.h \
	%D%/reject.c %D%/reject.h \
	%D%/reserved.c %D%/reserved.h \
	%D%/review.c %D%/review.h \
	%D%/review_queue.c \
	%D%/sasl.c %D%/sasl.h %D%/sasl_priv.h \
	%D%/sasl_external.c \
	%D%/sasl_plain.c \
	%D%/sasl_relay.c %D%/sasl_relay.h \
	%D%/sasl_scram.c \
	%D%/session.c %D%/session.h \
	%D%/signup.c %D%/signup.h \
	%D%/welcome.c %D%/welcome.h
