"""What an Excel ballot says to the juror, as N_ texts: it speaks the edition's language."""

from __future__ import annotations

from typing import Final

from juryapp.base.i18n import N_
from juryapp.domain.statements import Answer

START: Final = N_("Start here")
BALLOT: Final = N_("My ballot")
MATERIAL: Final = N_("Nominations")
CRITERIA: Final = N_("Criteria")
CHOICES: Final = N_("Choices")
CODE: Final = "juryapp"  # the sheet with the code; it is for the program

NOT_ASSESSED: Final = N_("not assessed")
YES: Final = N_("yes")
ANSWERS: Final = {
    Answer.NOTHING: N_("nothing to report"),
    Answer.TELL: N_("something the panel should know"),
    Answer.DOUBT: N_("in doubt"),
}

TITLE: Final = N_("{award}: ballot of {name}")
STEPS: Final = (
    N_("1. Read what the criteria mean on the sheet “{criteria}”."),
    N_(
        "2. On the sheet “{ballot}”, answer the question of impartiality for each candidate, before you read"
        " anything about them."
    ),
    N_("3. Read the nominations on the sheet “{material}”. They come in your own order."),
    N_(
        "4. Fill in the framed cells on the sheet “{ballot}”. A list opens when you stand in a cell. Choose"
        " “{not_assessed}” where you cannot give a mark: that is something else than a low mark."
    ),
    N_(
        "5. Save the file as an Excel workbook (.xlsx) and send it back to the secretariat."
        " LibreOffice, Numbers and Google Sheets can do that too."
    ),
)
DEADLINE: Final = N_("The secretariat needs it by {day}.")
QUESTION: Final = N_("The question of impartiality")
QUESTION_TEXT: Final = N_(
    "Is there anything that could make you partial towards this candidate, or make others think so? Answer"
    " “{tell}” or “{doubt}” and write what it is; the panel then decides. Examples:"
)
KNOW: Final = N_("Good to know")
NOT_SIGNED: Final = N_(
    "A workbook is not signed: your name stands in it, but nobody can see from the file who has filled it in."
    " So the secretariat sends you the marks that were read, and asks you to confirm them."
)
ONLY_FRAMED: Final = N_(
    "Change only the framed cells. The sheets are protected against slips, without a password. You may sort"
    " nothing, but you can make rows and columns larger."
)
NO_FORMULAS: Final = N_(
    "Type marks, no formulas. With a decimal comma, write 7,5; with a decimal point, write 7.5. If a date"
    " appears, undo it and write the other one."
)
CONFIDENTIAL: Final = N_(
    "The nominations are confidential. Please do not pass the file on, and delete it when the award is given."
)
ATTACHED: Final = N_("Attachments are not in this workbook. The secretariat sends them beside it.")

NUMBER_HEADING: Final = N_("No.")
NAME_HEADING: Final = N_("Candidate")
PLACE_HEADING: Final = N_("Place")
CATEGORY_HEADING: Final = N_("Category")
ANSWER_HEADING: Final = N_("Impartiality")
FACTS_HEADING: Final = N_("What the panel should know")
WHY_HEADING: Final = N_("Comment on “{criterion}”")
NOTE_HEADING: Final = N_("Comment to the jury")
USABLE_HEADING: Final = N_("May the comment be used in the justification?")
KIND_HEADING: Final = N_("What it is")
TEXT_HEADING: Final = N_("Text")
CRITERION_HEADING: Final = N_("Criterion")
GUIDANCE_HEADING: Final = N_("What it means")
SCALE_HEADING: Final = N_("Answers")
WEIGHT_HEADING: Final = N_("Weight")
LEVELS_HEADING: Final = N_("What a mark means")

FACTS: Final = N_("Facts")
NOMINATED_BY: Final = N_("Nominated by {nominator}")
NOMINATED_BY_SELF: Final = N_("Nominated by itself: {nominator}")
ATTACHMENTS: Final = N_("Attachments")
WENT_ON: Final = N_("(goes on)")

SCALE: Final = N_("From {least} to {most} in steps of {step}")
PLACES: Final = N_("A place from 1, the best, within the category")
ONE_OF: Final = N_("One of: {words}")
IN_WORDS: Final = N_("A comment in words")

WRONG_TITLE: Final = N_("This cannot be taken")
WRONG_LIST: Final = N_(
    "Choose from the list. Number or word, it must be written as it stands there."
)
WRONG_MARK: Final = N_(
    "Marks go from {least} to {most} in steps of {step}. Or write “{not_assessed}”."
)
WRONG_LENGTH: Final = N_("The text is longer than {limit} characters. Shorten it.")
PROMPT_ANSWER: Final = N_("Choose one of three answers. Write the facts in the next column.")
PROMPT_USABLE: Final = N_(
    "Choose “{yes}” if the jury may use your words. Otherwise leave it empty."
)
