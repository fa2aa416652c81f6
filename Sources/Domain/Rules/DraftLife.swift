/// How long a draft may wait for a decision.
package enum DraftLife {
    /// Words by which a text is about its own day, in lower case: on the next one it would be wrong.
    package static let wordsOfTheDay = ["today", "tonight", "tomorrow", "this morning", "this afternoon", "this evening"]

    package static let dayIsOver = "It was about its day, which is over."
    package static let isTooOld = "Nobody decided on it in time."

    /// Why a draft has expired; nil for one that has not.
    ///
    /// - Parameters: the workspace's days on which it was written and that it is now, and for how many days one may wait.
    package static func end(of text: String, from written: LocalDate, on today: LocalDate, days: Int64) -> String? {
        if today.dayNumber - written.dayNumber > days { return isTooOld }
        return written < today && isOfItsDay(text) ? dayIsOver : nil
    }

    /// Whether a text is about its own day.
    package static func isOfItsDay(_ text: String) -> Bool {
        let text = text.lowercased()
        return wordsOfTheDay.contains(where: text.contains)
    }
}
