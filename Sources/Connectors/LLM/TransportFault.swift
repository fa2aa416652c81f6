import AsyncHTTPClient
import Domain
import NIOCore

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
            self = .passing(sentence.aboutServer("did not accept a connection in time; check the network and \(sentence.names.address)"))
        case .remoteConnectionClosed, .uncleanShutdown:
            self = .brokenConnection(sentence)
        default:
            self = .noAnswer(error.shortDescription, sentence)
        }
    }

    static func brokenConnection(_ sentence: Sentence) -> ProviderFault {
        .passing(sentence.aboutServer("broke the connection before its answer was whole"))
    }

    private static func noAnswer(_ words: String, _ sentence: Sentence) -> ProviderFault {
        .passing(sentence.aboutServer("gave no answer (\(sentence.quoting(words))); check the network and \(sentence.names.address)"))
    }
}
