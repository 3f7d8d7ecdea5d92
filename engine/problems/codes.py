"""Every kind of problem by its code, and what it means: docs/problems.md shows them all.

Tests prove that every code is raised by a broken example and that none goes unused.
"""

from collections.abc import Mapping
from typing import Final

FILES: Final[Mapping[str, str]] = {
    "no_folder": "There is no folder of that name.",
    "not_a_folder": "A definition is a folder that holds an instrument.yaml; this is a file.",
    "no_instrument_file": "The folder holds no instrument.yaml.",
    "unknown_file": "The folder holds a YAML file whose name says nothing.",
    "unreadable_file": "The file is there and can't be read.",
    "file_too_large": "The file is larger than any definition or data file that is read.",
    "binary_file": "The file holds bytes that no text has.",
    "not_utf8": "The file is not saved as UTF-8.",
    "control_character": "A text holds a character that no page can show.",
    "empty_file": "The file holds nothing but white space and comments.",
    "not_keys": "The file as a whole has to be keys with values.",
    "yaml_syntax": "The file is not YAML.",
    "tab": "A line is indented with a tab, which YAML does not allow.",
    "duplicate_key": "A key appears twice in one place, so that one of the two would be lost.",
    "key_not_text": "A key is a list or is empty.",
    "yaml_alias": "The file uses an anchor (&) or an alias (*), which definitions do without.",
    "yaml_tag": "The file uses a tag (!), which definitions do without.",
    "several_documents": "The file holds more than one document.",
    "too_deep": "Values are nested deeper than any definition needs.",
    "more_problems": "The file has more problems than are worth listing at once.",
}

SHAPE: Final[Mapping[str, str]] = {
    "unknown_key": "No such key is known at this place.",
    "missing_key": "A key that has to be there is not.",
    "empty_value": "A key has no value, or an empty one.",
    "wrong_type": "A value is of another type than its key asks for.",
    "wrong_length": "A list has too many or too few values.",
    "unknown_word": "The value has to be one of a few words, and is another.",
    "number_out_of_range": "A number is smaller or larger than makes sense there.",
    "text_too_long": "A text is longer than a page can show.",
    "bad_id": "An id has signs in it that ids can't have.",
    "reserved_id": "An id is a word that has a meaning of its own in data files.",
    "bad_version": "A version is three whole numbers with points between.",
    "bad_language": "A language is a tag such as en, es or pt-BR.",
    "bad_date": "A date is year, month and day, as 2026-05-31.",
    "minimum_group": "Results for fewer than five people could show who said what.",
}

