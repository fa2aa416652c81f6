import Domain
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Journey
@testable import Storage
@testable import Web

@Suite struct `The OpenAPI document` {
    private let operations = Routes.all(version: "1.2.3")
    private var document: JSONValue { OpenAPIDocument(operations: operations, version: "1.2.3").json }

    @Test func `names every operation differently`() {
        let ids = operations.map(\.id)
        #expect(ids.count == Set(ids).count, "\(Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys)")
    }

    @Test func `has every call that is no file of the page, and no other`() throws {
        var documented = Set<String>()
        for (path, methods) in try members(document, "paths") {
            for (method, operation) in try members(methods) { documented.insert("\(method) \(path) \(try text(operation, "operationId"))") }
        }
        let calls = operations.filter { !$0.isFile }.map { "\($0.method.rawValue.lowercased()) \($0.path) \($0.id)" }
        #expect(documented == Set(calls))
        #expect(calls.count == Set(calls).count)
        #expect(documented.contains("post /chat/message sendChatMessage"))
    }

    @Test func `has each method and address once`() {
        let addresses = operations.map { "\($0.method.rawValue) \($0.path.replacing(/\{[a-z_]+\}/, with: "{}"))" }
        #expect(addresses.count == Set(addresses).count)
    }

    @Test func `refers only to what it has`() throws {
        let schemas = try members(try #require(document["components"]), "schemas")
        let references = references(in: document)
        #expect(references.count > 50)
        for reference in references {
            let name = try #require(reference.hasPrefix("#/components/schemas/") ? String(reference.dropFirst(21)) : nil)
            #expect(schemas[name] != nil, "\(reference)")
        }
    }

    @Test func `describes the parameters in each address, and no others`() {
        for operation in operations {
            let inAddress = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
            #expect(operation.parameters.filter { $0.place == .path }.map(\.name) == inAddress, "\(operation.id)")
            let names = operation.parameters.map { "\($0.place) \($0.name)" }
            #expect(names.count == Set(names).count, "\(operation.id)")
        }
    }

    @Test func `says of each operation what it is for and what it answers`() throws {
        for (path, methods) in try members(document, "paths") {
            for (method, operation) in try members(methods) {
                #expect(try text(operation, "summary").hasSuffix("."), "\(method) \(path)")
                let responses = try members(operation, "responses")
                #expect(responses.keys.contains { $0.hasPrefix("2") || ["101", "303"].contains($0) }, "\(method) \(path)")
                #expect(responses["503"] != nil, "\(method) \(path)")
                let orders = ["pause", "resume", "skip-next", "restore", "cancel", "retry", "stop", "release", "decline", "link", "second-factor"]
                let isOrder = orders.contains(String(path.split(separator: "/").last ?? ""))
                #expect((operation["requestBody"] != nil) == (method == "post" && !isOrder || method == "patch"), "\(method) \(path)")
            }
        }
    }

    @Test func `lists what a schema requires among its properties`() throws {
        for (name, schema) in try members(try #require(document["components"]), "schemas") {
            guard case .array(let required)? = schema["required"] else { continue }
            let properties = try members(schema, "properties")
            for case .string(let property) in required { #expect(properties[property] != nil, "\(name).\(property)") }
        }
    }

    @Test func `lists a key for repeating exactly the POSTs that take one`() throws {
        for operation in operations where !operation.isFile {
            let described = try #require(document["paths"]?[operation.path]?[operation.method.rawValue.lowercased()])
            let names: [String?] = if case .array(let all)? = described["parameters"] { all.map { try? text($0, "name") } } else { [] }
            let isKept = operation.method == .post && !operation.isSecret
            #expect(names.contains("Idempotency-Key") == isKept, "\(operation.id)")
        }
    }

    @Test func `speaks of an account and of a user`() {
        let summaries = operations.map(\.summary)
        #expect(summaries.contains("Read a user.") && summaries.contains("Read an agent run.") && summaries.contains("Read an event."))
        #expect(summaries.filter { $0.contains(/\ba [aeio]/) } == [])
    }

    @Test func `tells what docs/api.md tells`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/api.md"), encoding: .utf8)
        #expect(page.contains(try text(try #require(document["info"]), "description")))
    }

    @Test(arguments: [true, false]) func `tells what the receiver of a webhook gets`(isToContact: Bool) throws {
        let message = DeliveryQueue.Message(
            communication: 1, run: 2, user: 3, kind: "CLOSURE", wording: MessageWording(subject: isToContact ? "Your decision" : nil, body: "Hello."),
            writer: "offline", createdAt: Timestamp(milliseconds: 0), begunAt: Timestamp(milliseconds: 0), sentAt: Timestamp(milliseconds: 0),
            direction: isToContact ? "outbound" : "internal",
            recipient: isToContact ? .init(contact: 4, name: "Robin Vale", email: "robin@example.com") : nil, agent: 5, agentCap: nil)
        let sent = try JSONDecoder().decode(JSONValue.self, from: Data(message.json.utf8))
        let schema = try #require(document["components"]?["schemas"]?["WebhookMessage"])
        try expect(sent, has: schema, whole: isToContact)
        let call = try #require(document["webhooks"]?[try text(sent, "type")]?["post"])
        #expect(call["requestBody"]?["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/WebhookMessage"])
    }

    /// Members that a schema has and requires; all that it has where the value is whole.
    private func expect(_ value: JSONValue, has schema: JSONValue, whole: Bool) throws {
        let (sent, known) = (try members(value), try members(schema, "properties"))
        guard case .array(let required)? = schema["required"] else { throw NotThere(what: "required") }
        #expect(Set(sent.keys).isSubset(of: known.keys))
        for case .string(let name) in required { #expect(sent[name] != nil, "\(name)") }
        if whole { #expect(Set(sent.keys) == Set(known.keys)) }
        for (name, value) in sent { if case .object = value { try expect(value, has: try #require(known[name]), whole: whole) } }
    }

    @Test func `is written as JSON that reads back the same`() throws {
        let written = json { $0.value(document) }
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(written.utf8)) == document)
    }

    private func members(_ value: JSONValue, _ name: String? = nil) throws -> [String: JSONValue] {
        let found = try name.map { try #require(value[$0]) } ?? value
        guard case .object(let members) = found else { throw NotThere(what: name ?? "an object") }
        return members
    }

    private func text(_ value: JSONValue, _ name: String) throws -> String {
        guard case .string(let text)? = value[name] else { throw NotThere(what: name) }
        return text
    }

    private func references(in value: JSONValue) -> [String] {
        switch value {
        case .array(let items): return items.flatMap(references)
        case .object(let members):
            if case .string(let reference)? = members["$ref"] { return [reference] }
            return members.values.flatMap(references)
        default: return []
        }
    }
}

private struct NotThere: Error { var what: String }
