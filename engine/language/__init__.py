"""What Barograph says, in every language: catalogues of sentences; numbers, days and lists as a language has them."""

from engine.language.catalogue import CatalogueError as CatalogueError
from engine.language.speaker import ENGLISH as ENGLISH
from engine.language.speaker import Language as Language
from engine.language.speaker import direction as direction
from engine.language.speaker import needed_plurals as needed_plurals
from engine.language.speaker import own_name as own_name
from engine.language.spoken import count as count
from engine.language.spoken import say as say
from engine.language.spoken import speaking as speaking
from engine.language.spoken import spoken as spoken
