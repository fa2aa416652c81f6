import CCurl
import Domain

/// One connection to a mail server by libcurl, from the greeting to the end. It takes the calling thread for as long as that lasts.
struct SMTPExchange {
    let settings: SMTPSettings

    /// Hands a message over.
    ///
    /// - Parameter upload: the message as it goes over the wire.
    func send(_ upload: SMTPUpload, to address: String) -> MailOutcome {
        guard CurlHandle.isReady, let recipients = crm_curl_append(nil, address) else { return Self.unstarted }
        defer { crm_curl_free(recipients) }
        return carryOut(upload) { curl in
            curl.set(CURLOPT_MAIL_FROM, settings.from.address)
            curl.set(CURLOPT_MAIL_RCPT, recipients)
            curl.set(CURLOPT_UPLOAD, 1)
        }
    }

    /// Connects, encrypts and signs in, and asks for nothing.
    func check() -> MailOutcome {
        carryOut(SMTPUpload("")) { curl in
            curl.set(CURLOPT_CUSTOMREQUEST, "NOOP")
            curl.set(CURLOPT_NOBODY, 1)
        }
    }

    private static let unstarted = MailOutcome.refusedForNow(
        reason: "The mail library could not be loaded: install libcurl (Debian's package libcurl4).", code: nil)

    private func carryOut(_ upload: SMTPUpload, _ prepare: (inout CurlHandle) -> Void) -> MailOutcome {
        withExtendedLifetime(upload) {
            guard var curl = CurlHandle() else { return Self.unstarted }
            configure(&curl)
            curl.read(from: upload)
            prepare(&curl)
            let result = curl.perform()
            return SMTPVerdict(
                result: result, detail: curl.words(for: result), reply: curl.reply, mayHaveArrived: upload.isAllTaken, isStopped: upload.isStopped,
                place: settings.place
            ).outcome
        }
    }

    private func configure(_ curl: inout CurlHandle) {
        curl.set(CURLOPT_URL, address)
        // No proxy of the environment's: those are for web pages.
        curl.set(CURLOPT_PROXY, "")
        curl.set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectLimit.milliseconds))
        curl.set(CURLOPT_TIMEOUT_MS, Int(settings.limit.milliseconds))
        curl.set(CURLOPT_USE_SSL, settings.encryption == .startTLS ? CRM_CURL_TLS_ALWAYS : CRM_CURL_NO_TLS)
        curl.set(CURLOPT_SSLVERSION, CRM_CURL_TLS_1_2)
        if let file = settings.caFile {
            curl.set(CURLOPT_CAINFO, file)
            // Libraries are built with a folder of certificates, which would be trusted beside those of the file.
            curl.clear(CURLOPT_CAPATH)
        }
        if let user = settings.user, let password = settings.password {
            curl.set(CURLOPT_USERNAME, user)
            curl.set(CURLOPT_PASSWORD, password.value)
        }
    }

    /// The part after the slash is the name that the client gives itself: the machine's own is nobody's business.
    private var address: String {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return "\(settings.encryption == .tls ? "smtps" : "smtp")://\(host):\(settings.port)/\(settings.from.domain)"
    }
}