DEFINITION: Final[Mapping[str, str]] = {
    "privacy_by_codes": "A wave that knows who answered is answered by personal codes, not by a link.",
    "minimum_of_children": "A survey of students or families, or of few people at a school, has a minimum under ten.",
    "comments_of_children": "Children in grade 5 or below are asked to write in words of their own.",
    "only_of_students": "Grades or protected topics stand in a survey that does not ask students.",
    "grades_order": "The lowest grade stands behind the highest.",
    "folder_name": "The folders are named otherwise than the instrument and version in them.",
    "duplicate_id": "Two things have the same id.",
    "unknown_scale": "An item names a response scale that is not defined.",
    "unknown_module": "A module that is included is not there, or has problems of its own.",
    "module_changed": "A module is another than the one whose digest is written down.",
    "construct_left": "A subscale of a module came without its construct, as the definition uses another map.",
    "module_conflict": "A module and the definition that includes it do not fit together.",
    "unknown_stem": "An item names a stem that is not defined.",
    "unknown_item": "An item is named that does not exist there.",
    "unknown_subscale": "A subscale is named that does not exist.",
    "unknown_level": "A level is named that its subscale does not have.",
    "unknown_form": "A form is named that does not exist.",
    "unknown_construct": "A construct is named that its construct map does not have.",
    "unknown_construct_map": "The construct map that the instrument names is not there.",
    "scale_points": "A response scale has 2 to 11 points.",
    "scale_values": "The values of a response scale are numbers, lowest first.",
    "unnamed_point": "The ends of a response scale have labels, and every point of one with faces has.",
    "uneven_values": "Scores are summed exactly, so values need a common step, such as 1, 0.5 or 0.1.",
    "duplicate_option": "Two options share a value or a label.",
    "too_few_options": "A choice needs something to choose from.",
    "too_many_options": "An item has more options than a response can hold.",
    "too_many_non_answers": "An item has more non-answers than a response can hold.",
    "key_of_other_kind": "The key belongs to another kind of item.",
    "reverse_not_scale": "Only an item with a response scale can be reverse-keyed.",
    "ranking_top": "A ranking has more places to give than options.",
    "slider_steps": "The steps of a slider do not fit between its ends, or are too many for a response.",
    "rubric_levels": "A rubric says of each point of its scale what it looks like, and of nothing else.",
    "passage_link": "A link in a text between questions does not lead to a page.",
    "limits_reversed": "A lower limit is not below its upper limit.",
    "not_scored": "A subscale holds an item that has no response scale.",
    "item_twice": "An item appears twice in one list.",
    "mixed_ranges": "A score mixes parts of different ranges, so that the wider ones would decide.",
    "minimum_answered": "More answers are asked for than there are items.",
    "level_order": "Levels are not in order, lowest first.",
    "level_cut": "A level lacks its cut score, or the last one has one.",
    "level_out_of_range": "A cut score lies outside the scores there can be.",
    "rule_shape": "A show-if rule is not one of the forms there are.",
    "rule_names_itself": "An item is shown only if it is answered itself.",
    "rule_looks_ahead": "A show-if rule names an item that comes later.",
    "rule_value": "A show-if rule asks for an answer that its item does not have.",
    "rule_not_number": "A show-if rule compares an answer that is no number.",
    "random_order": "A rule looks at an item that a random order may put behind what it shows.",
    "page_rule_differs": "An item stands under different rules of pages on two forms.",
    "rule_not_on_form": "A show-if rule names an item that its form does not ask.",
    "subscale_ranges": "Subscales have scores of different ranges: pages draw and tell them apart.",
    "composite_ranges": "A composite without `rescale` mixes ranges, so that the wider ones decide.",
    "item_on_no_form": "An item is on no form, so that nobody is ever asked.",
    "unknown_blank": "A text holds a blank in curly brackets that nothing fills in.",
    "event_undeclared": "A text holds {event}, and the definition does not declare an event.",
    "event_misplaced": "{event} stands where it is not filled in.",
    "event_unused": "An event is declared, and no text holds {event}.",
}

COMPANIONS: Final[Mapping[str, str]] = {
    "translation_language": "A translation is not in the language that its file name says, or in the source's.",
    "unknown_text": "A translation holds a text for something that the instrument does not have.",
    "event_lost": "The source text holds {event}, and its translation does not.",
    "translation_missing": "Texts are not translated yet, and are shown in the source language.",
    "example_answer": "An example gives an answer that its item does not have.",
    "example_differs": "An example worked by hand and the scoring come to different results.",
    "norm_out_of_range": "A norm lies outside the scores there can be.",
    "crosswalk_versions": "A crosswalk does not lead from one version to another, or leads there twice.",
    "construct_cycle": "Constructs precede one another in a circle.",
    "map_name": "A construct map's id is not the name of its file.",
}

PLAYBOOKS: Final[Mapping[str, str]] = {
    "check_in_statements": "The statements of a check-in do not bring up each construct once, or one is reversed.",
    "guide_missing": "A construct of the map has no guide.",
    "guide_names_another": "A guide names another construct than its own, as happens when one is copied.",
    "guide_steps": "A guide's steps are not why, how and do.",
    "resource_place": "What a guide names to use is in no place, in several, or at no address of a page.",
    "resource_times": "Times of a recording are none, in the wrong order, or of something that has no times.",
    "core_task": "A step does not mark the one task that matters most.",
    "unknown_field": "A filled example names a field or a column that its worksheet does not have.",
    "unknown_playbook": "There is no playbook of that id, or no such version of it.",
}

