"""No message goes untold."""

from tests.messages.sources import PROGRAM, TESTS, messages, texts


def test_every_message_stands_in_a_test_as_people_read_it() -> None:
    told = texts(TESTS)
    untold = [
        f"{message.place}: {' … '.join(message.parts)}"
        for message in messages(PROGRAM)
        if not all(part in told for part in message.parts)
    ]
    assert untold == []
