"""What is stored of one municipality's cycle, as a bundle."""

from documents.loading import load_dossier, load_years, place_of
from exchange.writing import bundle_of, bundle_of_assessments
from measures.models import Plan
from municipalities.models import Municipality


class NothingKnown(LookupError):  # noqa: N818 - what the message tells
    """There is neither a plan of the year nor an assessment up to it; the message is a Thai sentence."""


def export(municipality: Municipality, fiscal_year: int) -> bytes:
    """The bundle of the plan of `fiscal_year` (B.E.); without a plan, of the assessments up to that year.

    Raises NothingKnown when there is neither.
    """
    plan = Plan.objects.filter(municipality=municipality, fiscal_year=fiscal_year).first()
    if plan:
        return bundle_of(load_dossier(plan))
    years = load_years([municipality.pk])[municipality.pk]
    known = [year for year in years if year.fiscal_year <= fiscal_year]
    if not known:
        raise NothingKnown(f"{municipality.full_name}ยังไม่มีแผนหรือผลการประเมินถึงปีงบประมาณ พ.ศ. {fiscal_year}")
    return bundle_of_assessments(place_of(municipality), known)
