"""Socialt bokslut as code: raw files -> clean tables -> facts -> everything else."""

import sys

# jsonschema asks for the grammar of internationalised addresses, which takes a second to compile and which
# nobody here needs: notebooks are checked against a schema without addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: not to be found
