import HTTPTypes
import Testing

@testable import Web

@Suite struct `Addresses are found` {
    private static let tree = {
        var tree = AddressTree<String>()
        for (method, pattern) in [
            (HTTPRequest.Method.get, "/"), (.get, "/agents"), (.post, "/agents"), (.get, "/agents/{agent}"), (.get, "/agents/preview"),
            (.post, "/agents/preview/{day}"), (.get, "/agents/{agent}/runs"), (.patch, "/users/{id}"), (.get, "/users/{user_id}/events/{event}"),
        ] {
            tree.add("\(method) \(pattern)", method, at: pattern)
        }
        return tree
    }()

    @Test(arguments: [
        ("/", "GET /"), ("/agents", "GET /agents"), ("/agents/NURTURE", "GET /agents/{agent}"), ("/agents/NURTURE/runs", "GET /agents/{agent}/runs"),
    ]) func `by the segments of their path`(path: String, expected: String) {
        #expect(Self.tree.find(.get, path)?.value == expected)
    }

    @Test(arguments: ["//agents", "/agents/", "agents", "///agents//"]) func `with empty segments that count for nothing`(path: String) {
        #expect(Self.tree.find(.get, path)?.value == "GET /agents")
    }

    @Test func `spelled out before one with a parameter in its place, but for a path that goes on otherwise`() {
        #expect(Self.tree.find(.get, "/agents/preview")?.value == "GET /agents/preview")
        let found = Self.tree.find(.get, "/agents/preview/runs")
        #expect(found == nil)
        #expect(Self.tree.find(.post, "/agents/preview/runs")?.value == "POST /agents/preview/{day}")
    }

    @Test func `with what stands in the place of each parameter, as it was sent`() throws {
        let found = try #require(Self.tree.find(.get, "/users/7/events/a%2Fb"))
        #expect(found.value == "GET /users/{user_id}/events/{event}")
        #expect(found.parameters["user_id"] == "7" && found.parameters["event"] == "a%2Fb")
        #expect(found.parameters["id"] == nil)
        #expect(Self.tree.find(.patch, "/users/8")?.parameters["id"] == "8")
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/Agents"), (.get, "/agent"), (.get, "/agents/a/b"), (.get, "/agents/a/runs/1"), (.delete, "/agents"),
        (.get, "/users/7"), (.get, "/users"),
    ]) func `only where all segments and the method are the same`(method: HTTPRequest.Method, path: String) {
        #expect(Self.tree.find(method, path) == nil)
    }
}
