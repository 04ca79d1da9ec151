"""What texts say of scores, against what is stored (T07). Pure."""

import re
from collections.abc import Iterable, Iterator

from assessments import framework
from documents.checks.complaints import Complaint
from documents.checks.figures.mentions import TOTAL, NumberMention, ReadText, YearMention, read
from documents.checks.figures.score_claims import ScoreClaim, ScoreRole, score_claims
from documents.checks.figures.spoken import (
    listed_codes,
    own_codes,
    speaks_of_plans,
    spoken_codes,
    spoken_years,
)
from documents.checks.figures.stored_scores import says, score_name, scores_text, stored_scores
from documents.checks.figures.wishes import is_wished
from documents.checks.passages import Passage
from documents.dossier import Dossier
from ita_portal.thai import thai_digits

_PERHAPS = ("eit1", "eit2", TOTAL)  # what a number may be of beside what it is compared with
_DIGITS = re.compile("[0-9๐-๙]")
_TO_BECOME = re.compile(r"(?:เป็น|ให้|ถึง|ที่)(?:คะแนน|ร้อยละ| ){0,3}$")


def scores_right(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T07: a score beside a name is the stored one of the year that the text speaks of."""
    if not _DIGITS.search(passage.text) or passage.path.endswith("difference_note"):
        return  # nothing to compare, or a text that tells of two totals for one year
    reading = read(passage.text)
    planned, own = speaks_of_plans(passage), spoken_years(dossier, passage)
    for claim in score_claims(reading):
        to_become = planned and _TO_BECOME.search(reading.before(claim.start, 20))
        if claim.role is ScoreRole.AMOUNT or to_become:
            continue
        # "ยกระดับจาก ๘๓.๒๐ เป็น ๙๐": a plan begins with the score of now.
        begins = claim.role is ScoreRole.BEFORE and (planned or is_wished(reading, claim.start))
        years = own if begins else _claim_years(claim, own)
        unnamed = own_codes(passage, strong=claim.strong)
        for number, codes in _pairs(reading, claim, (*unnamed, TOTAL) if unnamed else ()):
            if message := _wrong_score(dossier, number, codes, years):
                yield passage.complaint(f"{passage.quoted(number.start, number.end)} {message}")


def _pairs(
    reading: ReadText, claim: ScoreClaim, own: tuple[str, ...]
) -> Iterator[tuple[NumberMention, tuple[str, ...]]]:
    """Each number with the codes that it may be of; one list beside another ("๖, ๗ ได้ …, …") pairwise."""
    spoken, listed = spoken_codes(claim.subjects, own), listed_codes(reading, claim.subjects)
    several = spoken.codes if spoken.each else listed
    first, *more = claim.numbers
    if more and len(several) == len(claim.numbers):
        yield from ((number, (code,)) for number, code in zip(claim.numbers, several, strict=True))
    elif more:
        named = claim.subjects or len(claim.years) == len(claim.numbers)
        yield from ((number, spoken.codes) for number in claim.numbers if named and len(spoken.codes) == 1)
    elif len(several) > 1 and (spoken.each or (claim.fresh and several[-1] in spoken.codes)):
        if "เฉลี่ย" not in reading.before(claim.start, 20):
            yield from ((first, (code,)) for code in several)
    elif spoken.named:
        yield first, spoken.codes


def _claim_years(claim: ScoreClaim, own: tuple[int, ...]) -> tuple[int, ...]:
    """The years that a score may be of; the year before, where it is what a change began with."""
    if claim.bound:
        return _years_of([claim.bound], own)
    compared = [year for year in claim.years if year.compared]
    plain = [year for year in claim.years if not year.compared]
    if claim.role is ScoreRole.BEFORE:
        later = _years_of(plain, own) if plain else own
        return _years_of(compared, own) if compared else tuple(year - 1 for year in later)
    if claim.role is ScoreRole.AFTER or not claim.years:
        return _years_of(plain, own) if plain else own
    if plain and claim.fresh and not compared:
        return _years_of(plain, own)
    return tuple(dict.fromkeys([*_years_of(claim.years, own), *own]))


def _years_of(mentions: Iterable[YearMention], own: tuple[int, ...]) -> tuple[int, ...]:
    """The years as numbers; "ปีที่ผ่านมา" is the one before, or in a plan the assessed year itself."""
    found = [(mention.year,) if mention.year else (own[-1], own[-1] - 1) for mention in mentions]
    return tuple(dict.fromkeys(year for years in found for year in years))


def _wrong_score(
    dossier: Dossier, number: NumberMention, codes: tuple[str, ...], years: tuple[int, ...]
) -> str:
    """What is known instead, where no reading of the number is true; "" where one is or may be."""
    known = {(code, year): stored_scores(dossier, code, year) for year in years for code in codes}
    # What it may be of by the way (a part, the total) need not be known; what it is compared with must.
    sure = len(codes) == 1 or codes[0] == TOTAL
    asked = {key: scores for key, scores in known.items() if scores or sure or key[0] not in _PERHAPS}
    if not asked or not all(asked.values()):
        return ""
    if any(says(number.value, number.places, score) for scores in asked.values() for score in scores):
        return ""
    code, year = next(iter(asked))
    # How much an instrument weighs in the total is no score: "OIT (๔๐ คะแนน)".
    weights = {row.weight * 100 for row in framework.load(year).instruments if row.code in codes}
    if number.places == 0 and number.value in weights:
        return ""
    written = thai_digits(f"{number.value:f}")
    elsewhere = _found_elsewhere(dossier, number, code, year)
    return f"{score_name(code, year)} ได้ {scores_text(asked[code, year])} แต่ข้อความเขียน {written}{elsewhere}"


def _found_elsewhere(dossier: Dossier, number: NumberMention, code: str, fiscal_year: int) -> str:
    """ " (ตรงกับปี ๒๕๖๗)", where the number is the score of another year."""
    for year in dossier.years:
        scores = stored_scores(dossier, code, year.fiscal_year)
        if year.fiscal_year != fiscal_year and any(
            says(number.value, number.places, score) for score in scores
        ):
            return f" (ตรงกับปี {thai_digits(str(year.fiscal_year))})"
    return ""
