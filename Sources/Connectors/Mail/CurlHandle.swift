import CCurl
import Foundation

/// A handle of libcurl. The first thing that cannot be set is remembered, and nothing goes out by half of its settings.
struct CurlHandle: ~Copyable {
    /// Loads the library at its first use.
    static let isReady: Bool = {
        // A server that hangs up in the middle is an error to be told of, and no end of the process.
        signal(SIGPIPE, SIG_IGN)
        return crm_curl_begin() == CURLE_OK
    }()

    private let curl: UnsafeMutableRawPointer
    /// The library writes into it until the handle is gone.
    private let said: UnsafeMutablePointer<CChar>
    private var fault = CURLE_OK

    init?() {
        guard Self.isReady, let curl = crm_curl_make() else { return nil }
        self.curl = curl
        said = .allocate(capacity: Int(CURL_ERROR_SIZE))
        said.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        note(crm_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, said))
        note(crm_curl_allow_mail_only(curl))
        // Signals would reach other threads.
        set(CURLOPT_NOSIGNAL, 1)
        // What the server says is not for standard output.
        note(crm_curl_set_writer(curl) { _, size, count, _ in size * count })
    }

    deinit {
        crm_curl_clean_up(curl)
        said.deallocate()
    }

    mutating func set(_ option: CURLoption, _ text: String) { note(crm_curl_set_text(curl, option, text)) }
    /// Takes back what libcurl was built with.
    mutating func clear(_ option: CURLoption) {
        let result = crm_curl_set_pointer(curl, option, nil)
        // One that was built without it has none.
        if result != CURLE_NOT_BUILT_IN, result != CURLE_UNKNOWN_OPTION { note(result) }
    }
    mutating func set(_ option: CURLoption, _ number: Int) { note(crm_curl_set_number(curl, option, number)) }
    mutating func set(_ option: CURLoption, _ list: UnsafeMutablePointer<curl_slist>) { note(crm_curl_set_list(curl, option, list)) }

    /// Reads what is sent from `upload`, which must outlive the handle, and asks it whether to go on.
    mutating func read(from upload: SMTPUpload) {
        note(crm_curl_set_reader(curl, SMTPUpload.reader, upload.context))
        note(crm_curl_set_progress(curl, SMTPUpload.progress, upload.context))
        set(CURLOPT_NOPROGRESS, 0)
    }

    func perform() -> CURLcode { fault == CURLE_OK ? crm_curl_perform(curl) : fault }

    /// The server's last reply, such as 550; 0 where there was none.
    var reply: Int { Int(crm_curl_reply_code(curl)) }

    /// What the library says of a result, in one line.
    func words(for result: CURLcode) -> String {
        let text = said[0] == 0 ? String(cString: crm_curl_words(result)) : String(cString: said)
        return String(text.map { $0.isControl ? " " : $0 })
    }

    private mutating func note(_ result: CURLcode) {
        if fault == CURLE_OK { fault = result }
    }
}
