#pragma once
#include <libpq-fe.h>
#include <string.h>

// Swift imports no macros that are character constants.
static const int CRM_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int CRM_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int CRM_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int CRM_DIAG_SOURCE_FUNCTION = PG_DIAG_SOURCE_FUNCTION;
static const int CRM_DIAG_TABLE = PG_DIAG_TABLE_NAME;
static const int CRM_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;

// The numbers of types in PostgreSQL's catalogue pg_type.
static const Oid CRM_TYPE_BOOL = 16;
static const Oid CRM_TYPE_INT8 = 20;
static const Oid CRM_TYPE_INT2 = 21;
static const Oid CRM_TYPE_INT4 = 23;
static const Oid CRM_TYPE_TEXT = 25;
static const Oid CRM_TYPE_OID = 26;
static const Oid CRM_TYPE_FLOAT4 = 700;
static const Oid CRM_TYPE_FLOAT8 = 701;
static const Oid CRM_TYPE_TEXT_LIST = 1009;
static const Oid CRM_TYPE_INT8_LIST = 1016;
static const Oid CRM_TYPE_NUMERIC = 1700;

// Sets the flag when a commit that has happened here was not confirmed by a synchronous standby: the server tells that
// in a warning only. All other notices belong to the server's own log, not to our standard error.
static inline void crm_receive_notice(void *flag, const PGresult *notice) {
    const char *source = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);
    if (flag && source && strcmp(source, "SyncRepWaitForLSN") == 0) *(int *)flag = 1;
}
static inline void crm_watch_notices(PGconn *connection, int *flag) {
    PQsetNoticeReceiver(connection, crm_receive_notice, flag);
}
