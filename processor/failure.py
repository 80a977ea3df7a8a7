"""Why a job can't be done."""


class JobFailure(Exception):
    """Ends a job as failed, with one of the contract's codes and a sentence that its owner reads."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
