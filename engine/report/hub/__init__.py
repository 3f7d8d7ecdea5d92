"""The network's result as a document: what changed, by how much and how surely, and what stands out.

The parts stand in the order in which somebody responsible for many schools asks: what changed, in how many
schools, over which time, who stands out, who answered, how schools differ, whether the survey works.
"""

from engine.report.hub.composition import hub_document
from engine.report.hub.pool import pool_document

__all__ = ["hub_document", "pool_document"]
