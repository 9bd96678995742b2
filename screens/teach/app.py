"""Teaching an export from the command line: a console of one screen."""

from textual.app import App

from console.desk import Desk
from console.formats import Lesson
from data.exports.taught import Taught
from screens.look import DARK
from screens.teach.screen import Teach


class TeachApp(App[Taught]):
    """Shows the lesson, and ends with it."""

    TITLE = "Spotlight"
    CSS_PATH = "../console.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, lesson: Lesson, *, choose: bool) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.animation_level = "none"
        self.teach = Teach(desk, lesson, choose=choose)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles' colours, so that any other theme works too."""
        return dict(DARK.variables)

    def on_mount(self) -> None:
        """The one screen; its end is ours."""
        self.push_screen(self.teach, self.exit)


def teach(desk: Desk, lesson: Lesson, *, choose: bool) -> Taught | None:
    """Let a person name the columns. `choose`: ask what the file becomes. `None`: it was left."""
    return TeachApp(desk, lesson, choose=choose).run(mouse=False)
