"""Exact decimal arithmetic: 34 digits and the exponents of IEEE decimal128. What has no finite value is null."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

# Shared by all threads: nothing is trapped and no flag is read, so its operations do not touch each other.
MATH = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, flags=[], traps=[]
)

_MIN_SCALE, _MAX_SCALE = -6111, 6176


def finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def parse_number(text: str) -> Decimal | None:
    """A number as FEEL writes it, rounded to 34 digits; the caller has checked its form."""
    return finite(MATH.create_decimal(text))


def number_text(value: Decimal) -> str:
    """Without exponent and without zeros that say nothing: 1.50 is written 1.5, 1E+3 is written 1000."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    if not base and not exponent:
        return Decimal(1)
    return finite(MATH.power(base, exponent))


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """`value` with `scale` digits after the point. Null for a scale that decimal128 does not know."""
    digits = int(scale)
    if not _MIN_SCALE <= digits <= _MAX_SCALE:
        return None
    if -value.as_tuple().exponent <= digits:  # type: ignore[operator]  # finite, so the exponent is a number
        return value
    wide = Context(prec=max(MATH.prec, value.adjusted() + digits + 2), rounding=rounding, traps=[])
    return finite(MATH.plus(value.quantize(Decimal(1).scaleb(-digits), context=wide)))
