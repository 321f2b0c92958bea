"""All that a delivered file holds, or why it is not taken in."""

from pathlib import Path

from helpers.faults import Refusal, beyond
from helpers.reading import directory, intake, limits


def taken(path: Path, most: int = limits.MAX_FILE_BYTES) -> bytes:
    """All of a delivered file.

    Raises:
        Refusal: it cannot be opened, is no file, or holds more than `most` bytes.
    """
    try:
        return intake.content(path, most)
    except intake.TooLarge as large:
        raise beyond("file_bytes", large.found, large.most) from None
    except OSError as error:
        raise Refusal(unopened(error)) from None


def unopened(error: OSError) -> str:
    """The code of a file that cannot be opened."""
    if isinstance(error, intake.NoFile):
        return "no_file"
    return "no_right_to_file" if directory.is_of_rights(error) else "unreadable_file"
