import Domain

extension AgentDefinition {
    static let reminder = AgentDefinition(
        type: .reminder,
        title: "Morning reminder",
        purpose: "Starts the day with today's tasks, what is overdue and how far the targets are.",
        schedule: Schedule(recurrence: .daily, time: TimeOfDay(hour: 9)),
        audience: "Everyone with a business profile",
        eligibility: .profile,
        contactFilter: "exists task(status = pending and due_date = today and kind in (meeting, call, visit))",
        prompt: """
            Write the morning message. Greet the person, go through today's tasks and the overdue ones and say which to take first, \
            name the daily goal and what is missing to the targets, ask what has changed since yesterday, and end with light motivation.
            """,
        toContacts: .reminder,
        phrasing: OfflinePhrasing(
            .part(
                professional: [
                    "Good morning{{addressed}}. This is your plan for {{today}}.",
                    "Good morning{{addressed}}. Here is what matters on {{today}}.",
                    "Good morning{{addressed}}. An overview for {{today}}:",
                ],
                friendly: [
                    "Good morning{{addressed}}! Let's have a look at {{today}} together.",
                    "Hi{{addressed}}, good morning! Here's your {{today}}.",
                    "Morning{{addressed}}! I've put your {{today}} together for you.",
                ],
                strict: [
                    "{{called}}{{today}}. Orders of the day.",
                    "{{called}}Morning briefing for {{today}}.",
                    "{{called}}{{today}}: the facts first.",
                ],
                playful: [
                    "Rise and sell{{addressed}}! {{today}} is waiting for you.",
                    "Coffee in hand{{addressed}}? Then on with {{today}}!",
                    "Ding ding{{addressed}}! {{today}} opens the next round.",
                ]
            ),
            .missingProfile,
            .part(
                .dailyGoal,
                professional: ["Your daily goal: {{goal}}.", "The goal you set for each day: {{goal}}."],
                friendly: ["Your goal for the day: {{goal}}. You've got this!", "Keep your daily goal in sight: {{goal}}."],
                strict: ["Daily goal: {{goal}}.", "The daily goal stands: {{goal}}."],
                playful: ["Today's quest: {{goal}}.", "Mission of the day: {{goal}}."]
            ),
            .part(
                .tasksOverdue,
                professional: [
                    "{{overdue_are}} overdue and should come first:\n{{overdue}}",
                    "Please begin with what is overdue ({{overdue_count}}):\n{{overdue}}",
                ],
                friendly: [
                    "{{overdue_are}} still waiting from before, maybe start there:\n{{overdue}}",
                    "A little catching up ({{overdue_count}}):\n{{overdue}}",
                ],
                strict: ["{{overdue_are}} overdue. Clear this first:\n{{overdue}}", "{{overdue_count}}. Do this before anything else:\n{{overdue}}"],
                playful: [
                    "{{overdue_are}} tapping a foot at you:\n{{overdue}}",
                    "From the department of \"I'll do it tomorrow\" ({{overdue_count}}):\n{{overdue}}",
                ]
            ),
            .part(
                .tasksToday,
                professional: ["{{tasks_are}} due today:\n{{tasks}}", "Due today ({{tasks_count}}):\n{{tasks}}"],
                friendly: ["Here's what's on today ({{tasks_count}}):\n{{tasks}}", "{{tasks_are}} on your list today:\n{{tasks}}"],
                strict: ["{{tasks_are}} due today. No postponing:\n{{tasks}}", "To be finished today ({{tasks_count}}):\n{{tasks}}"],
                playful: ["On today's menu ({{tasks_count}}):\n{{tasks}}", "{{tasks_are}} lined up to be knocked over today:\n{{tasks}}"]
            ),
            .part(
                .nothingDue,
                professional: [
                    "No tasks are due today and none are overdue. Add the ones you plan, and I will keep track of them.",
                    "Your task list is clear: nothing is due today and nothing is overdue. Add a task for what you intend to do.",
                ],
                friendly: [
                    "Nothing is due today and nothing is overdue. Nice! Add a task for what you'd like to get done.",
                    "Your list is empty today, with nothing overdue. What would you like to put on it?",
                ],
                strict: ["No tasks due, none overdue. Enter what you will do today.", "The list is empty. Set today's tasks now."],
                playful: [
                    "Not a task in sight, neither due nor overdue. Quick, write one down before the day notices!",
                    "An empty list, and nothing overdue: a blank canvas. Add the first stroke.",
                ]
            ),
            .part(
                .freeForLead,
                professional: ["A good use of the time: {{first_lead}}.", "A call to {{first_lead}} would be well placed."],
                friendly: ["How about getting in touch with {{first_lead}}?", "{{first_lead}} would be a nice one to call."],
                strict: ["Use the time: contact {{first_lead}}.", "Call {{first_lead}}."],
                playful: ["Perhaps {{first_lead}} would love to hear your voice?", "A spin of the wheel says: {{first_lead}}."]
            ),
            .part(
                .targetGaps,
                professional: ["Targets: {{gaps}}.", "To reach your targets there is {{gaps}}."],
                friendly: ["On the way to your targets: {{gaps}}.", "Your targets are getting there: {{gaps}}."],
                strict: ["Missing to target: {{gaps}}.", "Targets not met: {{gaps}}."],
                playful: ["Scoreboard: {{gaps}}.", "Still to climb: {{gaps}}."]
            ),
            .part(
                .targetsReached,
                professional: ["All targets are reached: {{reached}}."], friendly: ["All your targets are reached ({{reached}}). Wonderful!"],
                strict: ["Targets met: {{reached}}. Set the next ones."], playful: ["Every target is in the bag: {{reached}}. Take a bow!"]
            ),
            .part(
                professional: [
                    "What has changed since yesterday? I wish you a productive day.",
                    "Has anything changed that I should know of? One step at a time.",
                    "Please tell me if priorities have shifted. A good start makes the day.",
                ],
                friendly: [
                    "Anything new since yesterday? Have a great day!", "What's changed for you? One small step first, the rest follows.",
                    "Tell me what's new. I'm sure you'll make something of this day!",
                ],
                strict: [
                    "Report what has changed. Begin now.", "State any change since yesterday. Then start.",
                    "What changed? Answer briefly and get to work.",
                ],
                playful: [
                    "Any plot twists since yesterday? Go get them!", "What's new in your world? Let the games begin!",
                    "Any overnight surprises? Now shoo, the phone won't dial itself.",
                ]
            )
        )
    )
}
