import Domain

extension AgentDefinition {
    static let nurture = AgentDefinition(
        type: .nurture,
        title: "Lead nurture",
        purpose: "Suggests something helpful to offer each lead who has waited longest, without pushing.",
        schedule: Schedule(recurrence: .everyDays(2, anchor: LocalDate(year: 2025, month: 1, day: 1)), time: TimeOfDay(hour: 11)),
        audience: "Everyone with a business profile and a lead",
        eligibility: .profile(andAnyOf: [Eligibility.hasLead], orElse: "no lead"),
        contactFilter: "stage is not empty and stage not in (customer, lost) and no communication(created_at >= now - 14 days)",
        prompt: """
            Suggest helpful, value-first contact with the named leads: something each of them gets out of it, fitting their stage and notes. \
            Do not push and do not sell; no more than three leads, those who have waited longest first.
            """,
        toContacts: .nurture,
        phrasing: OfflinePhrasing(
            .part(
                professional: [
                    "Hello{{addressed}}. Let us see how you can be of help to your leads.",
                    "Hello{{addressed}}. Staying in touch pays when it helps the other side.",
                    "Hello{{addressed}}. Some considerate contact for {{today}}.",
                ],
                friendly: [
                    "Hi{{addressed}}! Let's make someone's day a little easier.",
                    "Hello{{addressed}}! A kind word at the right time goes a long way.",
                    "Hey{{addressed}}! Who could use a bit of help from you today?",
                ],
                strict: [
                    "{{called}}Maintain your leads. Help, do not push.",
                    "{{called}}No lead is to be forgotten.",
                    "{{called}}Care for your pipeline on {{today}}.",
                ],
                playful: [
                    "Watering can out{{addressed}}! Your leads would like a drop.",
                    "Green thumbs up{{addressed}}! Time to tend the garden of leads.",
                    "Hello gardener{{addressed}}! A little sunshine for your leads?",
                ]
            ),
            .missingProfile,
            .part(
                .leads,
                professional: [
                    "Helpful contact for {{leads_count}}, longest untouched first:\n{{ideas}}",
                    "Suggestions ({{leads_count}}, longest untouched first):\n{{ideas}}",
                ],
                friendly: ["Some ideas ({{leads_count}}, longest untouched first):\n{{ideas}}", "A few gentle nudges ({{leads_count}}):\n{{ideas}}"],
                strict: ["{{leads_count}}, longest untouched first:\n{{ideas}}", "To do ({{leads_count}}):\n{{ideas}}"],
                playful: [
                    "In the flower bed today ({{leads_count}} in all):\n{{ideas}}", "A sprinkle here and there ({{leads_count}} in all):\n{{ideas}}",
                ]
            ),
            .part(
                .noLeads,
                professional: [
                    "No lead is recorded. Add a contact with a stage, such as lead or qualified, and suggestions will follow.",
                    "There are no leads to care for yet. Please give a contact a stage, such as lead.",
                ],
                friendly: [
                    "There are no leads here yet. Add a contact with a stage such as lead, and I'll have ideas for you!",
                    "No leads yet! Do you know someone you could add?",
                ],
                strict: ["No leads on record. Add one today.", "The list of leads is empty. Fill it."],
                playful: ["The garden is empty! Plant a contact with the stage lead.", "No leads yet, just fresh soil. Add a contact with a stage!"]
            ),
            .part(
                .keyword,
                professional: ["Where it fits, \"{{keyword}}\" makes a good subject.", "A natural subject to bring up: {{keyword}}."],
                friendly: ["Maybe bring in \"{{keyword}}\" if it comes up.", "\"{{keyword}}\" could be a nice way into the conversation."],
                strict: ["Keep to your subject: {{keyword}}.", "Speak about {{keyword}}. Sell nothing."],
                playful: ["Magic word of the day: {{keyword}}.", "Secret ingredient: {{keyword}}."]
            ),
            .part(
                professional: [
                    "There is no need to sell anything today: being useful is enough.", "One helpful contact is worth more than three that push.",
                    "A short, useful message will do.",
                ],
                friendly: ["No selling needed, just be helpful!", "Even one small hello is lovely.", "Take your time, and keep it kind."],
                strict: ["No sales talk. Be useful.", "One contact each. Keep it brief.", "Help first. Record each contact."],
                playful: ["No pulling at the plants, they grow by themselves!", "Sprinkle, don't flood!", "Kindness is the best fertiliser."]
            )
        )
    )
}
