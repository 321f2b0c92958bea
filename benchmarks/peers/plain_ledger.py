"""The peer of reading a ledger: its lines split and öre summed by account, nothing checked and nothing kept.

    plain_ledger.py FILE

Prints CPU seconds and the sums as JSON.
"""

import json
import sys
import time
from pathlib import Path

before = time.process_time()
sums: dict[str, int] = {}
for line in Path(sys.argv[1]).read_text(encoding="cp437").splitlines():
    if line.startswith("#TRANS"):
        head, _, rest = line.partition("}")
        account, amount = head.split(" ", 2)[1], rest.split(" ", 2)[1]
        sums[account] = sums.get(account, 0) + round(float(amount) * 100)
print(json.dumps({"seconds": time.process_time() - before, "sums": sums}))
