/* Files that are not Anki packages: whose they are, and what to import instead. */
#ifndef EXCHANGE_PACKAGE_FOREIGN_H
#define EXCHANGE_PACKAGE_FOREIGN_H

#include "base/err.h"

#include <zip.h>

/* Why drill's own database is refused. */
#define PACKAGE_OWN_DATABASE                                                                       \
    "is drill's own database: open it with --db, or import what \"drill export archive\" writes"

/* For a zip file. Returns ERR_MISTAKE with the reason. */
enum err_code package_refuse_foreign(zip_t *zip, const char *path, struct err *err);

#endif
