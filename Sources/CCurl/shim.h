#pragma once
#include <curl/curl.h>
#include <dlfcn.h>

// Loaded for the first mail and not linked: it brings a dozen libraries, and most servers' processes send none.
#ifdef __APPLE__
#define CRM_CURL_LIBRARY "libcurl.4.dylib"
#else
#define CRM_CURL_LIBRARY "libcurl.so.4"
#endif
static inline void *crm_curl_symbol(const char *name) {
    void *library = dlopen(CRM_CURL_LIBRARY, RTLD_NOW);
    return library ? dlsym(library, name) : NULL;
}
#define CRM_CURL(name) ((__typeof__(&name))crm_curl_symbol(#name))

// The others may be called once this has succeeded.
static inline CURLcode crm_curl_begin(void) {
    __typeof__(&curl_global_init) begin = CRM_CURL(curl_global_init);
    return begin ? begin(CURL_GLOBAL_DEFAULT) : CURLE_FAILED_INIT;
}
static inline CURL *crm_curl_make(void) { return CRM_CURL(curl_easy_init)(); }
static inline void crm_curl_clean_up(CURL *curl) { CRM_CURL(curl_easy_cleanup)(curl); }
static inline CURLcode crm_curl_perform(CURL *curl) { return CRM_CURL(curl_easy_perform)(curl); }
static inline const char *crm_curl_words(CURLcode result) { return CRM_CURL(curl_easy_strerror)(result); }
static inline struct curl_slist *crm_curl_append(struct curl_slist *list, const char *text) { return CRM_CURL(curl_slist_append)(list, text); }
static inline void crm_curl_free(struct curl_slist *list) { CRM_CURL(curl_slist_free_all)(list); }

// Swift calls no functions with a variable number of arguments: one for each type of value.
static inline CURLcode crm_curl_set_text(CURL *curl, CURLoption option, const char *value) { return CRM_CURL(curl_easy_setopt)(curl, option, value); }
static inline CURLcode crm_curl_set_number(CURL *curl, CURLoption option, long value) { return CRM_CURL(curl_easy_setopt)(curl, option, value); }
static inline CURLcode crm_curl_set_pointer(CURL *curl, CURLoption option, void *value) { return CRM_CURL(curl_easy_setopt)(curl, option, value); }
static inline CURLcode crm_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) { return CRM_CURL(curl_easy_setopt)(curl, option, value); }

typedef size_t (*crm_curl_transfer)(char *buffer, size_t size, size_t count, void *context);
typedef int (*crm_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode crm_curl_set_reader(CURL *curl, crm_curl_transfer read, void *context) {
    CURLcode result = CRM_CURL(curl_easy_setopt)(curl, CURLOPT_READDATA, context);
    return result == CURLE_OK ? CRM_CURL(curl_easy_setopt)(curl, CURLOPT_READFUNCTION, read) : result;
}
static inline CURLcode crm_curl_set_writer(CURL *curl, crm_curl_transfer write) { return CRM_CURL(curl_easy_setopt)(curl, CURLOPT_WRITEFUNCTION, write); }
static inline CURLcode crm_curl_set_progress(CURL *curl, crm_curl_progress progress, void *context) {
    CURLcode result = CRM_CURL(curl_easy_setopt)(curl, CURLOPT_XFERINFODATA, context);
    return result == CURLE_OK ? CRM_CURL(curl_easy_setopt)(curl, CURLOPT_XFERINFOFUNCTION, progress) : result;
}

static inline long crm_curl_reply_code(CURL *curl) {
    long code = 0;
    CRM_CURL(curl_easy_getinfo)(curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

// Mail and nothing else, whatever an address says.
static inline CURLcode crm_curl_allow_mail_only(CURL *curl) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return CRM_CURL(curl_easy_setopt)(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return CRM_CURL(curl_easy_setopt)(curl, CURLOPT_PROTOCOLS, CURLPROTO_SMTP | CURLPROTO_SMTPS);
#endif
}

// Swift imports no macros that are casts or sums.
static const long CRM_CURL_NO_TLS = CURLUSESSL_NONE;
static const long CRM_CURL_TLS_ALWAYS = CURLUSESSL_ALL;
static const long CRM_CURL_TLS_1_2 = CURL_SSLVERSION_TLSv1_2;
static const size_t CRM_CURL_ABORT = CURL_READFUNC_ABORT;
