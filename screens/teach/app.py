"""Teaching an export from the command line: a console of one screen."""

from console.desk import Desk
from console.formats import Lesson
from data.exports.taught import Taught
from screens.look import Dressed
from screens.teach.screen import Teach


class TeachApp(Dressed[Taught]):
    """Shows the lesson, and ends with it."""

    TITLE = "Spotlight"
    CSS_PATH = "../console.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, lesson: Lesson, *, choose: bool) -> None:
        super().__init__(desk.me.name)
        self.animation_level = "none"
        self.teach = Teach(desk, lesson, choose=choose)

    def on_mount(self) -> None:
        """The one screen; its end is ours."""
        self.push_screen(self.teach, self.exit)


def teach(desk: Desk, lesson: Lesson, *, choose: bool) -> Taught | None:
    """Let a person name the columns. `choose`: ask what the file becomes. `None`: it was left."""
    return TeachApp(desk, lesson, choose=choose).run(mouse=False)
