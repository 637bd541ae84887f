"""Office files are zip archives; without the time of writing the same content is the same bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

DATE = (2000, 1, 1, 0, 0, 0)


def with_fixed_dates(archive: bytes) -> bytes:
    """The same archive with every entry dated 1 January 2000."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, DATE)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
