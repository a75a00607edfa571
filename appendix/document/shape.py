"""The number of the newest schema, and which fields of which rows stand in its documents."""

from plans.shape import (
    CONTROL_FIELDS,
    ITEM_FIELDS,
    LISTS,
    ORGANISATION_FIELDS,
    PLAN_FIELDS,
    RELATION_FIELDS,
    ROLE_FIELDS,
    SECTION_FIELDS,
    SECTION_REFERENCES,
    Keys,
    item_fields,
    model_fields,
    read_value,
    reads_plainly,
    write,
)

__all__ = [
    "CONTROL_FIELDS",
    "ITEM_FIELDS",
    "LISTS",
    "ORGANISATION_FIELDS",
    "PLAN_FIELDS",
    "RELATION_FIELDS",
    "ROLE_FIELDS",
    "SCHEMA",
    "SECTION_FIELDS",
    "SECTION_REFERENCES",
    "Keys",
    "item_fields",
    "model_fields",
    "read_value",
    "reads_plainly",
    "write",
]

SCHEMA = 1
