"""What the dossier knows of a score, for checks that compare what a text says with it. Pure."""

from decimal import ROUND_HALF_UP, Decimal

from assessments import scoring
from documents.checks.figures.mentions import TOTAL
from documents.dossier import Dossier, Year
from ita_portal.thai import decimal_text, thai_digits


def stored_scores(dossier: Dossier, code: str, fiscal_year: int) -> tuple[Decimal, ...]:
    """What may be said of an indicator, instrument, part or TOTAL in a year: as announced and as computed.

    Empty where nothing is known.
    """
    year = dossier.year(fiscal_year)
    if not year:
        return ()
    means = scoring.instrument_means(year.scores, year.framework)
    computed = (
        scoring.total(year.scores, year.framework)
        if code == TOTAL
        else means.get(code, year.scores.get(code))
    )
    announced = year.announced_total if code == TOTAL else year.announced_instruments.get(code)
    return tuple(scoring.rounded(score) for score in (announced, computed) if score is not None)


def score_in(year: Year, code: str) -> Decimal | None:
    """The one score that documents print of an indicator, instrument, part or TOTAL in a year."""
    return year.total if code == TOTAL else year.scores.get(code, year.instruments.get(code))


def says(value: Decimal, places: int, score: Decimal) -> bool:
    """Whether a written number is the score, rounded rightly to the places that are written."""
    written = Decimal(1).scaleb(-min(places, 2))
    return value == score.quantize(written, rounding=ROUND_HALF_UP)


def score_name(code: str, fiscal_year: int) -> str:
    """ตัวชี้วัดที่ ๔ ปี ๒๕๖๘, IIT ปี ๒๕๖๘, คะแนนรวมปี ๒๕๖๘."""
    year = f"ปี {thai_digits(str(fiscal_year))}"
    if code == TOTAL:
        return f"คะแนนรวม{year}"
    if code.isdigit():
        return f"ตัวชี้วัดที่ {thai_digits(code)} {year}"
    parts = {"eit1": "EIT ส่วนที่ 1", "eit2": "EIT ส่วนที่ 2"}
    return f"{thai_digits(parts.get(code, code.upper()))} {year}"


def scores_text(scores: tuple[Decimal, ...]) -> str:
    """๙๗.๙๕, or ๙๕.๕๙ หรือ ๙๕.๖๐ where two are known."""
    return " หรือ ".join(dict.fromkeys(decimal_text(score) for score in scores))
