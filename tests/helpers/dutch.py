"""Whether a message is Dutch: words of English that no Dutch message has, outside of what the user typed."""

import re

ENGLISH = re.compile(
    r"\b(the|is not|not|and|with|without|expected|missing|invalid|cannot|could|should|must|file not|there|"
    r"which|where|other|than|every|value error|unexpected|found|unknown|required|field|please|error|wrong|does|has|have|"
    r"rows?|columns?|sheets?|no such|twice|already|between|and on)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"niet bekend: [^;]*|blad \S+|een van \S+|\w+\[\d+\][.\w]*|'[^']*'|\"[^\"]*\"|--?[\w-]+|\[\[?[\w.]+\]?\]|[\w/.~-]*/[\w/.-]+|\w+ = |[\w-]+\.\w+|\([^)]*\)"
)
"""What is shown as it was typed: texts, options, keys of TOML, paths; and what stands between brackets."""


def english(message: str) -> list[str]:
    """The words of English in a message."""
    return sorted({word.lower() for word in ENGLISH.findall(QUOTED.sub(" ", message))})
