"""Putting a function in the place of one of WeasyPrint's."""

import sys


def swap(name: str, old: object, new: object) -> None:
    """Replace the function wherever WeasyPrint's modules have imported it by ``name``."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("weasyprint.") and getattr(module, name, None) is old:
            setattr(module, name, new)
