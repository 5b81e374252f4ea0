"""XPath patterns in the spelling of RE2."""

import re

# The blocks that a Danish office may meet; XPath names them as Unicode does, without spaces.
_BLOCKS = {
    "BasicLatin": r"\x{0}-\x{7F}",
    "Latin-1Supplement": r"\x{80}-\x{FF}",
    "LatinExtended-A": r"\x{100}-\x{17F}",
    "LatinExtended-B": r"\x{180}-\x{24F}",
    "IPAExtensions": r"\x{250}-\x{2AF}",
    "SpacingModifierLetters": r"\x{2B0}-\x{2FF}",
    "CombiningDiacriticalMarks": r"\x{300}-\x{36F}",
    "Greek": r"\x{370}-\x{3FF}",
    "GreekandCoptic": r"\x{370}-\x{3FF}",
    "Cyrillic": r"\x{400}-\x{4FF}",
    "Armenian": r"\x{530}-\x{58F}",
    "Hebrew": r"\x{590}-\x{5FF}",
    "Arabic": r"\x{600}-\x{6FF}",
    "LatinExtendedAdditional": r"\x{1E00}-\x{1EFF}",
    "GreekExtended": r"\x{1F00}-\x{1FFF}",
    "GeneralPunctuation": r"\x{2000}-\x{206F}",
    "SuperscriptsandSubscripts": r"\x{2070}-\x{209F}",
    "CurrencySymbols": r"\x{20A0}-\x{20CF}",
    "LetterlikeSymbols": r"\x{2100}-\x{214F}",
    "NumberForms": r"\x{2150}-\x{218F}",
    "Arrows": r"\x{2190}-\x{21FF}",
    "MathematicalOperators": r"\x{2200}-\x{22FF}",
    "BoxDrawing": r"\x{2500}-\x{257F}",
    "GeometricShapes": r"\x{25A0}-\x{25FF}",
    "MiscellaneousSymbols": r"\x{2600}-\x{26FF}",
    "Dingbats": r"\x{2700}-\x{27BF}",
    "Hiragana": r"\x{3040}-\x{309F}",
    "Katakana": r"\x{30A0}-\x{30FF}",
    "CJKUnifiedIdeographs": r"\x{4E00}-\x{9FFF}",
    "HangulSyllables": r"\x{AC00}-\x{D7AF}",
    "PrivateUseArea": r"\x{E000}-\x{F8FF}",
}
# A class of characters as RE2 writes it inside brackets, and its complement.
_KINDS = {
    "d": (r"\p{Nd}", r"\P{Nd}"),
    "w": (r"\pL\pM\pN\pS", r"\pP\pZ\pC"),
    "s": (r"\s", r"\S"),
    "i": (r"\pL_:", None),
    "c": (r"\pL\pN\pM_:.\x{B7}\-", None),
}
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_PROPERTY = re.compile(r"\{(\^?[A-Z][A-Za-z0-9-]*)\}")
_MAX_CLASS_DEPTH = 8
_Spans = list[tuple[int, int]]


class _Unsupported(Exception):
    """The pattern is wrong, or means something that RE2 cannot do."""


def translate(pattern: str, *, spaced: bool, dot_all: bool) -> str | None:
    """The pattern for RE2, or None. `spaced` (flag x): white space outside classes means nothing. `dot_all` (flag s):
    the dot means line ends too."""
    try:
        return _Translator(_without_spaces(pattern) if spaced else pattern, dot_all).whole()
    except (_Unsupported, IndexError):
        return None


def _without_spaces(pattern: str) -> str:
    kept = []
    depth = 0
    escaped = False
    for character in pattern:
        if depth or character not in " \t\n\r":
            kept.append(character)
            if not escaped:
                depth += (character == "[") - (character == "]")
            escaped = character == "\\" and not escaped
    return "".join(kept)


class _Translator:
    def __init__(self, pattern: str, dot_all: bool) -> None:
        self.pattern = pattern
        self.at = 0
        self.dot = r"(?s:.)" if dot_all else r"[^\n\r]"

    def whole(self) -> str:
        built = []
        while self.at < len(self.pattern):
            character = self._next()
            if character == "\\":
                built.append(self._escape())
            elif character == "[":
                built.append(self._class(0)[0])
            elif character == ".":
                built.append(self.dot)
            elif (
                character == "("
                and self.pattern.startswith("?", self.at)
                and self.pattern[self.at + 1] != ":"
            ):
                raise _Unsupported
            else:
                built.append(character)
        return "".join(built)

    def _next(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1]

    def _escape(self) -> str:
        character = self._next()
        kind = self._kind(character)
        return f"[{kind}]" if kind else re.escape(self._plain(character))

    def _kind(self, letter: str) -> str | None:
        """What stands for many characters, as it is written inside a class."""
        if letter in "pP":
            hit = _PROPERTY.match(self.pattern, self.at)
            if hit is None:
                raise _Unsupported
            self.at = hit.end()
            name = hit[1]
            if not name.startswith("Is"):
                return f"\\{letter}{{{name}}}"
            block = _BLOCKS.get(name[2:])
            if block is None or letter == "P":
                raise _Unsupported
            return block
        pair = _KINDS.get(letter.lower())
        if pair is None:
            return None
        kind = pair[letter.isupper()]
        if kind is None:
            raise _Unsupported
        return kind

    def _plain(self, character: str) -> str:
        """An escape of one character. Letters and digits that mean nothing, and back-references, are refused."""
        if character in _CONTROL:
            return _CONTROL[character]
        if character.isalnum():
            raise _Unsupported
        return character

    def _class(self, depth: int) -> tuple[str, _Spans | None]:
        """(text, spans) of a class whose bracket is passed; no spans where it has parts that are no plain ranges."""
        if depth > _MAX_CLASS_DEPTH:
            raise _Unsupported
        negated = self.pattern[self.at] == "^"
        self.at += negated
        text, spans = "", list[tuple[int, int]]()
        plain = not negated
        while (character := self._next()) != "]":
            if character == "[":
                raise _Unsupported
            if character == "-" and self.pattern[self.at] == "[":
                self.at += 1
                _, without = self._class(depth + 1)
                if without is None or not plain or self._next() != "]":
                    raise _Unsupported
                return _listed(_subtract(spans, without))
            kind = self._kind(self._next()) if character == "\\" and self._is_kind() else None
            if kind:
                text += kind
                plain = False
                continue
            low = ord(self._plain(self._next()) if character == "\\" else character)
            high = self._high(low)
            if high < low:
                raise _Unsupported
            spans.append((low, high))
            text += f"\\x{{{low:X}}}-\\x{{{high:X}}}"
        if not text:
            raise _Unsupported
        return f"[{'^' if negated else ''}{text}]", spans if plain else None

    def _is_kind(self) -> bool:
        letter = self.pattern[self.at]
        return letter in "pP" or letter.lower() in _KINDS

    def _high(self, low: int) -> int:
        """The end of a range that began with `low`."""
        following = self.pattern[self.at : self.at + 2]
        if len(following) < 2 or following[0] != "-" or following[1] in "[]":
            return low
        self.at += 1
        character = self._next()
        return ord(self._plain(self._next()) if character == "\\" else character)


def _subtract(spans: _Spans, without: _Spans) -> _Spans:
    for low, high in without:
        spans = [
            part
            for first, last in spans
            for part in ((first, min(last, low - 1)), (max(first, high + 1), last))
            if part[0] <= part[1]
        ]
    return spans


def _listed(spans: _Spans) -> tuple[str, _Spans]:
    if not spans:
        raise _Unsupported
    return "[" + "".join(f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in spans) + "]", spans
