"""Write the JSON Schema of documents from the models."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from appendix.document.schema import SCHEMA_FILE, make_schema


class Command(BaseCommand):
    """``manage.py document_schema``: for developers, after a change of the content model."""

    help = "Write appendix/schema/document-N.json from the models."

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"
        SCHEMA_FILE.write_text(text, encoding="utf-8")
        self.stdout.write(str(SCHEMA_FILE.name))
