"""What people of the demonstration wrote, and what its hub decided about it. Nobody wrote any of it; all is made up.

A share of those who answered the last closed wave wrote something that goes with their answers. Most of it has been
read since; one school waits untouched, and one is half done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.comments.review import Hindrance, review_of_school
from engine.demo.people import PEOPLE
from engine.demo.spoken import ENGLISH, SPANISH
from engine.instrument.model import Instrument
from engine.responses.layout import FIRST_NON_ANSWER, layout
from engine.responses.simulate import SimulatedWave
from engine.store import Comment, Role, Site, Store, Wave

ITEM: Final = "comment"
SHARE: Final = 0.35  # of those who answer
UNREAD: Final = "Alder Creek"
HALF_READ: Final = "Oak Meadow"
GLAD, SORE = 3.0, 2.5  # mean answers, from 0 to 4: over the one, and under the other

TIME, VOICE, MEETINGS, SUPPORT, TRUST, LOAD, FOLLOW = (
    *("Time to plan", "Having a say", "Meetings", "Support from leaders", "Trust among staff"),
    *("Workload", "Following through"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A comment: how its writer feels (1, 0, -1), its themes, and what becomes of it.

    `shown` are its words where some were taken out; with `held` nothing of it is shown.
    """

    feeling: int
    text: str
    themes: tuple[str, ...] = ()
    shown: str | None = None
    held: bool = False


COMMENTS: Final = (
    Written(
        -1,
        "We are asked for our opinion and then the decision turns out to have been made the week before. Ask us"
        " earlier or don't ask.",
        (VOICE,),
    ),
    Written(
        -1,
        "Common planning time exists on paper. In practice we cover each other's classes three days out of five.",
        (TIME, LOAD),
    ),
    Written(
        0, "Please publish an agenda before staff meetings. Half of them could be an email.", (MEETINGS,)
    ),
    Written(
        1,
        "This is the first year I have seen a plan survive past October. Whoever kept it on the wall in the"
        " workroom: thank you.",
        (FOLLOW,),
    ),
    Written(
        0,
        "Good people, too many initiatives. Pick two things and let us get good at them.",
        (LOAD, FOLLOW),
    ),
    Written(
        1,
        "My team visits each other's lessons now. It was frightening once and is the best hour of my week.",
        (TRUST,),
    ),
    Written(
        -1,
        "The same four people sit on every committee. Others have stopped raising their hands.",
        (VOICE, TRUST),
    ),
    Written(0, "Meetings start ten minutes late. That is an afternoon a month.", (MEETINGS, TIME)),
    Written(
        1,
        "When I said a schedule would not work for our students, it was changed within a week. I did not expect"
        " that.",
        (VOICE, SUPPORT),
    ),
    Written(
        -1,
        "As the only music teacher I never get planning time with anyone, and nobody has noticed in years.",
        (TIME,),
        shown="As [a teacher] I never get planning time with anyone, and nobody has noticed.",
    ),
    Written(
        -1,
        "Mr. Alvarez interrupts people in every meeting, and everybody lets him.",
        (MEETINGS, TRUST),
        shown="[Someone] interrupts people in every meeting, and everybody lets [it happen].",
    ),
    Written(
        -1,
        "I have taught here 31 years and have never felt so little trusted. Everything has to be logged twice.",
        (TRUST, LOAD),
        shown="I have taught here [for a long time] and have never felt so little trusted. Everything has to be logged"
        " twice.",
    ),
    Written(
        0,
        "Could someone tell us what became of the survey from last year? If something changed because of it, say so.",
        (FOLLOW,),
    ),
    Written(1, "Our principal knows when to step back. That is rarer than people think.", (SUPPORT,)),
    Written(
        -1,
        "Data days are for slides, not for us. I would rather look at six pieces of student work with my team.",
        (MEETINGS, TIME),
    ),
    Written(
        0,
        "Aides are not invited to planning, and then are expected to carry out the plan.",
        (VOICE,),
    ),
    Written(
        1,
        "New here, and three people offered me their materials in the first week without being asked.",
        (TRUST,),
    ),
    Written(
        -1,
        "Call me at 555-0142 if you want to hear what really happens in the front office. I am not writing it down.",
        held=True,
    ),
    Written(
        -1,
        "Ms. Pruitt is being pushed out because of her illness and everyone in 4th grade knows it.",
        (TRUST,),
        held=True,
    ),
    Written(0, "More subs. Everything else follows from that.", (LOAD,)),
    Written(
        1,
        "The shared note-taking has changed our meetings. Who does what by when is clear for once.",
        (MEETINGS, FOLLOW),
    ),
    Written(
        0,
        "I like where this is going. I worry that it depends on two or three people who are tired.",
        (LOAD, FOLLOW),
    ),
    Written(
        -1,
        "Leadership roles are announced, never offered. I would have said yes to one.",
        (VOICE, SUPPORT),
    ),
    Written(
        1,
        "I was trusted with a budget for our project. Small money, big difference.",
        (SUPPORT, VOICE),
    ),
    Written(
        0,
        "The two ends of the building hardly know each other. A shared lunch once a month would be a start.",
        (TRUST,),
    ),
    Written(
        -1,
        "Since I came back from maternity leave in 2023 nobody has asked me to join anything again.",
        (VOICE,),
        shown="Since I came back [to work] nobody has asked me to join anything again.",
    ),
    Written(
        0,
        "Please give committees an end date. Ours has met for two years and I no longer know why.",
        (MEETINGS, FOLLOW),
    ),
    Written(
        1,
        "People say when something did not work, and nobody is made to feel small. I would not trade that for more"
        " money (some more money would be fine).",
        (TRUST,),
    ),
    Written(
        -1,
        "I hand in evidence for five programs. None of it comes back to me. Who reads it?",
        (LOAD, FOLLOW),
    ),
    Written(
        0,
        "Wednesday mornings are the only time our whole team is free, and that is when duty is.",
        (TIME,),
    ),
    Written(
        1,
        "Being able to watch Dana Whitfield teach fractions did more for me than any workshop.",
        (TRUST, TIME),
        shown="Being able to watch [a colleague] teach did more for me than any workshop.",
    ),
    Written(
        0,
        "Nothing to add, except that it helps to see results with us in the room before they go anywhere else.",
        (VOICE,),
    ),
    Written(
        -1,
        "Decisions change depending on who was in the office last.",
        (SUPPORT, FOLLOW),
    ),
    Written(
        1,
        "We tried something small, it failed, we said so, we tried again. That is new here and I hope it stays.",
        (TRUST, FOLLOW),
    ),
    Written(0, "The new hires need a mentor with time for it, not a name on a list.", (SUPPORT, TIME)),
    Written(
        -1,
        "This is a good school with a calendar that is slowly eating it.",
        (LOAD, TIME),
    ),
)
IN_SPANISH: Final = (
    Written(
        -1,
        "Pedimos tiempo para planear juntos y lo perdemos cubriendo las clases de otros.",
        (TIME, LOAD),
    ),
    Written(
        -1,
        "Las familias que hablan español preguntan por la escuela y casi nadie les puede contestar por teléfono.",
        (SUPPORT,),
    ),
    Written(
        -1,
        "Nos preguntan qué pensamos cuando la decisión ya está tomada. Preguntar antes costaría lo mismo.",
        (VOICE,),
    ),
    Written(
        0,
        "Sería bueno que las notas de las reuniones llegaran a todo el personal, también a quienes trabajan por horas.",
        (MEETINGS, FOLLOW),
    ),
    Written(
        0,
        "Que haya menos programas y más tiempo para cada uno.",
        (LOAD, TIME),
    ),
    Written(
        0,
        "Traduzco en casi todas las reuniones con familias. Me gusta hacerlo, pero debería contar como trabajo.",
        (LOAD, SUPPORT),
        shown="[Ayudo] en casi todas las reuniones con familias. Me gusta hacerlo, pero debería contar como trabajo.",
    ),
    Written(
        1,
        "Este año mi equipo se ayuda de verdad. Cuando algo sale mal lo decimos y buscamos otra manera.",
        (TRUST,),
    ),
    Written(
        1,
        "La dirección escuchó lo que propusimos sobre el horario y lo cambió. Se lo agradezco.",
        (SUPPORT, VOICE),
    ),
    Written(
        1,
        "Visitar la clase de al lado me enseñó más que un curso entero.",
        (TRUST, TIME),
    ),
)
_DECIDED: Final[Mapping[str, Written]] = {one.text: one for one in (*COMMENTS, *IN_SPANISH)}


