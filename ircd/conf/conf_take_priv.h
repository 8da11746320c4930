/* What conf_take.c and conf_take_list.c have in common: the values of one key into one section's struct. */
#ifndef CONCLAVE_CONF_CONF_TAKE_PRIV_H
#define CONCLAVE_CONF_CONF_TAKE_PRIV_H

#include "conf/conf_take.h"

/* Puts n bytes at a place of the section's struct.  Types differ, so it goes by bytes. */
void conf_take_put(const struct conf_slot *slot, size_t at, const void *value, size_t n);
/* Of a list: it has as many values as the row allows; else that is a fault. */
bool conf_take_has_room(const struct conf_slot *slot) WARN_UNUSED;

/* One for each type of conf_schema.h that is a list. */
void conf_take_names(const struct conf_slot *slot);
void conf_take_origins(const struct conf_slot *slot);
void conf_take_nicks(const struct conf_slot *slot);
void conf_take_servers(const struct conf_slot *slot);
void conf_take_secrets(const struct conf_slot *slot);
void conf_take_answers(const struct conf_slot *slot);
void conf_take_accounts(const struct conf_slot *slot);
void conf_take_listeners(const struct conf_slot *slot);
void conf_take_fingerprints(const struct conf_slot *slot);
void conf_take_whos(const struct conf_slot *slot);
void conf_take_privs(const struct conf_slot *slot);
void conf_take_roles(const struct conf_slot *slot);
void conf_take_events(const struct conf_slot *slot);
void conf_take_classes(const struct conf_slot *slot);
void conf_take_masks(const struct conf_slot *slot);
void conf_take_file_types(const struct conf_slot *slot);
/* Addresses and ports, conf_take_net.c. */
void conf_take_ports(const struct conf_slot *slot);
void conf_take_port_list(const struct conf_slot *slot);
void conf_take_blocks(const struct conf_slot *slot);
void conf_take_advertise(const struct conf_slot *slot);
void conf_take_words(const struct conf_slot *slot);
void conf_take_choices(const struct conf_slot *slot);
void conf_take_hex_prints(const struct conf_slot *slot);
void conf_take_server_masks(const struct conf_slot *slot);
void conf_take_places(const struct conf_slot *slot);
void conf_take_channels(const struct conf_slot *slot);

#endif
