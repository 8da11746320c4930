/* conclaved -V */
#ifndef CONCLAVE_MAIN_VERSION_H
#define CONCLAVE_MAIN_VERSION_H

void version_print(void);

#endif
