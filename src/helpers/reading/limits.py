"""How much a file that somebody else wrote may hold, and why: a small file can unfold to any size.

Each limit is held before what it bounds is read or unfolded: the size of a file before it is read, a
workbook's parts before they are unpacked, its cells and texts as its XML streams past, a text file's lines
and fields before they are taken apart. What they let in is read within 1 GB (tests/deliveries/test_rows.py).
"""

# --- files ----------------------------------------------------------------------------------------

# A list of 100 000 rows is 5 MB as a workbook and 10 MB as text.
MAX_FILE_BYTES = 30_000_000
# A good example is a page of text; the longest of the definitions is 23 kB; a register has a line a text.
MAX_PROSE_BYTES, MAX_YAML_BYTES, MAX_REGISTER_BYTES = 100_000, 300_000, 2_000_000
# The office's own text of a page is some paragraphs; each sentence is held against all facts.
MAX_OWN_TEXT_BYTES = 20_000
# A large association's ledger: 200 000 vouchers of three rows are 1.2 million lines and 60 MB.
MAX_LEDGER_BYTES, MAX_LEDGER_LINES = 100_000_000, 2_000_000
# Its different texts that are looked through for people, 50 microseconds each; a year has some thousand.
MAX_LEDGER_TEXTS = 20_000
# What is hashed of a file that nobody reads, such as a film beside the lists; seconds of a disk's work.
MAX_HASHED_BYTES = 4_000_000_000
# A year's folder holds tens of files, in folders two deep.
MAX_ENTRIES, MAX_FOLDERS = 5_000, 12
# What reading one file may take besides what the process holds already.
MAX_MEMORY = 1_000_000_000

# --- tables ---------------------------------------------------------------------------------------

# What a list may span. Formatting alone can fill a million rows; what stands in cells never comes near these.
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 1_000, 12_000_000
# Lines of a text file, blank ones among them, and its fields: a sheet saved to Excel's last row, with the
# columns of a list.
MAX_LINES, MAX_FIELDS = 1_100_000, 12_000_000
# Excel holds no more in a cell.
MAX_CELL = 32_767
# All that the cells of a workbook say, a shared text counted in every cell that refers to it: a list of
# MAX_ROWS rows says 20 million characters.
MAX_CHARACTERS = 60_000_000
# Cells of merged ranges that are named one by one.
MAX_MERGED = 200_000
# Findings of one kind in a sheet that are told one by one; the others share one, which names their rows.
MAX_ALIKE = 500
# Ranges of rows that a finding names.
MAX_RANGES = 200

# --- workbooks ------------------------------------------------------------------------------------

# A workbook has a part a sheet and picture, and a handful besides.
MAX_PARTS = 2_000
# Elements of its sheets and shared texts that are looked at one by one, some microseconds each.
MAX_ELEMENTS = 2_000_000
# What all parts say that they unpack to; so much is unpacked in chunks within seconds, and not kept.
MAX_UNPACKED_BYTES = 300_000_000
# What is kept of it without blank rows: twice a list of MAX_ROWS rows as Excel writes it (45 MB for 100 000).
MAX_CONTENT_BYTES = 150_000_000
# Above this the ratio to the packed file counts too. A sheet of different people packs 9 to 11 times, one
# with the same values in every row at most 19, as each cell says its place; what packs more says little.
FREE_CONTENT_BYTES, MAX_RATIO = 40_000_000, 40

# --- YAML -----------------------------------------------------------------------------------------

# Lists and entries within each other: the definitions have five.
MAX_NESTING = 20
# Faults of one file that are told; one is mended at a time.
MAX_TOLD = 50


def content_of(packed_bytes: int) -> int:
    """How many bytes a file of a size may hold, its blank rows left out.

    >>> content_of(10_000), content_of(2_000_000), content_of(50_000_000)
    (40000000, 80000000, 150000000)
    """
    return min(MAX_CONTENT_BYTES, max(FREE_CONTENT_BYTES, MAX_RATIO * packed_bytes))
