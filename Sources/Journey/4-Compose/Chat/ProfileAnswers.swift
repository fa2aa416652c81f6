import Domain

extension ChatAnswerer {
    /// The targets that the message names, else all of them and what is done so far.
    func progress(asked message: MessageWords) -> ChatReply {
        let named = context.targets.filter { message.contains(MessageWords.split($0.product)) }
        if !named.isEmpty {
            let label = Wording.list(named.map(\.label).withoutRepeats, limit: 4)
            return ChatReply("\(label), by your targets:", "How far you are with \(label):", body: Wording.bullets(named, limit: 8, \.line))
        }
        let progress = context.progress
        let counts = [
            Wording.count(Int(progress.leadsGenerated), "lead") + " generated",
            Wording.count(Int(progress.meetingsCompleted), "meeting") + " completed",
            Wording.count(Int(progress.dealsClosed), "deal") + " closed", Wording.count(Int(progress.tasksCompleted), "task") + " completed",
        ]
        let targets =
            context.targets.isEmpty ? "No targets are set; add one on the page to measure against it." : "Targets:\n\(targetLines)"
        let summary = Wording.list(counts)
        return ChatReply("So far: \(summary).", "Your progress: \(summary).", body: targets)
    }

    /// Those still to be reached first.
    private var targetLines: String {
        let ordered = context.targets.filter { $0.gap > 0 } + context.targets.filter { $0.gap == 0 }
        return Wording.bullets(ordered, limit: 8, of: Tally(known: ordered.count, isExact: !context.mayLackTargets), \.line)
    }

    func goal() -> ChatReply {
        guard let goal = context.profile?.dailyGoal, !goal.isEmpty else {
            return ChatReply(
                "No daily goal is set. Add one to your business profile on the page.",
                "There is no daily goal in your profile yet; you can set it on the page.")
        }
        let gaps = context.targets.filter { $0.gap > 0 }.map(\.gapPhrase)
        return ChatReply(
            "Your daily goal: \(PlainText.phrase(goal, limit: 300)).", "The goal you set for each day: \(PlainText.phrase(goal, limit: 300)).",
            body: gaps.isEmpty ? "" : "To your targets: \(Wording.list(gaps, limit: 4))."
        )
    }

    func products() -> ChatReply {
        guard let products = context.profile?.products, !products.isEmpty else {
            return ChatReply(
                "No products are in your business profile. Add them on the page.", "Your profile lists no products yet; add them on the page.")
        }
        return ChatReply(
            "You offer \(Wording.count(products.count, "product")):", "Your products (\(products.count)):",
            body: Wording.bullets(products, limit: 12) { PlainText.line($0, limit: 80) }
        )
    }

    func profile() -> ChatReply {
        guard let profile = context.profile else {
            return ChatReply(
                "There is no business profile yet.", "Your business profile is still empty.",
                body: "Fill it in on the page: business type, products, tone, daily goal and keywords.")
        }
        let lines = [
            ("Business", profile.businessType), ("Products", Wording.list(profile.products, limit: 12)), ("Tone", profile.tone),
            ("Daily goal", profile.dailyGoal), ("Keywords", Wording.list(profile.keywords, limit: 12)),
        ]
        let body = lines.map { "- \($0): \($1.isEmpty ? "not set" : PlainText.line($1, limit: 300))" }.joined(separator: "\n")
        return ChatReply("Your business profile:", "This is what your profile says:", body: body)
    }
}
