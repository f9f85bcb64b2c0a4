"""The one exception that carries a sentence for a person."""


class Refusal(Exception):
    """What was asked cannot be done; `str()` says what to do instead.

    `field` names the input of a modal that the sentence is about.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
