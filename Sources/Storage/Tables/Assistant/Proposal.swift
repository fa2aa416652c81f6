package import Domain

/// A change that the assistant wishes for a person, which nobody has made before the person says so.
package struct Proposal: Sendable, Equatable {
    package var id: Int64
    package var person: Person
    /// Nil where the person had no conversation.
    package var conversation: Int64?
    /// The question that led to it.
    package var question: Int64?
    package var wish: ToolWish
    package var state: String
    /// What came of it; nil while it is open.
    package var result: String?

    /// A row as of `Proposals.find`.
    package init(_ row: Row, in workspace: WorkspaceID) {
        id = row.integer(0)
        person = Person(workspace: workspace, user: row.integer(1))
        conversation = row.optionalInteger(2)
        question = row.optionalInteger(3)
        wish = ToolWish(tool: row.text(4), arguments: row.text(11), sentence: row.text(5), version: row.optionalInteger(12))
        state = row.text(6)
        result = row.optionalText(7)
    }

    package var isOpen: Bool { state == "proposed" }
}

/// What a tool is to do, once somebody has said so.
package struct ToolWish: Sendable, Equatable {
    package var tool: String
    /// Its arguments as a JSON object, checked.
    package var arguments: String
    /// What will happen, for the person: `Create the task "Call the bakery", due Tuesday 3 March.`
    package var sentence: String
    /// The version of the row that it is about, as it was then; nil where it changes none.
    package var version: Int64?

    package init(tool: String, arguments: String, sentence: String, version: Int64? = nil) {
        self.tool = tool
        self.arguments = arguments
        self.sentence = sentence
        self.version = version
    }

    /// The same for two wishes for the same change.
    package var fingerprint: String { Fingerprint.of("\(tool) \(arguments)") }
}

extension [ToolWish] {
    /// Whether one of them is for the same change.
    package func include(_ wish: ToolWish) -> Bool { contains { $0.fingerprint == wish.fingerprint } }
}

/// Somebody has decided on the proposal already, or its time is over.
package struct ProposalClosed: Error, Equatable, Sendable {
    package var id: Int64
    package var state: String

    package init(id: Int64, state: String) {
        self.id = id
        self.state = state
    }
}
