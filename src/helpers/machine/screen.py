"""The one place where lines reach the terminal: whoever prints, it goes through a `Screen`."""

import errno
import io
import os

from helpers.language import letters


class Screen(io.TextIOWrapper):
    """A stream that a reader sees: no line rules the terminal, and a reader who goes away stops nothing.

    `lost` is why what was written came to nobody, None where it came.
    """

    lost: OSError | None = None

    def write(self, line: str, /) -> int:
        """Write what of a line may be printed."""
        try:
            return super().write(letters.printable(line))
        except OSError as error:
            self._lose(error)
            return len(line)

    def flush(self) -> None:
        """Write what waits."""
        try:
            super().flush()
        except OSError as error:
            self._lose(error)

    @property
    def lost_to_somebody(self) -> OSError | None:
        """Why what was written is lost though somebody waits for it, as in a file on a full disk."""
        went_away = (errno.EPIPE, errno.EIO, errno.ECONNRESET)
        return self.lost if self.lost and self.lost.errno not in went_away else None

    def _lose(self, error: OSError) -> None:
        self.lost = self.lost or error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
