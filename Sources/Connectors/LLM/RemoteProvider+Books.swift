import AsyncHTTPClient
import Domain

extension RemoteProvider {
    /// Enters a try in the books; nil for what is in nobody's.
    ///
    /// - Throws: where it is not to begin, so that it cost nothing.
    func enter(_ call: HTTPClient.Request, _ request: CompletionRequest) async throws(ProviderFault) -> BookEntry? {
        guard let ledger, let account = request.account else { return nil }
        let now = clock.now()
        let planned = PlannedCall(
            key: CallKeys.next(), account: account, writer: name, startedAt: now, most: most(call, request),
            endsBy: now.adding(settings.totalTimeout + Self.grace),
            hasAlternative: request.hasAlternative)
        do { return try await BookEntry.of(planned, in: ledger, clock: clock) } catch { throw .final(error).costing(.nothing) }
    }

    /// No token is shorter than a byte, and the request says everything in more bytes than the model gets of it, but for what a
    /// provider puts before tools.
    private func most(_ call: HTTPClient.Request, _ request: CompletionRequest) -> CallTokens {
        let bytes = call.body?.contentLength ?? 0
        return CallTokens(
            input: bytes + (request.tools.isEmpty ? 0 : Self.tokensBeforeTools), output: Int64(wire.outputLimit(of: request, model: model)))
    }

    private static let tokensBeforeTools: Int64 = 1000
    /// Between the end of a try and its being told.
    private static let grace = Duration.seconds(30)
}
