// `sqlite3_config` takes a variable number of arguments, which Swift cannot call.
#include <sqlite3.h>

// To be called before anything else of SQLite's.
static inline int crm_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