def with_comments(
    instrument: Instrument, wave: SimulatedWave, seed: int, spoken: NDArray[np.str_]
) -> SimulatedWave:
    """The wave with what people wrote: in each school different comments, by how the writers answered.

    Who answered in Spanish wrote in Spanish.
    """
    generator = np.random.default_rng([seed, 4])
    feelings = _feelings(instrument, wave)
    opens = [dict(answers) for answers in wave.open_answers]
    for school in np.unique(wave.sites):
        people = np.flatnonzero(wave.sites == school)
        writers = generator.permutation(people)[: round(SHARE * len(people))]
        kept = {
            language: [made[number] for number in generator.permutation(len(made))]
            for language, made in ((ENGLISH, COMMENTS), (SPANISH, IN_SPANISH))
        }
        for person in writers:
            left = kept[str(spoken[person])]
            chosen = next((one for one in left if one.feeling == feelings[person]), left[0] if left else None)
            if chosen is not None:
                left.remove(chosen)
                opens[person][ITEM] = chosen.text
    return replace(wave, open_answers=tuple(opens))


def review(store: Store, wave: Wave) -> None:
    """Decide about the comments as the demonstration's hub did: one school is left, another is half done."""
    who = next(one.email for one in PEOPLE if one.role is Role.HUB_ADMINISTRATOR)
    for site in store.sites.of(wave):
        found = review_of_school(store, wave, site)
        if isinstance(found, Hindrance) or site.school.startswith(UNREAD):
            continue
        for comment in found[: len(found) // 2] if site.school.startswith(HALF_READ) else found:
            _decide(store, wave, site, comment, who)


def _decide(store: Store, wave: Wave, site: Site, comment: Comment, who: str) -> None:
    made = _DECIDED[comment.written]
    this = wave, site, comment.item, comment.key
    if made.held:
        store.comments.hold(*this, made.themes, who)
    else:
        store.comments.show(*this, made.shown or made.text, made.themes, who)


def _feelings(instrument: Instrument, wave: SimulatedWave) -> NDArray[np.int64]:
    """Whether each person's answers are glad (1), sore (-1) or neither, reverse-keyed ones turned round."""
    sums, counts = np.zeros(len(wave.codes)), np.zeros(len(wave.codes))
    for item in instrument.items:
        if item.kind.scored:
            codes = wave.codes[:, layout(instrument).first[item.id]].astype(np.float64)
            given = codes < FIRST_NON_ANSWER
            sums += np.where(given, len(item.options) - 1 - codes if item.reverse else codes, 0.0)
            counts += given
    means = sums / np.maximum(counts, 1)
    return np.where(means > GLAD, 1, np.where(means < SORE, -1, 0))
