#pragma once
#include <curl/curl.h>

// Swift calls no functions with a variable number of arguments: one for each type of value.
static inline CURLcode crm_curl_set_text(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode crm_curl_set_number(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode crm_curl_set_pointer(CURL *curl, CURLoption option, void *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode crm_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(curl, option, value); }

typedef size_t (*crm_curl_transfer)(char *buffer, size_t size, size_t count, void *context);
typedef int (*crm_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode crm_curl_set_reader(CURL *curl, crm_curl_transfer read, void *context) {
    CURLcode result = curl_easy_setopt(curl, CURLOPT_READDATA, context);
    return result == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_READFUNCTION, read) : result;
}
static inline CURLcode crm_curl_set_writer(CURL *curl, crm_curl_transfer write) { return curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write); }
static inline CURLcode crm_curl_set_progress(CURL *curl, crm_curl_progress progress, void *context) {
    CURLcode result = curl_easy_setopt(curl, CURLOPT_XFERINFODATA, context);
    return result == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress) : result;
}

static inline long crm_curl_reply_code(CURL *curl) {
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

// Mail and nothing else, whatever an address says.
static inline CURLcode crm_curl_allow_mail_only(CURL *curl) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS, CURLPROTO_SMTP | CURLPROTO_SMTPS);
#endif
}

// Swift imports no macros that are casts or sums.
static inline CURLcode crm_curl_begin(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
static const long CRM_CURL_NO_TLS = CURLUSESSL_NONE;
static const long CRM_CURL_TLS_ALWAYS = CURLUSESSL_ALL;
static const long CRM_CURL_TLS_1_2 = CURL_SSLVERSION_TLSv1_2;
static const size_t CRM_CURL_ABORT = CURL_READFUNC_ABORT;
