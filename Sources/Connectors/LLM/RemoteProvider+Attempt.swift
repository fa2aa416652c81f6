import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1

extension RemoteProvider {
    /// One try at a whole answer, in the books.
    func attempt(_ call: HTTPClient.Request, _ request: CompletionRequest, deadline: NIODeadline) async throws(ProviderFault) -> Completion {
        let entry = try await enter(call, request)
        do throws(ProviderFault) {
            let completion = try await answer(to: call, request, deadline: deadline)
            entry?.close(completion)
            return completion
        } catch {
            entry?.close(error)
            throw error
        }
    }

    private func answer(to call: HTTPClient.Request, _ request: CompletionRequest, deadline: NIODeadline) async throws(ProviderFault) -> Completion {
        let response = try await response(to: call, deadline: deadline)
        let body = response.body ?? ByteBuffer()
        guard (200..<300).contains(response.status.code) else {
            throw fault(status: response.status.code, headers: response.headers, body: body)
        }
        var answer = AnswerDraft()
        do { try wire.read(body, into: &answer) } catch { throw ProviderFault(reading: error, wire: wire, sentence: sentence) }
        return try completion(answer, to: request)
    }

    /// The answer, once it is whole.
    func completion(_ answer: AnswerDraft, to request: CompletionRequest) throws(ProviderFault) -> Completion {
        do throws(LLMError) {
            let completion = try answer.completion(to: request, model: model, sentence)
            limiter?.correct(request, completion)
            return completion
        } catch {
            throw .final(error).costing(CallResult.Use(answer.tokensIn, answer.tokensOut))
        }
    }

    /// One try at a streamed answer: its parts, once its head has shown that it is one.
    func streamedAttempt(_ call: HTTPClient.Request, deadline: NIODeadline) async throws(ProviderFault) -> StreamedBody {
        if Task.isCancelled { throw .final(.cancelled).costing(.nothing) }
        let body = StreamedBody(http, call, deadline: deadline)
        do {
            let head = try await body.head()
            if (200..<300).contains(head.status.code) { return body }
            throw fault(status: head.status.code, headers: head.headers, body: try await body.rest())
        } catch {
            throw fault(error)
        }
    }

    /// What broke a try off.
    func fault(_ error: any Error) -> ProviderFault {
        if let fault = error as? ProviderFault { return fault }
        return Task.isCancelled ? .final(.cancelled) : ProviderFault(error, sentence: sentence, totalTimeout: settings.totalTimeout)
    }

    private func fault(status: UInt, headers: HTTPHeaders, body: ByteBuffer) -> ProviderFault {
        ProviderFault(status: Int(status), headers: headers, body: body, wire: wire, sentence: sentence, now: clock.now())
    }

    /// The whole answer. The client's deadline covers its body too, which the newer `execute` leaves out.
    private func response(to call: HTTPClient.Request, deadline: NIODeadline) async throws(ProviderFault) -> HTTPClient.Response {
        if Task.isCancelled { throw .final(.cancelled).costing(.nothing) }
        let answer = ResponseAccumulator(request: call, maxBodySize: largestAnswer)
        let task = http.execute(call, delegate: answer, deadline: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw ProviderFault(error, sentence: sentence, totalTimeout: settings.totalTimeout)
        }
    }
}

/// In bytes. It bounds what a streamed answer that is read slowly can hold in memory, too.
let largestAnswer = 4 * 1024 * 1024
