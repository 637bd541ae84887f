"""Office files are zip archives; without the time of writing the same content is the same bytes."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

DATE = (2000, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<(dcterms:modified|dcterms:created|dc:date|meta:creation-date)[^>]*>)[^<]*(<)")


def with_fixed_dates(archive: bytes) -> bytes:
    """The same archive with every date in it, inside and out, set to 1 January 2000."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in ("docProps/core.xml", "meta.xml"):
                content = _STAMPS.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", content)
            entry = ZipInfo(name, DATE)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()
