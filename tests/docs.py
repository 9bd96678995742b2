"""Writes the README's key table from the table of verbs: `make docs`."""

from pathlib import Path

from screens.keymap import UNBUILT, help_of, label_of, shipped, spoken

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys: made by `make docs` from the table of verbs -->", "<!-- /keys -->"
PLACES = {"everywhere": "everywhere", "list": "in a list", "actions": "Actions, Today", "qa": "QA"}


def key_table() -> str:
    """The key map as a Markdown table."""
    rows = ["| key | where | what |", "|---|---|---|"]
    for section, entries in shipped().items():
        place = PLACES.get(section, section.title())
        for id, keys in entries.items():
            if id.removeprefix("pane.") not in UNBUILT:
                shown = " ".join(f"`{spoken(key)}`" for key in keys.split(","))
                rows.append(f"| {shown} | {place} | **{label_of(id)}**: {help_of(id)} |")
    return "\n".join(rows)


def with_keys(readme: str) -> str:
    """The README with the table as it is now."""
    head, _, rest = readme.partition(BEGIN)
    tail = rest.partition(END)[2]
    return f"{head}{BEGIN}\n{key_table()}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text("utf-8")), "utf-8")
