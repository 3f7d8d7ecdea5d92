"""What the visitors' own school of the demonstration wrote into its two plans. Nobody wrote it; all is made up.

Days are given as months and days of a school year, 1 to 3, and become dates when the demonstration is filled. What a
sheet says of a score is said in words: the numbers stand beside it, from the result itself.
"""

from typing import Any, Final

Sheet = dict[str, Any]
Day = tuple[int, int, int]  # school year, month, day

VISION: Final[dict[str, Sheet]] = {
    "theory_of_action": {
        "need_or_strength": "need",
        "context": "Three teams were joined into two last summer. Each brought its own goals along.",
        "evidence": (
            "Vision is in the middle of our scores. People agree that there is a direction, and name "
            "different ones."
        ),
        "barrier": "Nobody can say in one sentence what we are after this year.",
        "in_our_control": "mostly",
        "cause": (
            "Goals are written in August by a few, for the district’s form. After that nothing leads back"
            " to them."
        ),
        "rival_cause": "There may be too many goals rather than none that is known. We will count them.",
        "challenge": "task",
        "approach": "One goal on a card, agreed by all teams, at the top of each agenda.",
        "if_we": "agree on one goal and put it at the top of each agenda",
        "then": "teams will choose work that serves it and say no to some that does not",
        "so_that": "students meet the same two reading routines in each grade",
        "equity_effect": "Aides were not at the August meeting. They help to word the goal this time.",
        "how_we_will_know": "Agendas with the goal on them. Teams that can name it when we ask in the hall.",
    },
    "action_timeline": {
        "goal": "One goal that everyone can name by spring.",
        "steps": [
            {
                "step": "Collect the goals that there are",
                "owner": "assistant principal",
                "start": (1, 11, 10),
                "due": (1, 11, 30),
                "evidence": "One page with 14 goals",
                "status": "done",
            },
            {
                "step": "Agree on one, with aides and office staff",
                "owner": "leadership team",
                "start": (1, 12, 4),
                "due": (1, 1, 20),
                "evidence": "The card",
                "status": "done",
            },
            {
                "step": "Put it on each agenda",
                "owner": "team leads",
                "start": (2, 1, 22),
                "due": (2, 3, 15),
                "evidence": "Nine of twelve agendas",
                "status": "done",
            },
            {
                "step": "Ask ten people in the hall",
                "owner": "T. A.",
                "start": (2, 4, 1),
                "due": (2, 4, 20),
                "evidence": "Six of ten named it",
                "status": "done",
            },
        ],
        "stop_date": (2, 5, 30),
    },
    "impact_assessment": {
        "goal": "One goal that everyone can name.",
        "survey": (
            "The score for vision is a little higher than before. The interval of the change reaches from"
            " a fall to a rise, so the survey can’t tell us whether it moved."
        ),
        "other_evidence": [
            {"what": "People in the hall who name the goal", "before": "1 of 10", "now": "6 of 10"},
            {"what": "Agendas that begin with it", "before": "none", "now": "9 of 12"},
        ],
        "what_happened": (
            "The card came in January and not in November. Since then most teams have used it; the office"
            " has not."
        ),
        "for_whom": "New teachers say that it helps. Aides helped to word it and hardly meet it in their week.",
        "surprises": "The goal was used to stop something: one team dropped a second reading log.",
        "other_explanations": "The district cut its own list of goals in the same spring.",
        "decision": "next_condition",
        "keep_going": "The line on each agenda stays; team leads see to it.",
        "thanks": "The two aides who found the wording. There was cake.",
        "told_staff": (2, 6, 10),
    },
}
CAPACITY: Final[dict[str, Sheet]] = {
    "theory_of_action": {
        "need_or_strength": "need",
        "context": (
            "Whoever leads something here does so on top of a full week. Relationships are one of our "
            "highest scores."
        ),
        "evidence": (
            "Capacity and resources is our lowest score, and it is below the other schools’ middle half. "
            "The statements on time are the lowest of it."
        ),
        "local_evidence": [
            {
                "looked_at": "Standing meetings in one week",
                "found": "11 meetings, 4 of them with nothing to decide",
                "date": (2, 6, 3),
            },
            {
                "looked_at": "Who leads the school’s seven projects",
                "found": "Three people lead all of them",
                "date": (2, 6, 5),
            },
        ],
        "barrier": "Whoever leads a piece of work pays for it with an evening.",
        "in_our_control": "part",
        "our_part": "Our own meetings and the team hour are ours. The number of substitutes is the district’s.",
        "cause": (
            "Leading was never put into the timetable. Why? It was thought of as a favor. Why? The first "
            "three leads never asked for time."
        ),
        "rival_cause": "There may be enough time, and few who want to lead. We will ask before we train anybody.",
        "challenge": "both",
        "approach": "Drop four standing meetings and give the hour to shared planning; train the first team leads.",
        "if_we": "drop four standing meetings and give the hour to shared planning",
        "then": "leading a piece of work will not cost an evening",
        "so_that": "students of each grade have lessons that more than one teacher has thought about",
        "equity_effect": (
            "Part-time staff have no shared hour. Two of them get theirs on Thursday, and we note who comes."
        ),
        "how_we_will_know": (
            "Hours that are held. People who lead something for the first time. The statements on time in"
            " the next survey."
        ),
    },
    "purpose_map": {
        "vision_line": "Every grade reads with the same two routines.",
        "need_or_strength": "need",
        "idea": "One freed hour a week for each team, and two trained leads a team who take turns.",
        "people": [
            {
                "role": "Principal",
                "part": "decides",
                "needs": "A list of meetings that could go",
                "talk_by": (3, 9, 5),
            },
            {
                "role": "Team leads",
                "part": "does",
                "needs": "An afternoon of training",
                "talk_by": (3, 9, 12),
            },
            {
                "role": "Aides and part-time staff",
                "part": "affected",
                "needs": "An hour of their own",
                "talk_by": (3, 9, 19),
            },
            {
                "role": "District office",
                "part": "could_stop",
                "needs": "To hear why two reports come later",
                "talk_by": (3, 9, 26),
            },
        ],
        "voices_missing": "The night custodian and the bus aides; T. A. asks them.",
        "smallest_test": "The grade 4 team for six weeks from October.",
        "makes_room": "Four standing meetings.",
        "success_signs": [
            {"sign": "Hours held of hours planned", "who_looks": "team leads", "by": (3, 12, 1)}
        ],
        "risks": [
            {
                "risk": "The hour fills with forms",
                "first_sign": "Forms on the table twice in a row",
                "response": "Forms go to a folder, ten minutes on Friday",
            }
        ],
        "first_steps": [
            {"step": "List all standing meetings", "who": "assistant principal", "by": (3, 9, 5)}
        ],
    },
    "action_timeline": {
        "goal": "Leading a piece of work costs no evening.",
        "steps": [
            {
                "step": "Ask each team which meeting could go",
                "owner": "team leads",
                "start": (3, 9, 2),
                "due": (3, 9, 12),
                "evidence": "Four meetings dropped",
                "status": "done",
            },
            {
                "step": "Put one shared planning hour a week into the timetable",
                "owner": "assistant principal",
                "stand_in": "R. L.",
                "start": (3, 9, 15),
                "due": (3, 10, 1),
                "evidence": "In the timetable of grades 3 to 5",
                "status": "done",
            },
            {
                "step": "Train the first team leads",
                "owner": "district coach",
                "start": (3, 10, 6),
                "due": (3, 11, 7),
                "evidence": "Five of six came",
                "status": "done",
            },
            {
                "step": "Ask those who lead what it costs them",
                "owner": "team",
                "start": (3, 1, 8),
                "due": (3, 1, 20),
                "evidence": "Notes of eight talks",
                "status": "done",
            },
        ],
        "early_look": (3, 12, 15),
        "stop_date": (3, 5, 15),
    },
    "feedback_plan": {
        "want_to_learn": "Whether the hour frees people, or only moves the work.",
        "asks": [
            {
                "who": "Everyone with an hour",
                "question": "What did you do in it last week?",
                "safety": "On paper, without names",
                "date": (3, 11, 20),
                "changed": "Forms go to Friday",
            },
            {
                "who": "Those without one",
                "question": "What do you notice?",
                "safety": "A talk with T. A., no notes of names",
                "date": (3, 2, 10),
                "changed": "Aides got Thursday",
            },
        ],
        "who_reads": "The leadership team, and two aides.",
        "stop_signal": "Two teams that lose their hour three weeks in a row.",
        "tell_back": (3, 3, 1),
        "tell_how": "Ten minutes at the staff meeting, and a note on the wall.",
    },
    "test_cycle": {
        "question": "Is the hour used for lessons when nobody checks?",
        "change": "The grade 4 team plans one lesson together in each hour.",
        "start": (3, 10, 6),
        "stop": (3, 11, 17),
        "prediction": "Four of six hours are used for it.",
        "drop_rule": "Fewer than two of six.",
        "data": [
            {"date": (3, 10, 10), "count": 1, "remark": "used"},
            {"date": (3, 10, 17), "count": 0, "remark": "testing"},
            {"date": (3, 10, 24), "count": 1, "remark": "used"},
            {"date": (3, 10, 31), "count": 1, "remark": "used"},
            {"date": (3, 11, 7), "count": 0, "remark": "forms"},
            {"date": (3, 11, 14), "count": 1, "remark": "used, with an aide"},
        ],
        "result": "Four of six, as we expected. Both that failed fell on a week with a date from outside.",
        "for_whom": "The part-time teacher was there twice.",
        "decision": "spread",
        "next": "Grades 3 and 5, from December.",
    },
}
LAST_STEP: Final = {
    "step": "Decide with everyone: keep, change or drop",
    "owner": "leadership team",
    "evidence": "A line in the minutes",
    "status": "under_way",
}
COMMENTS: Final = (
    (
        "action_timeline",
        "leader",
        "Can we move the decision to a staff meeting? It should not be ours alone.",
    ),
    ("feedback_plan", "team", "I talked with the bus aides. They would like to be asked again in fall."),
)
INITIATIVES: Final[Sheet] = {
    "initiatives": [
        {
            "initiative": "Two reading routines",
            "asked_by": "school",
            "goal": "Reading",
            "hours": 60,
            "helps": "seen",
            "our_view": "keep",
            "who_decides": "staff",
        },
        {
            "initiative": "Second reading log",
            "asked_by": "district",
            "goal": "Reading",
            "hours": 25,
            "helps": "seems_not",
            "our_view": "drop",
            "who_decides": "district office",
        },
        {
            "initiative": "Attendance calls",
            "asked_by": "state",
            "goal": "Attendance",
            "hours": 18,
            "helps": "believed",
            "our_view": "required",
            "who_decides": "the state",
        },
        {
            "initiative": "Garden club",
            "asked_by": "grant",
            "goal": "Belonging",
            "hours": 12,
            "helps": "unknown",
            "our_view": "shrink",
            "who_decides": "principal",
        },
    ],
    "total_hours": 115,
    "protects_students": "Attendance calls: some families hear from us in no other way.",
    "let_go": "The second reading log.",
    "request": "That the district takes the log off our list by January.",
    "freed_hours": 25,
}
