/// Every target there is: a new one is its own file and one line here, and a folder of seeds.
enum FuzzCatalog {
    static let all: [FuzzTarget] = [
        .json,
        .csv, .filter, .schedule, .values, .template, .grounding, .modelAnswer, .toolArguments, .prices, .webhook, .credential, .idToken, .headers,
        .query, .http,
    ]

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
