"""Run by Alembic: migrate over the connection, and in the transaction, that the store hands in."""

from alembic import context

from engine.store.migrations import VERSION_TABLE
from engine.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
