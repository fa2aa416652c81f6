#pragma once
#include <libpq-fe.h>

// Swift imports no macros that are character constants.
static const int CRM_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int CRM_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int CRM_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int CRM_DIAG_TABLE = PG_DIAG_TABLE_NAME;

// The numbers of types in PostgreSQL's catalogue pg_type.
static const Oid CRM_TYPE_BOOL = 16;
static const Oid CRM_TYPE_INT8 = 20;
static const Oid CRM_TYPE_INT2 = 21;
static const Oid CRM_TYPE_INT4 = 23;
static const Oid CRM_TYPE_OID = 26;
static const Oid CRM_TYPE_FLOAT4 = 700;
static const Oid CRM_TYPE_FLOAT8 = 701;
static const Oid CRM_TYPE_NUMERIC = 1700;

static inline void crm_ignore_notice(void *arg, const char *message) { (void)arg; (void)message; }
// Warnings of the server belong to its own log, not to our standard error.
static inline void crm_silence_notices(PGconn *connection) { PQsetNoticeProcessor(connection, crm_ignore_notice, 0); }
