import Domain
package import Logging
import ServiceLifecycle
import Storage

/// Takes queued runs through the pipeline, so many at a time, until stopped.
package final class RunWorker: Service {
    private let work: RunWork
    private let loop: WorkLoop<RunWork>
    private let isAlone: Bool

    /// - Parameters:
    ///   - owner: tells this process from every other, so that its claims are its own.
    ///   - isAlone: whether no other process can work on this database: then all other claims are of processes now gone.
    package init(
        pipeline: Pipeline, logger: Logger, wakeup: Wakeup, signals: any Signals, draining: Draining, concurrency: Int, owner: String, isAlone: Bool
    ) {
        work = RunWork(pipeline: pipeline, logger: logger, signals: signals, owner: owner)
        loop = WorkLoop(work, clock: pipeline.clock, logger: logger, wakeup: wakeup, draining: draining, concurrency: concurrency)
        self.isAlone = isAlone
    }

    package func run() async throws {
        if isAlone { try? await work.takeBackOthers() }
        await loop.run()
    }

    /// Works until no run is due; returns whether there was one.
    @discardableResult
    package func drain() async throws -> Bool { try await loop.drain() }
}

/// A claimed run and what is to become of it.
struct RunItem: LeasedRow {
    enum Task: Sendable {
        case writeToPerson(PersonContext)
        case writeToContact(ContactContext, SendingDay)
        /// There is nobody to write to, or what it is about cannot be read.
        case fail(LLMError)
        case bar(rule: String?, reason: String)
        /// Somebody else looks after the contact now.
        case handOver
        case postpone(until: Timestamp)
    }

    var claim: RunQueue.Claim
    var task: Task
    /// Nil where the agent is gone.
    var agent: AgentBrief?
    /// What to hold a message to a contact against; nil where its agent is not guarded.
    var assessment: RiskAssessment?

    var id: Int64 { claim.id }
    var fence: Int64 { claim.fence }
    var workspace: WorkspaceID { claim.workspace }
}

extension RunQueue.Claim: LeasedRow {
    var workspace: WorkspaceID { person.workspace }
}
