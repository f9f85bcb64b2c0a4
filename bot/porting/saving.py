"""How a spreadsheet has to be saved so that it can be read: what is wrong with a file as a whole."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

NOT_UTF_8 = (
    "is not UTF-8. Save it as UTF-8: in Excel as the type “CSV UTF-8 (Comma delimited)”, "
    "in LibreOffice as Text CSV with the character set Unicode (UTF-8)"
)
SEPARATED = (
    "is separated by {}, and commas are needed. Save it with commas: in LibreOffice as Text CSV with the "
    "field delimiter “,”; Excel takes the list separator from the regional settings of the computer"
)
SEPARATORS = {";": "semicolons", "\t": "tabs"}
# Longer than any header of ours.
BEGINNING = 65536


def wrongly_saved(path: Path) -> str:
    """What is wrong with the way a CSV file was saved, with what to do, or empty.

    Only its beginning is looked at: single characters that are not UTF-8 are found as the rows are read.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError:
        return ""  # Whoever reads the rows says so.
    if beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return NOT_UTF_8
    header = beginning.partition(b"\n")[0].decode("latin-1")
    if "," in header:
        return ""
    return next((SEPARATED.format(name) for mark, name in SEPARATORS.items() if mark in header), "")
