/* Decides the meaning of the columns of a table that neither the user nor the file lists. */
#ifndef DECK_CSV_ASSIGN_H
#define DECK_CSV_ASSIGN_H

#include "deck/csv_columns.h"
#include "deck/csv_profile.h"

/* Judges by the names of the columns, and by the cells below them. */
void csv_assign_columns(struct csv_columns *columns, const struct csv_profile *profile);

#endif
