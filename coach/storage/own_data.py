"""All that is kept of one learner: handed out whole, or erased for good.

Both follow the foreign keys from the learner on, so a table that is added later is part of it.
"""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from coach.errors import StorageUnavailable
from coach.storage.database import Database
from coach.storage.tables import Base, Learner


def everything(database: Database, learner: UUID) -> dict[str, list[dict[str, object]]]:
    """The rows of each table that belong to the learner, by the table's name; ids and times as text."""
    found = dict[str, list[dict[str, object]]]()
    owned: dict[str, list[UUID]] = {}
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table is Learner.__table__:
                belongs = Learner.id == learner
            else:
                belongs = or_(*(fk.parent.in_(owned[fk.column.table.name]) for fk in table.foreign_keys if fk.column.table.name in owned))
            rows = [dict(row) for row in session.execute(select(table).where(belongs)).mappings()]
            owned[table.name] = [row["id"] for row in rows if "id" in row]
            found[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return found


def erase(database: Database, cookie_hash: str) -> None:
    """Every row of the learner, here and in SQLite's backups; what was spent stays, as nobody's. The file then holds no trace of the rest."""
    with database.write() as session:
        session.execute(delete(Learner).where(Learner.cookie_hash == cookie_hash))
    database.compact()
    for copy in database.backups():
        try:
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys=ON")
                connection.execute("DELETE FROM learner WHERE cookie_hash = ?", [cookie_hash])
                connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise StorageUnavailable(f"Your data is deleted, but for an older copy of the database, which can't be changed ({error}): delete {copy}.") from None


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
