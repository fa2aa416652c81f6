import Domain

/// From when on what a contact writes keeps back a message that is being written to them.
enum MessageBeginning {
    /// Columns of a message's run `r` and their agent `a`, for `time`.
    static let columns = """
        r.started_at, r.step, CASE WHEN r.step > 0 THEN a.steps END,
            CASE WHEN r.trigger = 'event' AND a.trigger_kind = 'inbound_message' THEN 1 ELSE 0 END
        """

    /// When its writing began; for what goes to those who write as well, when it was written.
    ///
    /// - Parameters:
    ///   - row: with `columns` from an index on.
    ///   - writtenAt: when the message was written.
    static func time(_ row: Row, from index: Int, writtenAt: Timestamp) -> Timestamp {
        let sequence = SequenceSteps.sequence(row.text(index + 2))
        let isStopped = sequence.isStoppedByReply(row.optionalInteger(index + 1).map(Int.init), isAnswer: row.integer(index + 3) == 1)
        guard isStopped, let begunAt = row.optionalInteger(index) else { return writtenAt }
        return Timestamp(milliseconds: begunAt)
    }
}
