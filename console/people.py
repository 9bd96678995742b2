"""People: who works here."""

from console.query import Listing
from data.records.people import Person

LIST = Listing(
    name="people",
    kind=Person,
    fields={},
    states={"seen": lambda desk: lambda person: person.seen},
    text=lambda desk, person: person.name,
    order=lambda desk: lambda person: (person.name,),
)
