"""The checks that read what people wrote: each looks at every free text of a document. Pure.

They warn: a machine may misread a sentence, and the officer who submits can say so with a reason.
"""

from documents.checks.asking import Check

TEXT_CHECKS: tuple[Check, ...] = ()
