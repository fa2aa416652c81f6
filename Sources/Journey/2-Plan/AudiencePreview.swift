package import Domain
package import Storage

/// Whom a filter would choose now: shown before anything is saved or sent.
package struct AudiencePreview: Sendable {
    /// The filter in its canonical form.
    package let filter: String
    package let count: Int64
    /// Some of them, as rows of `AudienceSubject.contacts.table`.
    package let sample: [Row]

    /// Reads the filter and looks; changes nothing.
    ///
    /// - Parameter sample: how many rows to show.
    /// - Throws: `ValidationError` for the field `filter` where the text is none, `StoreError`.
    package static func of(
        _ text: String, sample: Int, in workspace: WorkspaceID, store: any Store, settings: WorkspaceSettings, now: Timestamp
    ) async throws -> AudiencePreview {
        let expression = try expression(text)
        let moment = FilterMoment(now: now, zone: try await settings.zone(of: workspace))
        let query = AudienceQuery(AudienceFilter(expression, in: workspace, at: moment))
        let answers = try await store.read([query.count, query.sample(sample)])
        return AudiencePreview(filter: expression.description, count: answers[0].first?.integer(0) ?? 0, sample: answers[1])
    }

    private static func expression(_ text: String) throws(ValidationError) -> FilterExpression {
        do {
            return try AudienceSubject.contacts.filter(text)
        } catch {
            throw error.validation
        }
    }
}
