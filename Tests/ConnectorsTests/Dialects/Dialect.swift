import Connectors
import Foundation
import TestSupport
import Testing

/// What a provider would send, written by hand after its documentation: one for each way of speaking.
protocol Dialect: Sendable {
    /// What the files of Tests/Wire call it.
    var form: String { get }
    /// What the settings hold as the address of a server at `root`.
    func address(_ root: String) -> String
    /// Where the request is to arrive, with its query.
    var path: String { get }
    var streamedPath: String { get }
    /// The field with the key.
    var keyField: (name: String, value: String) { get }

    /// A whole answer with 11 tokens in and 7 out, from `scripted-1`.
    func answer(_ text: String) -> String
    /// The call of a tool, its id `call-7` and its arguments `{"day":"Friday"}`.
    func toolCall(_ name: String) -> String
    /// An answer that ends for this reason.
    func answer(_ text: String, ending: AnswerEnding) -> String
    func error(_ kind: ErrorKind, _ message: String) -> String

    /// The same as pieces of a stream, of which the last ends it.
    func stream(_ words: [String]) -> [String]
    func stream(_ words: [String], ending: AnswerEnding) -> [String]
    func toolCallStream(_ name: String) -> [String]
    /// The pieces that follow words when the provider breaks down.
    func failure(_ message: String) -> [String]

    /// Parts of the body that the second request has, which brings the tool's result.
    func resultParts(_ result: String) -> [String]
    /// A part of the body that asks for an answer after a schema.
    func schemaPart(_ json: String) -> String
}

enum AnswerEnding: CaseIterable { case tokenLimit, filtered, refused }
enum ErrorKind: CaseIterable { case request, key, model, busy, overloaded, server }

extension Dialect {
    func event(_ json: String, name: String? = nil) -> String {
        (name.map { "event: \($0)\n" } ?? "") + "data: \(json)\n\n"
    }

    func quoted(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }
}

/// A provider of the catalog and how it speaks.
struct Spoken: Sendable, CustomTestStringConvertible {
    let connector: LLMConnector
    let dialect: any Dialect

    var testDescription: String { connector.name }

    /// Every provider; one without a dialect would fail all of them.
    static let all: [Spoken] = LLMCatalog.all.map { connector in
        switch connector.name {
        case "anthropic": Spoken(connector: connector, dialect: AnthropicDialect())
        case "gemini": Spoken(connector: connector, dialect: GeminiDialect())
        case "openai-responses": Spoken(connector: connector, dialect: ResponsesDialect())
        case "azure": Spoken(connector: connector, dialect: ChatDialect(isAzure: true))
        default: Spoken(connector: connector, dialect: ChatDialect(isAzure: false))
        }
    }
}
