"""Opens the database: SQLite by default, any SQLAlchemy URL else; migrates it at start."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from coach.errors import StorageUnavailable
from coach.storage.tables import Base

_MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0006"
"""The newest migration; a test holds it against the files."""
_LOCK = 0x434F4143


def default_url() -> str:
    """COACH_DATABASE_URL, else a file in the user's data folder."""
    if url := os.environ.get("COACH_DATABASE_URL"):
        return url
    return f"sqlite:///{user_data_path('coach', appauthor=False) / 'coach.db'}"


class Database:
    """One engine a process; `read` and `write` give a session a call.

    Opened and migrated at first use; where that fails, every call says why and the next one tries again.
    """

    def __init__(self, url: str | None = None):
        """Raises StorageUnavailable where the address itself is wrong."""
        try:
            self.url = make_url(url or default_url())
            self._engine = create_engine(self.url, hide_parameters=True)
        except ModuleNotFoundError as error:
            raise StorageUnavailable(f"COACH_DATABASE_URL needs the Python package {error.name}: install it, or use a database of another kind.") from None
        except (ArgumentError, NoSuchModuleError, ValueError):
            raise StorageUnavailable("COACH_DATABASE_URL isn't a database address: write one such as sqlite:////home/you/coach.db.") from None
        self._opened = False
        self._opening = Lock()
        if self.is_sqlite:
            _prepare_sqlite(self._engine)

    def open(self) -> None:
        """Make the file and bring it up to date, once; raises StorageUnavailable with what to do."""
        with self._opening:
            if self._opened:
                return
            try:
                if self._file:
                    self._file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageUnavailable(
                    f"The folder for {self.url.database} can't be made ({error.strerror}). Set COACH_DATABASE_URL to another place."
                ) from None
            with self._said():
                self._migrate()
            self._opened = True

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def _file(self) -> Path | None:
        """SQLite's file; None for a server, for memory, and for a `file:` URI, whose owner sees to the folder."""
        name = self.url.database if self.is_sqlite else None
        return Path(name) if name and name != ":memory:" and not name.startswith("file:") else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        self.open()
        with self._said(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        self.open()
        engine = self._engine.execution_options(coach_write=True)
        with self._said(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write_alone(self) -> Iterator[Session]:
        """As `write`, with no other process or thread in here: what is read still holds at the commit."""
        with self.write() as session:
            self._hold_off_others(session.connection())
            yield session

    def compact(self) -> None:
        """Rewrites SQLite's file and empties its log, so that nothing deleted is left in either; a server sees to that itself."""
        if self.is_sqlite:
            # By the driver's own connection: SQLAlchemy's would begin a transaction, in which neither works.
            try:
                with closing(self._engine.raw_connection()) as connection:
                    for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                        connection.cursor().execute(statement)
            except sqlite3.Error as error:
                raise StorageUnavailable(self._sentence(str(error).lower())) from None

    def backups(self) -> list[Path]:
        """The copies that were made before migrations."""
        return sorted(self._file.parent.glob(f"{self._file.name}.before-????")) if self._file else []

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """A database's error as a sentence for the person who has to mend it."""
        try:
            yield
        except DBAPIError as error:
            raise StorageUnavailable(self._sentence(str(error.orig).lower())) from None
        except SQLAlchemyError as error:
            raise StorageUnavailable(f"The database {self._shown} failed ({type(error).__name__}). Try again; your text is still in the editor.") from None

    @property
    def _shown(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def _sentence(self, cause: str) -> str:
        if "readonly" in cause or "read-only" in cause:
            return f"The database {self._shown} is read-only, so nothing can be saved. Give write permission, or set COACH_DATABASE_URL to another place."
        if "full" in cause or "no space" in cause:
            return f"The disk of the database {self._shown} is full, so nothing can be saved. Free some space and try again."
        if "locked" in cause or "busy" in cause:
            return f"The database {self._shown} is busy with another program. Try again in a moment."
        if "unable to open" in cause or "connect" in cause:
            return f"The database {self._shown} can't be opened. Check the path and its permissions, or COACH_DATABASE_URL."
        if "malformed" in cause or "not a database" in cause:
            return f"The file {self._shown} isn't a database that Coach can read. Move it away, or put back a backup beside it."
        return f"The database {self._shown} failed. Try again; your text is still in the editor."

    def _create(self) -> bool:
        """A new database gets the newest tables at once (Alembic's own advice); False where another process was first."""
        with self._engine.execution_options(coach_write=True).begin() as connection:
            self._hold_off_others(connection)
            if inspect(connection).has_table("alembic_version"):
                return False
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
        return True

    @staticmethod
    def _hold_off_others(connection: Connection) -> None:
        """SQLite is held by BEGIN IMMEDIATE already; PostgreSQL by an advisory lock until the end of the transaction."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})

    def _migrate(self) -> None:
        with self._engine.connect() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if found is not None and found not in _known_revisions():
            raise StorageUnavailable(f"The database {self._shown} was made by a newer Coach (revision {found}). Update Coach, or use another database.")
        if found is None and self._create():
            return
        from alembic import command  # 0.3 s: only a database that isn't up to date needs it
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._engine.execution_options(coach_write=True).begin() as connection:
            self._hold_off_others(connection)
            # Another process may have brought it up to date while this one waited: then there is nothing to back up.
            if self._file and (older := _revision(connection)) not in (None, HEAD):
                self._back_up(self._file, str(older))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _back_up(self, path: Path, revision: str) -> None:
        """Copies the database as it stands; whoever calls holds the lock, so no other process is half-way through."""
        copy = path.with_name(f"{path.name}.before-{revision}")
        try:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise StorageUnavailable(
                f"The database can't be backed up to {copy} before it is brought up to date ({error}). Make room there and try again."
            ) from None


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        # pysqlite would begin transactions on its own, too late for BEGIN IMMEDIATE.
        connection.isolation_level = None
        for pragma in ("busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            return  # a read-only database keeps its mode; the first write says so

    @event.listens_for(engine, "begin")
    def _begins(connection: Connection) -> None:
        write = connection.get_execution_options().get("coach_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _known_revisions() -> set[str]:
    return {p.stem.split("_")[0] for p in (_MIGRATIONS / "versions").glob("[0-9]*.py")}
