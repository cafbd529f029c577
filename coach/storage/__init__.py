"""Tables, queries and migrations; the only home of SQLAlchemy and Alembic."""
