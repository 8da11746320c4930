noinst_LIBRARIES += %D%/librelay.a
EXTRA_DIST += %D%/README.md
%C%_librelay_a_SOURCES = \
	%D%/allow.c %D%/allow.h \
	%D%/bucket.c %D%/bucket.h \
	%D%/chat_filter.c %D%/chat_filter.h \
	%D%/clamd.c %D%/clamd.h \
	%D%/policy.c %D%/policy.h \
	%D%/pump.c %D%/pump.h %D%/pump_priv.h \
	%D%/pump_chat.c \
	%D%/pump_flow.c \
	%D%/pump_scan.c \
	%D%/pump_send.c \
	%D%/pump_turn.c \
	%D%/relay.c %D%/relay.h %D%/relay_priv.h \
	%D%/relay_address.c %D%/relay_address.h \
	%D%/relay_chat.c %D%/relay_chat.h \
	%D%/relay_budget.c %D%/relay_budget.h \
	%D%/relay_end.c %D%/relay_end.h \
	%D%/relay_hear.c \
	%D%/relay_leg.c %D%/relay_leg.h \
	%D%/relay_line.c %D%/relay_line.h \
	%D%/relay_offer.c %D%/relay_offer.h \
	%D%/relay_port.c %D%/relay_port.h \
	%D%/relay_record.c %D%/relay_record.h \
	%D%/relay_session.c %D%/relay_session.h \
	%D%/relay_text.c %D%/relay_text.h
