"""`juryapp edition new|list|show`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from juryapp.application.edition.editions import new_edition
from juryapp.application.edition.files import EditionDraft, read_edition, read_template, templates
from juryapp.application.edition.trials import make_trial
from juryapp.application.keys.recovery import make_phrase
from juryapp.application.overview import STATUS_NAMES, STEP_NAMES, Overview, overview
from juryapp.application.packages.overview import PackageLine, load_lines
from juryapp.base.i18n import _
from juryapp.cli.answer import Answer, columns
from juryapp.cli.arguments import Parser, add_command, add_group
from juryapp.cli.context import Context
from juryapp.cli.keys import phrase_lines
from juryapp.domain.award import Status


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the three commands."""
    group = add_group(commands, "edition", _("make an edition, list them, show one"))
    new = add_command(group, "new", _("make an edition from a file or a template"))
    source = new.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="file", type=Path, metavar="FILE.toml")
    source.add_argument("--template", metavar="NAME", help=", ".join(templates()))
    new.add_argument("--title", help=_("another title than the file’s"))
    new.add_argument("--year", type=int, help=_("another year than the file’s"))
    new.add_argument("--id", help=_("the id to use; else one is made"))
    new.add_argument(
        "--no-phrase",
        action="store_true",
        help=_("make no recovery phrase now; “juryapp keys phrase --new” makes one later"),
    )
    new.set_defaults(run=run_new)
    trial = add_command(group, "trial", _("copy an edition to try everything out on"))
    trial.add_argument("name", nargs="?", default="", metavar="EDITION")
    trial.add_argument("--id", help=_("the id to use; else one is made"))
    trial.set_defaults(run=run_trial)
    add_command(group, "list", _("list the editions of this data folder")).set_defaults(
        run=run_list
    )
    show = add_command(group, "show", _("show where an edition stands"))
    show.add_argument("name", nargs="?", default="", metavar="EDITION")
    show.set_defaults(run=run_show)


def run_new(context: Context) -> Answer:
    """Make an edition."""
    options = context.options
    draft = read_edition(options.file) if options.file else read_template(options.template)
    session = new_edition(context.services, _changed(draft, options))
    try:
        made, place = session.edition(), session.database.place
        phrase = "" if options.no_phrase else make_phrase(session)
    finally:
        session.close()
    line = _("Edition {id} “{title}” is made.").format(id=made.id, title=made.title)
    document = {
        "edition": made.id,
        "title": made.title,
        "year": made.year,
        "database": place,
        "recovery_phrase": phrase or None,
    }
    return Answer([line, *(["", *phrase_lines(phrase)] if phrase else [])], document)


def _changed(draft: EditionDraft, options: argparse.Namespace) -> EditionDraft:
    if options.title:
        draft = replace(draft, title=options.title)
    if options.year:
        draft = replace(draft, year=options.year)
    return replace(draft, id=options.id) if options.id else draft


def run_trial(context: Context) -> Answer:
    """Copy an edition as a trial."""
    with context.edition(context.options.name) as session:
        trial = make_trial(session, id_=context.options.id or "")
        try:
            made, place = trial.edition(), trial.database.place
        finally:
            trial.close()
    line = _("The trial {id} “{title}” is made. Nothing in it counts.").format(
        id=made.id, title=made.title
    )
    return Answer(
        [line], {"edition": made.id, "title": made.title, "trial": True, "database": place}
    )


def run_list(context: Context) -> Answer:
    """List the editions: the first column is the id."""
    editions = context.services.store.editions()
    rows = [(e.id, str(e.year), _status(e.status), e.title or _(e.problem)) for e in editions]
    documents = [
        {
            "id": e.id,
            "title": e.title,
            "year": e.year,
            "award": e.award_name,
            "status": e.status,
            "database": e.place,
            "changed": e.changed,
            "problem": _(e.problem) or None,
        }
        for e in editions
    ]
    return Answer(
        columns(rows) or [_("There is no edition yet. Make one with “juryapp edition new”.")],
        {"editions": documents},
    )


def _status(status: str) -> str:
    return _(STATUS_NAMES[Status(status)]) if status else "–"


def run_show(context: Context) -> Answer:
    """Show where an edition stands."""
    with context.edition(context.options.name, reading=True) as session:
        facts = overview(session)
        with session.reading() as uow:
            categories = [{"id": c.id, "name": c.name} for c in uow.categories.all()]
            criteria = [{"id": c.id, "name": c.name} for c in uow.criteria.all()]
            nominees = [
                {"id": n.id, "number": n.number, "name": n.name, "category": n.category}
                for n in uow.nominees.all()
            ]
            told = {line.juror.id: _first_package(line) for line in load_lines(uow, facts.sheets)}
            jurors = [
                {
                    "id": j.id,
                    "number": j.number,
                    "name": j.name,
                    "role": str(j.role),
                    **told.get(j.id, {}),
                }
                for j in uow.jurors.all()
            ]
    document = _document(facts)
    lists = {
        "category_list": categories,
        "criterion_list": criteria,
        "nominee_list": nominees,
        "juror_list": jurors,
    }
    return Answer(_lines(facts), {**document, **lists})


def _first_package(line: PackageLine) -> dict[str, object]:
    """Return what the package of the first week has brought, of a juror who scores."""
    return {
        "machine_works": line.works,
        "declared": line.declared,
        "left_out": line.left_out,
        "pending": line.pending,
    }


def _lines(facts: Overview) -> list[str]:
    rows = [
        (_("Edition"), f"{facts.edition.title} ({facts.edition.id})"),
        (_("Status"), _(STATUS_NAMES[facts.status])),
        (_("Categories"), str(facts.categories)),
        (_("Criteria"), str(facts.criteria)),
        (_("Nominees"), str(facts.nominees)),
        (_("Nominations"), str(facts.nominations)),
        (_("Jurors who score"), str(facts.jurors)),
        (_("Machines that work"), f"{facts.machines} / {facts.jurors}"),
        (_("Handed in"), f"{facts.handed_in} / {facts.jurors}"),
        (_("Open questions"), str(facts.open_questions)),
        (_("Next step"), _(STEP_NAMES[facts.step])),
    ]
    if facts.held:
        rows.append((_("Laid aside after closing"), str(facts.held)))
    return columns(rows)


def _document(facts: Overview) -> dict[str, object]:
    edition = facts.edition
    return {
        "edition": edition.id,
        "title": edition.title,
        "award": edition.award_name,
        "year": edition.year,
        "owner": edition.owner,
        "languages": list(edition.languages),
        "deadline": edition.deadline,
        "status": str(facts.status),
        "next_step": str(facts.step),
        "categories": facts.categories,
        "criteria": facts.criteria,
        "nominees": facts.nominees,
        "nominations": facts.nominations,
        "jurors": facts.jurors,
        "machines_work": facts.machines,
        "handed_in": facts.handed_in,
        "complete": facts.complete,
        "conflicts": facts.conflicts,
        "held": facts.held,
        "reopened": facts.reopened,
        "open_questions": facts.open_questions,
    }
