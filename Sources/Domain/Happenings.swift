/// What a person did and what came to the person's contacts within some days, as far as it is on record.
package struct Happenings: Equatable, Sendable {
    package struct DoneTask: Equatable, Sendable {
        package var task: TaskFact
        /// When it was marked as done, in the workspace's time zone.
        package var doneOn: LocalDate?

        package init(_ task: TaskFact, doneOn: LocalDate?) {
            self.task = task
            self.doneOn = doneOn
        }
    }

    /// The first of them, and how many there are.
    package struct Some<Fact: Equatable & Sendable>: Equatable, Sendable {
        package var facts: [Fact]
        package var count: Int64

        package init(_ facts: [Fact] = [], count: Int64 = 0) {
            self.facts = facts
            self.count = count
        }
    }

    /// Nil for what was not asked for, each.
    package var tasks: Some<DoneTask>?
    /// Due then, and not done.
    package var open: Some<DoneTask>?
    package var sent: Some<Correspondence.Letter>?
    /// How many of those sent nothing has delivered.
    package var undelivered: Int64 = 0
    package var received: Some<Correspondence.Letter>?
    package var notes: Some<Correspondence.Letter>?
    package var won: DealFinding?
    package var lost: DealFinding?

    package init() {}
}

/// How many contacts there are in each stage, and those that a question asks for.
package struct PeopleFinding: Equatable, Sendable {
    package var stages: [StageCount]
    /// How many have bought by a won deal and are no contact in the stage customer; nil where they were not counted.
    package var buyers: Int64?
    /// Which stage is asked for; nil for none.
    package var stage: String?
    /// Those of the stage that is asked for, the longest untouched first, or the new ones, the newest first.
    package var contacts: [ContactFact] = []
    /// How many came within the days that are asked for; nil where none are.
    package var created: Int64?

    package struct StageCount: Equatable, Sendable {
        /// Empty for those in none.
        package var stage: String
        package var count: Int64

        package init(_ stage: String, _ count: Int64) {
            self.stage = stage
            self.count = count
        }
    }

    package init(stages: [StageCount] = []) { self.stages = stages }

    package func count(where isMeant: (String) -> Bool) -> Int64 { stages.reduce(0) { isMeant($1.stage) ? $0 + $1.count : $0 } }
}
