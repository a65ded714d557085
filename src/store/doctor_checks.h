/* The parts of an examination (include/store/doctor.h). Each reports its findings, and returns an
 * error only if it could not run. */
#ifndef STORE_DOCTOR_CHECKS_H
#define STORE_DOCTOR_CHECKS_H

#include "store/finding.h"
#include "store/store.h"

typedef enum err_code doctor_check_fn(struct store *store, struct doctor *doctor, struct err *err);

/* Compare the tables, indexes and triggers with those of a new database. */
doctor_check_fn doctor_schema;
/* Find cards without text or a deck, and text and events without a card. */
doctor_check_fn doctor_orphans;
/* Find schedulers and weights in force that cannot be read, and ratings whose due day does not
 * follow from them. */
doctor_check_fn doctor_regimes;
/* Check the order of the log, its study days, and every card's schedule. */
doctor_check_fn doctor_log;

/* A table, index or trigger that drill creates. */
struct schema_object {
    const char *type, *name, *table, *sql;
};
/* How an object in the database compares with the one that drill creates. */
enum schema_state { SCHEMA_SAME, SCHEMA_ALTERED, SCHEMA_MISSING };
/* Call `take` for each object in a new database's schema. */
typedef enum err_code schema_object_fn(
    void *context, const struct schema_object *object, enum schema_state state, struct err *err);
enum err_code schema_compare(
    struct store *store, schema_object_fn *take, void *context, struct err *err);

#endif
