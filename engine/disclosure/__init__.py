"""Every rule that keeps a person hidden: what may be shown, of how many, how finely. One folder, read in an hour.

Rules take ids, counts and codes, and know neither the frozen result, nor the store, nor a validation study. Whoever
stands above calls a rule with what it counted and decides nothing; most are applied once, when a result is frozen.
The reasons are in docs/disclosure-control.md, whose numbers stand here too; tests/engine/disclosure attacks the rules,
and finds a limit that is written anywhere else.

policy          Every least number of people and schools. `policy`, `under_the_floor`: what a wave may raise it to.
                `Policy.raised`: of a school where answers may be second ones of the same person.
                `part_minimum_missed`: what surveys of children, families and few people a school may not go under.
                `least_minimum`, `under_least_minimum`: what a new wave may not go under, by link or by codes (1).
                `Policy.shows`, `Policy.shows_items`: a school under its minimum is nowhere; items take more (1, 3).
                `Policy.shows_part`: people picked out of all, as by what they did not answer (studies, 4).
rounding        `decimals_shown`, `rounded`, `mean_shown`, `near_an_end`: means rounded once, and cut off near the
                ends (5, 6).
                `percentages`, `probability_shown`: the same of shares and of how sure something is (5, 6).
                `spread_floor`, `alike`, `agreement_shown`: nothing that says that all answer alike (7).
groups          `published_groups`: of one school, so that the rest is as large as a group (2).
                `shown_beside`, `as_shown`: of several questions, so that no sum of groups is of a few people (2).
                `group_at_an_end`: a group at an end of the scale takes the others of its measure along (6).
                `network_groups`: of all schools, beside what each one shows (studies, 3).
                `difference_told`, `network_difference_refusal`: what people who seem not to have read matter (12).
                `makes_network`, `enough_peers`, `peer_group_refusal`, `phases_told`: groups of schools (4, 9, 11).
                `pool_told`: people of whom a school has few, such as leaders, of all schools together (17).
                `roles_told`, `answers_of_result`, `answers_of_school`, `answers_so_far`: how many
                have answered a wave (15).
units           `unit_rule`, `class_rule`, `team_rule`, `shown_units`: classes, departments and teams by themselves, so
                that what is left of the school and of its groups is of enough people (16).
                `units_with_statements`: the same of statements. `groups_of_several_classes`: groups of a school that
                do not give its classes to whoever reads them (16).
names           `unnamed`, `unnamed_in_all`, `names_told`: whom a hub or a district reads by name (10).
                `dot_sizes`, `measures_by_phase`, `choices_counted`: what is told of schools without one (10, 11, 14).
                `outcomes_counted`: what came of their sealed predictions.
reopening       `may_renew`, `all_there`, `grew_enough`, `growth_is_mixed`: whether a school's later result may be
                told at all (8).
                `left_out`, `few_changed`: what is not told with it, of the network, and in a second study (8).
open_text       `open_questions`, `releases`, `readable`: which open answers a person reads, and a report may print.
                `in_no_order`, `themes_counted`: their order, and the numbers beside them.
responses_file  `shown_schools`, `whose_answers`, `drawn_numbers`, `deidentify`: single persons' answers, as
                researchers may have them.
cells           `shown_cells`: of a picture of people in cells, so that no cell and no rest is of a few people.
                `all_but_one_alike`: answers of which nothing is shown, as it would tell what each one said.
                `least_told`: of how few people it is told that they gave one answer.
study_people    `study_people`: whom a validation study of a wave counts, and which groups it names.

Two things are elsewhere, as they are no matter of counts: who may read what at all is `web.rights`, and what the store
keeps of a person (no order, no clock) is docs/decisions/anonymity.md. Position against an earlier wave and the check of
who did not answer (13) are made of printed numbers, and so need no rule.
"""