LINT: Final[Mapping[str, str]] = {
    "reading_grade": "The questions read harder than the reading grade that the definition states.",
    "reading_grade_missing": "The definition states no reading grade.",
    "reading_grade_audience": "The reading grade that is stated is above what its audience usually reads.",
    "many_faces": "A response scale has more faces than young readers tell apart.",
    "long_question": "A question has more words than most readers keep in mind at once.",
    "double_barrelled": "A question may ask about two things, of which one can be true and the other not.",
    "double_negation": "A question denies twice, so that readers may answer the opposite of what they mean.",
    "absolute_word": "A question holds a word such as always or never, which few people agree with.",
    "idiom": "A question holds a figure of speech, which second-language readers and translators may miss.",
    "few_items": "A subscale has fewer than three items.",
    "unread": "People are asked a question that no result shows.",
    "reversed_for_children": "Students or families are asked reverse-keyed items.",
}

UPLOADS: Final[Mapping[str, str]] = {
    "copy_file_name": "A file has a name under which nothing reads it.",
    "copy_too_large": "A definition that is uploaded or edited in the browser is larger than any needs to be.",
    "copy_file_twice": "Two uploaded files have the same name.",
    "zip_broken": "The zip archive can't be read.",
    "zip_unsafe": "The zip archive holds a path that leads outside, a link, or an encrypted file.",
    "zip_instruments": "The zip archive holds no instrument.yaml, or several.",
}

PUBLISHING: Final[Mapping[str, str]] = {
    "version_unchanged": "A published version was changed.",
    "version_not_later": "A version is not later than the one that is published.",
    "version_step_too_small": "The version was counted up by less than its change asks for.",
    "crosswalk_missing": "A major version comes without a crosswalk from the one before.",
    "other_instrument": "Two instruments with different ids are compared.",
}

CATALOG: Final[Mapping[str, str]] = {
    "unknown_instrument": "No instrument has that id.",
    "unknown_version": "The instrument has no such version.",
    "unknown_language": "The instrument is not translated into that language.",
}

ANSWERS: Final[Mapping[str, str]] = {
    "answer_and_non_answer": "An answer and a reason for not answering came together.",
    "two_answers": "Two different answers came for a question that takes one.",
    "not_an_option": "The answer is none of the item's options.",
    "words_without_option": "Words say what is meant by an option that is not chosen.",
    "not_a_number": "The answer is not a number.",
    "not_whole": "The answer is not a whole number.",
    "too_small": "The number is below the item's minimum.",
    "too_large": "The number is above the item's maximum.",
    "not_the_sum": "The points do not add up to the sum that is asked for.",
    "shared_place": "Two options have the same place in a ranking.",
    "place_left_out": "A ranking leaves out a place above one that it gives.",
    "no_first_place": "A ranking gives no place.",
    "between_steps": "The number lies between two steps of a slider.",
    "not_a_date": "The answer is not a date.",
    "too_early": "The date is before the item's earliest.",
    "too_late": "The date is after the item's latest.",
    "too_long": "The text is longer than the item allows.",
}

RESPONSE_FILES: Final[Mapping[str, str]] = {
    "no_file": "There is no such file, or it can't be read.",
    "not_a_file": "A file was asked for and a folder given.",
    "not_text": "The file is not a table in Unicode text.",
    "duplicate_column": "Two columns are one item, and a row answers in both; or what is kept is there twice.",
    "no_column": "A column that was named is not in the file.",
    "no_values": "A column of numbers is empty, or the same in every row.",
    "own_item": "A score is to be held against an item that it is made of.",
    "negative_weight": "A weight is below 0.",
    "margins": "A file of margins, or a row of it, can't be read, or these people can't be weighted to it.",
    "anchor": "A column that says who improved says something else, or the same of everybody.",
    "judgement": "A judge's rating for a cut score is missing, no number, or no possible answer.",
    "judged": "A column that says where people stand to a level says something else.",
    "no_form": "The instrument has no form of that name.",
    "not_random": "Random orders are asked of a form in which everybody has the same order.",
    "no_items": "No column is an item of the instrument, or of the form that was named.",
    "map_overlooked": "A file lies beside the data under nearly the name of a column map.",
    "missing_answer": "A column map calls missing what is an answer of an item.",
    "no_rows": "The file has a header and nobody's answers below it.",
    "misspelt_column": "A column looks like an item's id, spelt otherwise.",
    "no_site": "Nothing says which school each row of the file belongs to.",
    "cells": "A row has more or fewer cells than the header.",
    "broken_csv": "The table breaks off.",
    "not_reversible": "A keyed answer can't be turned back on its scale.",
}

