import CCurl
import Domain

/// One connection to a mail server by libcurl, from the greeting to the end. It takes the calling thread for as long as that lasts.
struct SMTPExchange {
    private static let isReady = crm_curl_begin() == CURLE_OK

    let settings: SMTPSettings

    /// Hands a message over.
    ///
    /// - Parameter upload: the message as it goes over the wire.
    func send(_ upload: SMTPUpload, to address: String) -> MailOutcome {
        withCurl(upload) { curl in
            let recipients = curl_slist_append(nil, address)
            defer { curl_slist_free_all(recipients) }
            _ = crm_curl_set_text(curl, CURLOPT_MAIL_FROM, settings.from.address)
            _ = crm_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
            _ = crm_curl_set_number(curl, CURLOPT_UPLOAD, 1)
            _ = crm_curl_set_reader(curl, SMTPUpload.reader, upload.context)
            return curl_easy_perform(curl)
        }
    }

    /// Connects, encrypts and signs in, and asks for nothing.
    func check() -> MailOutcome {
        withCurl(SMTPUpload("")) { curl in
            _ = crm_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, "NOOP")
            _ = crm_curl_set_number(curl, CURLOPT_NOBODY, 1)
            return curl_easy_perform(curl)
        }
    }

    private func withCurl(_ upload: SMTPUpload, _ perform: (UnsafeMutableRawPointer) -> CURLcode) -> MailOutcome {
        guard Self.isReady, let curl = curl_easy_init() else { return .refusedForNow(reason: "The mail library could not be started.", code: nil) }
        defer { curl_easy_cleanup(curl) }
        configure(curl, upload)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { detail in
            detail.initialize(repeating: 0)
            _ = crm_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, detail.baseAddress)
            let result = withExtendedLifetime(upload) { perform(curl) }
            let said = detail.baseAddress.map { String(cString: $0) } ?? ""
            return SMTPVerdict(
                result: result, detail: said.isEmpty ? String(cString: curl_easy_strerror(result)) : said, reply: Int(crm_curl_reply_code(curl)),
                mayHaveArrived: upload.isAllTaken, isStopped: upload.isStopped, place: settings.place
            ).outcome
        }
    }

    private func configure(_ curl: UnsafeMutableRawPointer, _ upload: SMTPUpload) {
        _ = crm_curl_allow_mail_only(curl)
        _ = crm_curl_set_text(curl, CURLOPT_URL, address)
        // No proxy of the environment's: those are for web pages.
        _ = crm_curl_set_text(curl, CURLOPT_PROXY, "")
        // Signals would reach other threads.
        _ = crm_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        _ = crm_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectLimit.milliseconds))
        _ = crm_curl_set_number(curl, CURLOPT_TIMEOUT_MS, Int(settings.limit.milliseconds))
        _ = crm_curl_set_number(curl, CURLOPT_NOPROGRESS, 0)
        _ = crm_curl_set_progress(curl, SMTPUpload.progress, upload.context)
        // What the server says is not for standard output.
        _ = crm_curl_set_writer(curl) { _, size, count, _ in size * count }
        _ = crm_curl_set_number(curl, CURLOPT_USE_SSL, settings.encryption == .startTLS ? CRM_CURL_TLS_ALWAYS : CRM_CURL_NO_TLS)
        _ = crm_curl_set_number(curl, CURLOPT_SSLVERSION, CRM_CURL_TLS_1_2)
        if let file = settings.caFile { _ = crm_curl_set_text(curl, CURLOPT_CAINFO, file) }
        if let user = settings.user, let password = settings.password {
            _ = crm_curl_set_text(curl, CURLOPT_USERNAME, user)
            _ = crm_curl_set_text(curl, CURLOPT_PASSWORD, password.value)
        }
    }

    /// The part after the slash is the name that the client gives itself: the machine's own is nobody's business.
    private var address: String {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return "\(settings.encryption == .tls ? "smtps" : "smtp")://\(host):\(settings.port)/\(settings.from.domain)"
    }
}
