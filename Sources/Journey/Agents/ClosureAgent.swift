import Domain

extension AgentDefinition {
    static let closure = AgentDefinition(
        type: .closure,
        title: "Afternoon closer",
        purpose: "Asks for one concrete next action, a call, a visit or a quote, on each customer who is near a decision.",
        schedule: Schedule(recurrence: .daily, time: TimeOfDay(hour: 16)),
        audience: "Everyone with a business profile and an open deal or a lead past the first contact",
        eligibility: .profile(
            andAnyOf: [Eligibility.hasOpenDeal, Eligibility.hasAdvancedLead], orElse: "neither an open deal nor a lead past the first contact"
        ),
        contactFilter: "exists deal(status = open and expected_close_date <= today + 7 days)",
        prompt: """
            Write the afternoon message that moves sales towards a decision. For each named customer with an open deal or an advanced \
            stage ask for one concrete next action (a call, a visit or a quote), most urgent first, and ask the person to commit to one.
            """,
        toContacts: .closure,
        phrasing: OfflinePhrasing(
            .part(
                professional: [
                    "Hello{{addressed}}. Let us look at the next steps towards a decision.",
                    "Hello{{addressed}}. Which decision is near, and what is the next step?",
                    "Hello{{addressed}}. Before the day ends, a look at what can be closed.",
                ],
                friendly: [
                    "Hi{{addressed}}! Shall we see what can get over the line?",
                    "Hey{{addressed}}! A good moment to look at your deals.",
                    "Hello{{addressed}}! Let's pick the next steps together.",
                ],
                strict: [
                    "{{called}}Next actions, now.",
                    "{{called}}Time to close.",
                    "{{called}}No open deal without a next step.",
                ],
                playful: [
                    "Drum roll{{addressed}}! It's closing time.",
                    "Pens ready{{addressed}}? Someone might want to sign.",
                    "Lights, camera{{addressed}}, action! Next steps, that is.",
                ]
            ),
            .missingProfile,
            .part(
                .closable,
                professional: ["Suggested actions for {{steps_count}}:\n{{steps}}", "For {{steps_count}} I suggest:\n{{steps}}"],
                friendly: ["Here's what I'd do for {{steps_count}}:\n{{steps}}", "Some ideas for {{steps_count}}:\n{{steps}}"],
                strict: ["Required, for {{steps_count}}:\n{{steps}}", "To do for {{steps_count}}:\n{{steps}}"],
                playful: ["The cast of today's finale ({{steps_count}}):\n{{steps}}", "Your closing moves for {{steps_count}}:\n{{steps}}"]
            ),
            .part(
                .nothingClosable,
                professional: [
                    "There is no open deal and no lead past the first contact. Record a deal, or move a lead on by a first conversation.",
                    "Nothing is near a decision yet. A recorded deal or a qualified lead would change that.",
                ],
                friendly: [
                    "There's no open deal and no advanced lead yet. Add one and I'll suggest the next step!",
                    "Nothing to close yet, and that's fine. Who could become your next deal?",
                ],
                strict: ["No open deal, no advanced lead. Qualify one lead.", "There is nothing to close. Change that."],
                playful: [
                    "No deal to close: the stage is set but the actors are missing. Add a deal!",
                    "Nothing to close yet, not even a door. Add a deal or warm up a lead.",
                ]
            ),
            .part(
                .noneSeenClosable,
                professional: [
                    "Among the leads and deals I looked at none is near a decision yet. Which of the others is?",
                    "None of the latest leads and deals is near a decision. Please look through the others on the Contacts page.",
                ],
                friendly: [
                    "I looked at some of your leads and deals, and none is near a decision yet. Do you know one that is?",
                    "Nothing near a decision among those I looked at. Shall we move one of your leads on?",
                ],
                strict: ["None of those looked at is near a decision. Qualify one lead.", "No next step among the latest leads. Name one."],
                playful: [
                    "I shook part of the tree, and nothing ripe fell down. Which branch is next?",
                    "No sale in sight from up here, and I can't see all of your leads. Which one is warmest?",
                ]
            ),
            .part(
                .targetGaps,
                professional: ["This serves your targets: {{gaps}}.", "For your targets: {{gaps}}."],
                friendly: ["Every yes counts towards your targets: {{gaps}}.", "It all helps: {{gaps}}."],
                strict: ["Missing to target: {{gaps}}.", "The gap: {{gaps}}."],
                playful: ["The finish line: {{gaps}}.", "Points still on the table: {{gaps}}."]
            ),
            .part(
                .oneClosable,
                professional: [
                    "When will you reach {{first_step}} today?", "By when can you reach {{first_step}}?", "Please name a time for {{first_step}}.",
                ],
                friendly: [
                    "When will you reach {{first_step}}?", "Could you reach {{first_step}} today?",
                    "Give it a go with {{first_step}} and tell me how it went!",
                ],
                strict: ["{{first_step}}: name the time.", "{{first_step}} today. Confirm.", "Commit: {{first_step}}, today."],
                playful: ["{{first_step}}? Three, two, one...", "All eyes on {{first_step}}!", "I bet on {{first_step}}. Prove me right!"]
            ),
            .part(
                .severalClosable,
                professional: [
                    "Which of these will you do today, and when? I would begin with {{first_step}}.", "By when can you reach {{first_step}}?",
                    "Please name a time for {{first_step}}; the others follow.",
                ],
                friendly: [
                    "Which one will you do first? Maybe {{first_step}}?", "Could you reach {{first_step}} today?",
                    "Start with {{first_step}} and tell me how it went!",
                ],
                strict: [
                    "Start with {{first_step}}. Name the time.", "{{first_step}} today. Confirm.",
                    "Commit: {{first_step}} first, then down the list.",
                ],
                playful: ["{{first_step}} first? Three, two, one...", "Eeny, meeny, {{first_step}}!", "I bet on {{first_step}}. Prove me right!"]
            ),
            .part(
                .nothingClosable,
                professional: ["Who could it be?", "Which lead is the most promising?", "With whom will you speak next?"],
                friendly: ["Who comes to mind?", "Any name you'd like to try?", "Shall we find someone together?"],
                strict: ["Name one.", "Which one? Decide today.", "Enter it today."],
                playful: ["Any volunteers?", "Who gets the golden ticket?", "Audition time: who's first?"]
            )
        )
    )
}
