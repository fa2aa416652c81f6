import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1

/// One try that gave no message: what to say of it, and whether another try may do better.
struct ProviderFault: Error {
    let error: LLMError
    let mayPass: Bool
    /// The wait the provider asked for.
    var askedFor: Duration?
    /// What the try cost.
    var use = CallResult.Use.unknown

    static func final(_ error: LLMError) -> ProviderFault { ProviderFault(error: error, mayPass: false) }

    static func passing(_ reason: String, after wait: Duration? = nil) -> ProviderFault {
        ProviderFault(error: .unavailable(reason: reason, retryAfter: wait), mayPass: true, askedFor: wait)
    }

    func costing(_ use: CallResult.Use) -> ProviderFault {
        var copy = self
        copy.use = use
        return copy
    }
}

extension ProviderFault {
    /// An answer with a status other than 2xx, for which nobody charges.
    init(status: Int, headers: HTTPHeaders, body: ByteBuffer, wire: any WireFormat, sentence: Sentence, now: Timestamp) {
        let said = (try? wire.document(body)).flatMap(SaidError.said)
        let words = said.map { ": " + sentence.quoting($0.message) } ?? ""
        defer { use = .nothing }
        if let said, let meaning = wire.meaning(of: said, status: status) {
            let wait = retryAfter(in: headers, now: now)
            self.init(meaning, "(\(status))\(words)", wait: wait, sentence)
            return
        }
        let names = sentence.names
        func misconfigured(_ what: String) -> ProviderFault { .final(.misconfigured(reason: sentence.aboutServer(what))) }
        switch status {
        case 402:
            self.init(.unpaid, "(\(status))\(words)", wait: nil, sentence)
        case 408, 425, 429, 500...:
            self.init(.busy(), "(\(status))\(words)", wait: retryAfter(in: headers, now: now), sentence)
        case 300..<400:
            self = misconfigured("has moved (\(status)); set \(names.address) to its new address")
        case 401, 403:
            self.init(.keyRefused, "(\(status))\(words)", wait: nil, sentence)
        case 404:
            self = misconfigured("knows no such model or path (404)\(words); check \(names.model) and \(names.address)")
        default:
            self = misconfigured("refused the request (\(status))\(words); check \(names.model) and \(names.address)")
        }
    }

    /// What reading an answer threw: an error told within it, or that it is none.
    init(reading error: any Error, wire: any WireFormat, sentence: Sentence) {
        func unusable(_ what: String) -> ProviderFault { .final(.unusable(reason: sentence.aboutServer(what))) }
        switch error {
        case let fault as ProviderFault: self = fault
        case let said as SaidError:
            guard let meaning = wire.meaning(of: said, status: nil) else {
                self = unusable("answered with an error: \(sentence.quoting(said.message))")
                return
            }
            self.init(meaning, "(\(sentence.quoting(said.message)))", wait: nil, sentence)
        case let missing as MissingPart:
            self = unusable("answered without \(missing.name); check \(sentence.names.address)")
        default:
            self = unusable("answered with something that is no \(wire.answerName); check \(sentence.names.address)")
        }
    }

    /// - Parameter words: the status or what the provider said.
    private init(_ meaning: ErrorMeaning, _ words: String, wait: Duration?, _ sentence: Sentence) {
        switch meaning {
        // Waiting does not fill an empty account, although the status may be that of a busy server.
        case .unpaid: self = .final(.misconfigured(reason: sentence.aboutServer("wants to be paid \(words); check the account's billing")))
        case .keyRefused: self = .final(.misconfigured(reason: sentence.aboutServer("refused the key \(words); check \(sentence.names.key)")))
        case .filtered:
            self = .final(.unusable(reason: sentence.aboutServer("withheld its answer \(words); change the profile's or message's words")))
        case .busy(let after): self = .passing(sentence.aboutServer("is busy or out of order \(words)"), after: wait ?? after)
        }
    }
}
