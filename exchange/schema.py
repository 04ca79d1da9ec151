"""The exchange format as JSON Schema (draft 2020-12), made of the models that read it."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from exchange.entry import FORMATS
from exchange.format import Bundle


class _BundleSchema(GenerateJsonSchema):
    """What may be left out is left out: no key is ever null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The value where there is one."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The value where it is given."""
        return self.generate_inner(schema["schema"])


def schema_text() -> str:
    """The schema as a file: shapes and bounds. What hangs on a year's rules only the import knows."""
    schema: dict[str, Any] = {
        "$schema": _BundleSchema.schema_dialect,
        "title": FORMATS[-1],
        **{key: value for key, value in _schema().items() if key != "title"},
    }
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n"


def _schema() -> dict[str, Any]:
    return Bundle.model_json_schema(schema_generator=_BundleSchema)
