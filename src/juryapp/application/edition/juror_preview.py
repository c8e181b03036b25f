"""What an import of jurors would do, before anything is taken in."""

from __future__ import annotations

from dataclasses import dataclass

from juryapp.application.session import Session
from juryapp.application.tables.mapping import (
    JUROR_FIELDS,
    MappedRow,
    Mapping,
    Table,
    TableWarning,
    mapped_rows,
    mapping_warnings,
    name_key,
    proposed_mapping,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorPreview:
    """What an import of jurors would do."""

    added: int
    changed: int  # known by id or name; what the table says of them replaces what stood
    rows: tuple[MappedRow, ...]
    warnings: tuple[TableWarning, ...]


def preview_jurors(session: Session, table: Table, mapping: Mapping | None = None) -> JurorPreview:
    """Return what `import_jurors` would do. Raises FileFormatError as it would."""
    used = mapping or proposed_mapping(table, JUROR_FIELDS)
    rows = mapped_rows(table, used)
    with session.reading() as uow:
        known = uow.jurors.all()
    ids, names = {str(j.id) for j in known}, {name_key(j.name) for j in known}
    changed = sum(row["id"] in ids or name_key(row["name"]) in names for row in rows)
    return JurorPreview(
        added=len(rows) - changed,
        changed=changed,
        rows=rows,
        warnings=table.warnings + mapping_warnings(table, used),
    )
