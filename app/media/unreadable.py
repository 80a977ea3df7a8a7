"""Why a file can't be kept as a picture or sound."""


class UnreadableMedia(Exception):
    """The bytes can't be taken as a picture or sound; the message is a sentence for people."""
