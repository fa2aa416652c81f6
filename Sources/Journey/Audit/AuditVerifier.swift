package import Domain
package import Storage

/// Works out the chain of a workspace again.
package struct AuditVerifier: Sendable {
    /// The first place where a chain is not what was sealed.
    package enum Fault: Equatable, Sendable {
        /// There is no entry of this sequence, but there was one.
        case removed(Int64)
        /// The entry says something else than when it was sealed.
        case changed(Int64)
        /// The entry does not follow the one before it.
        case outOfOrder(Int64)
    }

    package struct Finding: Equatable, Sendable {
        /// How many entries hold, from the first one on.
        package var held: Int64
        /// How many of them have had their bodies erased.
        package var erased: Int64
        /// The hash of the last of them: who has noted one can tell later whether the chain still goes through it.
        package var hash: String
        package var fault: Fault?
    }

    private let store: any Store
    private static let page: Int64 = 1000

    package init(store: any Store) { self.store = store }

    /// Seals what is not, then looks at every entry.
    ///
    /// - Parameter anchor: where the chain ended once, as somebody has noted it.
    /// - Throws: `StoreError`.
    package func verify(_ workspace: WorkspaceID, through anchor: AuditHead? = nil) async throws -> Finding {
        try await AuditSealer(store: store).seal(workspace)
        let end = AuditEntries.head(try await store.read(AuditEntries.head(workspace)))
        var finding = Finding(held: 0, erased: 0, hash: AuditHead.start.hash)
        while finding.fault == nil {
            let rows = try await store.read(AuditEntries.chain(workspace, after: finding.held, limit: Self.page))
            for entry in rows.map(AuditEntries.entry) where finding.fault == nil { take(entry, anchor, &finding) }
            guard rows.count == Int(Self.page) else { break }
        }
        if finding.fault == nil, finding.held < max(end.sequence, anchor?.sequence ?? 0) { finding.fault = .removed(finding.held + 1) }
        return finding
    }

    private func take(_ entry: AuditEntries.Entry, _ anchor: AuditHead?, _ finding: inout Finding) {
        guard let seal = entry.seal, seal.sequence == finding.held + 1 else { return finding.fault = .removed(finding.held + 1) }
        if let fault = fault(entry, seal, after: finding.hash) { return finding.fault = fault }
        if let anchor, anchor.sequence == seal.sequence, anchor.hash != seal.hash { return finding.fault = .changed(seal.sequence) }
        finding.held = seal.sequence
        finding.hash = seal.hash
        if entry.erasedAt != nil { finding.erased += 1 }
    }

    private func fault(_ entry: AuditEntries.Entry, _ seal: AuditSeal, after hash: String) -> Fault? {
        guard seal.previous == hash else { return .outOfOrder(seal.sequence) }
        let isErased = entry.erasedAt != nil && seal.salt == nil && entry.before == nil && entry.after == nil
        let digest = seal.salt.map { AuditChain.digest(entry, salt: $0) }
        guard isErased || digest == seal.digest,
            seal.hash == AuditChain.hash(entry, sequence: seal.sequence, digest: seal.digest, previous: seal.previous)
        else { return .changed(seal.sequence) }
        return nil
    }
}

extension AuditVerifier.Fault {
    package var sentence: String {
        switch self {
        case .removed(let sequence): "Entry \(sequence) has been removed."
        case .changed(let sequence): "Entry \(sequence) has been changed."
        case .outOfOrder(let sequence): "Entry \(sequence) does not follow the one before it: entries have been exchanged, changed or put in."
        }
    }
}
