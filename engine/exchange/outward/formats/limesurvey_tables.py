"""LimeSurvey's survey file as its tables: which there are, the fields of each, and what stands where nothing is said.

Fields and their order are those of files that LimeSurvey 6 writes. On import it gives survey, groups and questions
numbers of its own, and keeps what they say of each other.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

DB_VERSION: Final = "606"
TableRow = Mapping[str, str]
QUESTION: Final = (
    "qid parent_qid sid gid type title preg other mandatory encrypted question_order scale_id same_default "
    "relevance question_theme_name modulename same_script"
)
LANGUAGE: Final = (
    "surveyls_survey_id surveyls_language surveyls_title surveyls_description surveyls_welcometext "
    "surveyls_endtext surveyls_policy_notice surveyls_policy_error surveyls_policy_notice_label surveyls_url "
    "surveyls_urldescription surveyls_email_invite_subj surveyls_email_invite surveyls_email_remind_subj "
    "surveyls_email_remind surveyls_email_register_subj surveyls_email_register surveyls_email_confirm_subj "
    "surveyls_email_confirm surveyls_dateformat surveyls_attributecaptions surveyls_alias "
    "email_admin_notification_subj email_admin_notification email_admin_responses_subj email_admin_responses "
    "surveyls_numberformat attachments"
)
SURVEY: Final = (
    "sid gsid admin expires startdate adminemail anonymized format savetimings template language "
    "additional_languages datestamp usecookie allowregister allowsave autonumber_start autoredirect allowprev "
    "printanswers ipaddr ipanonymize refurl showsurveypolicynotice publicstatistics publicgraphs listpublic "
    "htmlemail sendconfirmation tokenanswerspersistence assessments usecaptcha usetokens bounce_email "
    "attributedescriptions emailresponseto emailnotificationto tokenlength showxquestions showgroupinfo "
    "shownoanswer showqnumcode bouncetime bounceprocessing bounceaccounttype bounceaccounthost "
    "bounceaccountpass bounceaccountencryption bounceaccountuser showwelcome showprogress questionindex "
    "navigationdelay nokeyboard alloweditaftercompletion googleanalyticsstyle googleanalyticsapikey "
    "tokenencryptionoptions"
)
FIELDS: Final = {
    "answers": "aid qid code sortorder assessment_value scale_id",
    "answer_l10ns": "id aid answer language",
    "groups": "gid sid group_order randomization_group grelevance",
    "group_l10ns": ("id gid group_name description language sid group_order randomization_group grelevance"),
    "questions": QUESTION,
    "subquestions": QUESTION,
    "question_l10ns": "id qid question help script language",
    "question_attributes": "qid attribute value language",
    "surveys": SURVEY,
    "surveys_languagesettings": LANGUAGE,
}
# I and `inherit`: as the installation, or the group of surveys, has it.
INHERITED: Final = (
    "format usecookie allowregister allowsave autoredirect allowprev printanswers publicstatistics publicgraphs "
    "listpublic htmlemail sendconfirmation tokenanswerspersistence assessments showxquestions showgroupinfo "
    "shownoanswer showqnumcode showwelcome showprogress nokeyboard alloweditaftercompletion"
)
SURVEY_USUAL: Final = dict.fromkeys(INHERITED.split(), "I") | {
    **dict.fromkeys(
        ("admin", "adminemail", "template", "bounce_email", "emailresponseto", "emailnotificationto"),
        "inherit",
    ),
    **dict.fromkeys(("savetimings", "ipaddr", "ipanonymize", "refurl", "usetokens", "bounceprocessing"), "N"),
    **dict.fromkeys(("tokenlength", "questionindex", "navigationdelay"), "-1"),
    "gsid": "1",
    "datestamp": "N",
    "autonumber_start": "0",
    "usecaptcha": "E",
}
QUESTION_USUAL: Final = {
    "parent_qid": "0",
    "other": "N",
    "mandatory": "N",
    "encrypted": "N",
    "scale_id": "0",
    "same_default": "0",
    "relevance": "1",
    "same_script": "0",
}
USUAL: Final[Mapping[str, TableRow]] = {
    "answers": {"assessment_value": "0", "scale_id": "0"},
    "questions": QUESTION_USUAL,
    "subquestions": QUESTION_USUAL | {"type": "T"},
    "surveys": SURVEY_USUAL,
    "surveys_languagesettings": {"surveyls_dateformat": "6", "surveyls_numberformat": "0"},
}
NUMBERED: Final = {"answer_l10ns": "id", "group_l10ns": "id", "question_l10ns": "id", "answers": "aid"}


@dataclass
class LimeFile:
    """A file that grows row by row."""

    rows: dict[str, list[TableRow]] = field(default_factory=lambda: {name: [] for name in FIELDS})

    def add(self, table: str, row: TableRow) -> str:
        """Add a row with what is usual beside what is said; its number, where the table gives it one."""
        number = str(len(self.rows[table]) + 1)
        own = {NUMBERED[table]: number} if table in NUMBERED else {}
        self.rows[table].append(own | dict(USUAL.get(table, {})) | dict(row))
        return number

    def written(self, languages: Sequence[str]) -> bytes:
        """The file as XML in UTF-8."""
        root = ET.Element("document")
        ET.SubElement(root, "LimeSurveyDocType").text = "Survey"
        ET.SubElement(root, "DBVersion").text = DB_VERSION
        named = ET.SubElement(root, "languages")
        for language in languages:
            ET.SubElement(named, "language").text = language
        for name, listed in FIELDS.items():
            if self.rows[name]:
                _table(root, name, listed.split(), self.rows[name])
        ET.indent(root, " ")
        text = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _table(root: ET.Element, name: str, fields: Sequence[str], rows: Sequence[TableRow]) -> None:
    table = ET.SubElement(root, name)
    listed = ET.SubElement(table, "fields")
    for one in fields:
        ET.SubElement(listed, "fieldname").text = one
    inside = ET.SubElement(table, "rows")
    for row in rows:
        written = ET.SubElement(inside, "row")
        for one in fields:
            ET.SubElement(written, one).text = row.get(one, "")
