import Domain
import Testing

@Suite struct `A draft's life` {
    private let day = LocalDate(year: 2026, month: 3, day: 2)

    @Test(arguments: ["Shall we speak today?", "TODAY only", "I call tomorrow.", "How was this Morning?", "Tonight at eight"])
    func `ends with its day where it speaks of it`(text: String) {
        #expect(DraftLife.end(of: text, from: day, on: day, days: 30) == nil)
        #expect(DraftLife.end(of: text, from: day, on: day.adding(days: 1), days: 30) == DraftLife.dayIsOver)
    }

    @Test(arguments: ["Shall we speak on Tuesday 3 March?", "This week suits me.", ""])
    func `is otherwise as long as the workspace says`(text: String) {
        #expect(DraftLife.end(of: text, from: day, on: day.adding(days: 30), days: 30) == nil)
        #expect(DraftLife.end(of: text, from: day, on: day.adding(days: 31), days: 30) == DraftLife.isTooOld)
    }
}
