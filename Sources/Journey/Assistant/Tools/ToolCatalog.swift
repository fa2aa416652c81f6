import Domain

/// All tools of the assistant: one entry each.
enum ToolCatalog {
    static let reading: [any ReadingTool] = [
        FindContacts(), ShowContact(), FindDeals(), FindTasks(), FindCommunications(), ShowProgress(), ExplainAgent(),
    ]
    static let changing: [any ChangingTool] = [
        CreateTask(), CompleteTask(), NoteCall(), MoveDeal(), ScheduleFollowUp(), DraftMessage(), RunAgent(),
    ]

    static let definitions: [ToolDefinition] = (reading as [any Tool] + changing as [any Tool]).map(\.definition)
    static let names: [String] = definitions.map(\.name)

    static func reading(_ name: String) -> (any ReadingTool)? { reading.first { $0.name == name } }
    static func changing(_ name: String) -> (any ChangingTool)? { changing.first { $0.name == name } }
}
