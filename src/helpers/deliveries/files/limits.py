"""How much a delivered workbook may hold, and why: a small file can unpack to any size.

A list of ten thousand participants is a sheet of 5 MB that packs ten times. What the limits let in is read
within 1 GB (tests/deliveries/test_rows.py).
"""

# What a list may span. Formatting alone can fill a million rows; what stands in cells never comes near these.
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 1_000, 12_000_000
# Cells of merged ranges that are named one by one.
MAX_MERGED = 200_000
# What all parts say that they unpack to; so much is unpacked in chunks within seconds, and not kept.
MAX_UNPACKED_BYTES = 300_000_000
# What is kept of it without blank rows: twice a list of MAX_ROWS rows as Excel writes it (45 MB for 100 000).
MAX_CONTENT_BYTES = 150_000_000
# Above this the ratio to the packed file counts too. A sheet of different people packs 9 to 11 times, one
# with the same values in every row at most 19, as each cell says its place; what packs more says little.
FREE_CONTENT_BYTES, MAX_RATIO = 40_000_000, 40


def content_of(packed_bytes: int) -> int:
    """How many bytes a file of a size may hold, its blank rows left out.

    >>> content_of(10_000), content_of(2_000_000), content_of(50_000_000)
    (40000000, 80000000, 150000000)
    """
    return min(MAX_CONTENT_BYTES, max(FREE_CONTENT_BYTES, MAX_RATIO * packed_bytes))
