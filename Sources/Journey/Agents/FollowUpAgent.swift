import Domain

extension AgentDefinition {
    static let followUp = AgentDefinition(
        type: .followUp,
        title: "Midday follow-up",
        purpose: "Asks how tasks, leads and deals went, and gently why something is overdue or was lost.",
        schedule: Schedule(recurrence: .daily, time: TimeOfDay(hour: 13)),
        audience: "Everyone with a business profile",
        eligibility: .profile,
        contactFilter: "last_direction = inbound and stage != lost",
        prompt: """
            Write the follow-up of the day. Ask what happened with the named tasks, leads and deals, and gently why something \
            is overdue or was lost and what would help. Acknowledge what is done. Where nothing is open, ask how the day went.
            """,
        toContacts: .followUp,
        phrasing: OfflinePhrasing(
            .part(
                professional: [
                    "Hello{{addressed}}. A short follow-up on {{today}}.",
                    "Hello{{addressed}}. May I ask how matters stand on {{today}}?",
                    "Hello{{addressed}}. It is time for a brief review of {{today}}.",
                ],
                friendly: [
                    "Hi{{addressed}}! How is your {{today}} going?",
                    "Hello{{addressed}}, just checking in on your {{today}}!",
                    "Hey{{addressed}}! A quick look at how {{today}} is going?",
                ],
                strict: [
                    "{{called}}Status report for {{today}}.",
                    "{{called}}{{today}}: results, please.",
                    "{{called}}Account for {{today}} so far.",
                ],
                playful: [
                    "Knock knock{{addressed}}! It's your friendly {{today}} detective.",
                    "Psst{{addressed}}! Any good stories from {{today}} yet?",
                    "Halftime whistle{{addressed}}! How is {{today}} going?",
                ]
            ),
            .missingProfile,
            .part(
                .doneToday,
                professional: ["Completed today: {{done}}. Thank you.", "Already done: {{done}}."],
                friendly: ["Well done on {{done}}!", "Already off the list: {{done}}. Great!"],
                strict: ["Done: {{done}}. Noted.", "Completed: {{done}}."],
                playful: ["Gold star for {{done}}!", "Bagged and tagged: {{done}}."]
            ),
            .part(
                .tasksToday,
                professional: [
                    "What came of today's open points ({{tasks_count}})?\n{{tasks}}",
                    "{{tasks_are}} still open today. What is the result so far?\n{{tasks}}",
                ],
                friendly: ["How did it go ({{tasks_count}})?\n{{tasks}}", "{{tasks_are}} still open. Any luck so far?\n{{tasks}}"],
                strict: ["{{tasks_are}} still open. State the result:\n{{tasks}}", "Not finished yet ({{tasks_count}}):\n{{tasks}}"],
                playful: ["So, what's the gossip ({{tasks_count}})?\n{{tasks}}", "{{tasks_are}} still at large:\n{{tasks}}"]
            ),
            .part(
                .tasksOverdue,
                professional: [
                    "{{overdue_are}} overdue. What stood in the way?\n{{overdue}}",
                    "May I ask for the cause of the delay ({{overdue_count}})?\n{{overdue}}",
                ],
                friendly: [
                    "{{overdue_are}} overdue, which can happen. What would help you?\n{{overdue}}",
                    "No worries, but what's in the way here ({{overdue_count}})?\n{{overdue}}",
                ],
                strict: [
                    "{{overdue_are}} overdue. Give the reason and a new date:\n{{overdue}}", "{{overdue_count}}. Why, and until when?\n{{overdue}}",
                ],
                playful: [
                    "{{overdue_are}} gathering dust. Who hid the duster?\n{{overdue}}",
                    "Maturing like good cheese ({{overdue_count}}). What's the story?\n{{overdue}}",
                ]
            ),
            .part(
                .openDeals,
                professional: [
                    "Still to be decided: {{deals_count}}. Is there any news?\n{{deals}}", "{{deals_are}} open. What is still missing?\n{{deals}}",
                ],
                friendly: ["How is it going here ({{deals_count}})?\n{{deals}}", "{{deals_are}} open. Any news?\n{{deals}}"],
                strict: ["{{deals_are}} open. Report the state:\n{{deals}}", "To be decided: {{deals_count}}. State what is missing:\n{{deals}}"],
                playful: [
                    "What's cooking ({{deals_count}})?\n{{deals}}", "{{deals_are}} still in the oven. Does anything smell done?\n{{deals}}",
                ]
            ),
            .part(
                .leads,
                professional: ["Is there news from {{leads}}?", "How do your leads stand: {{leads}}?"],
                friendly: ["Have you heard anything from {{leads}}?", "And how are things with {{leads}}?"],
                strict: ["Report on your leads: {{leads}}.", "Status of {{leads}}?"],
                playful: ["Any love letters from {{leads}}?", "Has anyone heard a peep from {{leads}}?"]
            ),
            .part(
                .lostDeals,
                professional: [
                    "{{lost_are}} ({{lost}}). What could be learned from it?", "On the {{lost_deal}} ({{lost}}): what would you do differently?",
                ],
                friendly: [
                    "I'm sorry about the {{lost_deal}} ({{lost}}). What do you take from it?",
                    "That lost one ({{lost}}): is there anything that would help next time?",
                ],
                strict: ["Lost deal: {{lost}}. What changes next time?", "Explain the loss: {{lost}}."],
                playful: ["One got away ({{lost}}). What bait next time?", "Plot twist: a lost deal ({{lost}}). What's the moral of the story?"]
            ),
            .part(
                .nothingOpen,
                professional: [
                    "Nothing is open in your records. Were there new leads, meetings or sales to record?",
                    "There are no open tasks, leads or deals here. How did the day go, and what should be recorded?",
                ],
                friendly: [
                    "Nothing is open here, so tell me about your day: any new leads, meetings or sales?",
                    "Your records show nothing open. How was the day? Anyone new to add?",
                ],
                strict: ["No open tasks, leads or deals are recorded. Record today's contacts.", "Nothing is on record. What was done today?"],
                playful: [
                    "Nothing open here, it's so quiet I can hear the pipeline drip. What happened today?",
                    "Your records are as clean as a whistle. Any new leads to muddy them with?",
                ]
            ),
            .part(
                professional: [
                    "A few words in reply are enough.", "Thank you for a short update.", "Please bring the records up to date when you can.",
                ],
                friendly: ["Just drop me a line, I'm curious!", "A short note is plenty. Keep it up!", "Tell me how it's going, no pressure."],
                strict: ["Update the records today.", "Each point needs an entry.", "Record results before the day ends."],
                playful: ["Spill the beans!", "Your turn, storyteller.", "Answers on a postcard, or simply update your list."]
            )
        )
    )
}
