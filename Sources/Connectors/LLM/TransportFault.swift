import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOPosix

extension ProviderFault {
    /// A try that ended without a whole answer.
    init(_ error: any Error, sentence: Sentence, totalTimeout: Duration) {
        switch error {
        case let error as HTTPClientError:
            self.init(client: error, sentence: sentence, totalTimeout: totalTimeout)
        case is CancellationError:
            self = .final(.cancelled)
        case is ResponseAccumulator.ResponseTooBigError, is AnswerTooLong:
            self = .final(.unusable(reason: sentence.aboutServer("answered with more than 4 MiB; check \(sentence.names.address)")))
        case let error as NIOConnectionError:
            self = .noConnection(error, sentence)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .refusedConnection(sentence)
        case is IOError:
            self = .brokenConnection(sentence)
        default:
            self = .noAnswer(String(describing: error), sentence)
        }
    }

    private init(client error: HTTPClientError, sentence: Sentence, totalTimeout: Duration) {
        switch error {
        case .cancelled:
            self = .final(.cancelled)
        case .deadlineExceeded:
            self = .final(.timedOut(after: totalTimeout))
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            self = .passing(sentence.aboutServer("did not accept a connection in time; check the network and \(sentence.names.address)")).costing(
                .nothing)
        case .remoteConnectionClosed, .uncleanShutdown:
            self = .brokenConnection(sentence)
        default:
            self = .noAnswer(error.shortDescription, sentence)
        }
    }

    /// Its own words name addresses, and would be of no help.
    private static func noConnection(_ error: NIOConnectionError, _ sentence: Sentence) -> ProviderFault {
        let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) { return .refusedConnection(sentence) }
        let isUnknown = error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
        let words = isUnknown ? "has a host name that nobody knows" : "can't be connected to"
        return .passing(sentence.aboutServer("\(words); check the network and \(sentence.names.address)")).costing(.nothing)
    }

    private static func refusedConnection(_ sentence: Sentence) -> ProviderFault {
        .passing(sentence.aboutServer("refuses connections; check that it runs, and \(sentence.names.address)")).costing(.nothing)
    }

    static func brokenConnection(_ sentence: Sentence) -> ProviderFault {
        .passing(sentence.aboutServer("broke the connection before its answer was whole"))
    }

    private static func noAnswer(_ words: String, _ sentence: Sentence) -> ProviderFault {
        .passing(sentence.aboutServer("gave no answer (\(sentence.quoting(words))); check the network and \(sentence.names.address)"))
    }
}