RATINGS: Final[Mapping[str, str]] = {
    "not_a_rating": "A cell of a file of ratings is no rating, or a row names no target or rater.",
    "rated_twice": "A target and a rater stand together twice.",
    "which_columns": "Nothing says which columns of a file of ratings are raters.",
    "one_rater": "A file of ratings holds those of one rater alone, or none.",
    "off_the_scale": "A rating, or a cut-point that was asked for, lies off the scale that was used.",
    "no_sheet": "The workbook has no such sheet, or the file is no workbook.",
}

TRANSLATING: Final[Mapping[str, str]] = {
    "sheet_columns": "A translators' sheet lacks one of its columns.",
    "sheet_id": "A row of a translators' sheet has an id that no text has.",
    "sheet_twice": "A translators' sheet has a text in two rows.",
    "sheet_missing": "A row of a translators' sheet is gone.",
    "sheet_empty": "A text of a translators' sheet has no translation.",
    "sheet_source": "A text was changed after a translators' sheet was sent.",
    "sheet_blank": "A translation lacks a blank in braces that is filled in, or has one too many.",
    "sheet_scale": "A response scale is translated in part, or two of its points are called the same.",
}

PROGRAM: Final[Mapping[str, str]] = {
    "email": "An e-mail address that cannot be one.",
    "mail_setting": "The setting for sending mail cannot be read.",
    "key_scope": "A key for programs is to open what no role of its owner includes.",
    "no_account": "There is no account with this e-mail address.",
    "no_district": "There is no district of this name in the network.",
    "no_network": "There is no network of this name.",
    "no_population": "Norms are to be written without saying of whom.",
    "no_secret": "There is no secret to sign links and sessions with.",
    "short_secret": "The secret is too short to be one.",
    "no_database": "There is no database at the place that was named.",
    "not_a_demo": "The database holds something else than the demonstration.",
    "imported_already": "A wave of the network holds the answers of a file already.",
    "wave_open": "The wave is open, and its answers can be read only once it is closed.",
    "not_ready": "A draft of a wave lacks something, and can't be opened yet.",
    "not_together": "Two options of a command do not go together.",
    "minimum_by_link": "A wave by link is to show groups that are too small for it.",
    "unknown_column": "A list of schools has a column that means nothing.",
    "list": "A list of schools, or a row of it, can't be read as it stands.",
    "no_school": "A row of a list of schools names no school.",
    "texts_of_others": "An instrument whose texts belong to others is asked by their form, not by ours.",
    "school_twice": "A list of schools names one of them twice.",
    "school_alike": "A file names a school that is spelled nearly as one that is there.",
    "roster": "The number of people asked at a school is no whole number above 0.",
    "level": "The level of a school is none of those there are.",
    "no_spss": "What writes SPSS files is not installed.",
}

FOREIGN: Final[Mapping[str, str]] = {
    "foreign_format": "It is no survey of another tool that Barograph knows.",
    "foreign_unreadable": "The file is damaged, cut off or locked.",
    "foreign_unsafe": "The file holds what no survey needs and what can do harm, as entities in XML.",
    "foreign_empty": "It asks nothing that can be asked here.",
    "foreign_too_large": "It is larger than any survey; often it is a file of answers.",
}

CATALOGUE: Final[Mapping[str, str]] = {
    **FILES,
    **SHAPE,
    **DEFINITION,
    **COMPANIONS,
    **PLAYBOOKS,
    **LINT,
    **UPLOADS,
    **PUBLISHING,
    **CATALOG,
    **ANSWERS,
    **RESPONSE_FILES,
    **RATINGS,
    **TRANSLATING,
    **PROGRAM,
    **FOREIGN,
}

ADVICE: Final = frozenset(LINT) | {
    *("translation_missing", "privacy_by_codes", "item_on_no_form"),
    *("construct_left", "composite_ranges", "subscale_ranges"),
}
